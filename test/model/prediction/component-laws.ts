import assert from 'node:assert/strict';
import type { Component } from '../../../model/prediction/component';

/** What every component promises (model/prediction/component.ts), checked while one reads a text and goes back in it. */
export function checkComponent(create: () => Component, text: ArrayLike<number>, lexiconSize: number): void {
  const component = create();
  const out = new Float32Array(lexiconSize);
  const again = new Float32Array(lexiconSize);
  const answers: Float32Array[] = [];
  for (let position = 0; position <= text.length; position++) {
    assert.equal(component.length, position);
    component.probabilities(out.fill(Number.NaN));
    const sum = out.reduce((total, p) => total + p, 0);
    assert.ok(Math.abs(sum - 1) < 1e-5, `sums to ${sum} after ${position} tokens`);
    assert.ok(
      out.every((p) => p >= 0),
      'no probability is negative',
    );
    component.probabilities(again);
    assert.deepEqual(again, out, 'asking twice changes nothing');
    answers.push(out.slice());
    if (position < text.length) component.advance(text[position]!);
  }
  for (const length of [text.length - 1, text.length - 7, 3, 0]) {
    component.truncate(length);
    assert.equal(component.length, length);
    component.probabilities(out);
    assert.deepEqual(out, answers[length], `as before after going back to ${length}`);
  }
  for (let position = 0; position < text.length; position++) component.advance(text[position]!);
  component.probabilities(out);
  assert.deepEqual(out, answers[text.length], 'as before after reading on');
}
