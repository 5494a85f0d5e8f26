import assert from 'node:assert/strict';
import { createNeuralCache } from '../../../model/caches/neural-cache';
import { createRecency } from '../../../model/caches/recency';
import { NgramCounts } from '../../../model/counts/ngram-counts';
import type { Component } from '../../../model/prediction/component';
import { createCountsComponent } from '../../../model/prediction/counts-component';
import { checkComponent } from '../prediction/component-laws';

const SIZE = 12;
const text = Int32Array.from({ length: 120 }, (_, index) => ((index * index + 3 * index) % 29) % SIZE);

describe('counts component', () => {
  const counts = new NgramCounts();
  counts.add(text);

  it('keeps the promises of a component', () =>
    checkComponent(() => createCountsComponent(counts), text, SIZE));

  it('answers from what the counts are now', () => {
    const component = createCountsComponent(counts);
    component.advance(5);
    const before = read(component);
    counts.add([5, 11, 5, 11, 5, 11]);
    assert.ok(read(component)[11]! > before[11]! + 0.1);
    counts.remove([5, 11, 5, 11, 5, 11]);
    assert.deepEqual(read(component), before);
  });
});

describe('recency', () => {
  it('keeps the promises of a component', () => checkComponent(() => createRecency(), text, SIZE));

  it('begins uniform', () => {
    assert.deepEqual(read(createRecency()), new Float32Array(SIZE).fill(1 / SIZE));
  });

  it('is what the formulas say', () => {
    // Read 1 2 1: weights by age 1/20, 1/21, 1/22, and a uniform share of 1/20. One match of the last word (1 → 2): confidence
    // 1/(1 + 10), all of it on 2.
    const recency = createRecency();
    for (const id of [1, 2, 1]) recency.advance(id);
    const out = new Float32Array(4);
    recency.probabilities(out);
    const total = 1 / 20 + 1 / 20 + 1 / 21 + 1 / 22;
    const single = (weight: number) => ((1 / 20 / 4 + weight) / total) * (10 / 11);
    const all = [single(0), single(1 / 20 + 1 / 22), single(1 / 21) + 1 / 11, single(0)];
    for (const [id, expected] of all.entries()) {
      assert.ok(Math.abs(out[id]! - expected) < 1e-6, `P(${id}) = ${out[id]}, expected ${expected}`);
    }
  });

  it('prefers what followed the last two words', () => {
    const recency = createRecency();
    for (const id of [1, 2, 3, 4, 2, 5, 4, 2, 5, 4, 2, 5, 1, 2]) recency.advance(id);
    const out = read(recency);
    assert.ok(out[3]! > out[5]!, '1 2 → 3 once beats 4 2 → 5 three times');
  });
});

describe('neural cache', () => {
  /** States that depend on the last two tokens only, so that likeness is easy to foresee. */
  function statesOf(tokens: ArrayLike<number>) {
    return {
      hiddenAt: (length: number) => {
        const hidden = new Float32Array(6);
        if (length > 0) hidden[tokens[length - 1]! % 3] = 1;
        if (length > 1) hidden[3 + (tokens[length - 2]! % 3)] = 1;
        return hidden;
      },
    };
  }

  it('keeps the promises of a component', () => {
    checkComponent(() => createNeuralCache(statesOf(text), 6, { window: 40 }), text, SIZE);
  });

  it('offers what followed where the state was alike', () => {
    const tokens = [1, 2, 9, 0, 1, 1, 1, 2];
    const cache = createNeuralCache(statesOf(tokens), 6);
    for (const id of tokens) cache.advance(id);
    const out = read(cache);
    assert.equal(out.indexOf(Math.max(...out)), 9);
  });

  it('is the formula of the paper', () => {
    const tokens = Int32Array.from([4, 2, 7, 2, 5, 1, 2]);
    const { hiddenAt } = statesOf(tokens);
    const cache = createNeuralCache({ hiddenAt }, 6, { window: 5, sharpness: 2 });
    for (const id of tokens) cache.advance(id);
    const expected = new Float64Array(SIZE);
    const states = [2, 3, 4, 5, 6].map((length) => hiddenAt(length));
    const dot = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, index) => sum + value * b[index]!, 0);
    const meanSquare = states.reduce((sum, state) => sum + dot(state, state), 0) / states.length;
    const likeness = states.map((state) => Math.exp((2 / meanSquare) * dot(state, hiddenAt(7))));
    const total = likeness.reduce((sum, value) => sum + value, 0);
    for (const [index, value] of likeness.entries()) expected[tokens[index + 2]!]! += value / total;
    for (const [id, p] of read(cache).entries())
      assert.ok(Math.abs(p - expected[id]!) < 1e-6, `P(${id}) = ${p}`);
  });

  it('does without states that the network no longer has', () => {
    const tokens = Int32Array.from({ length: 50 }, (_, index) => index % 7);
    const all = statesOf(tokens);
    const cache = createNeuralCache({ hiddenAt: (n) => (n < 45 ? undefined : all.hiddenAt(n)) }, 6);
    for (const id of tokens) cache.advance(id);
    const out = read(cache);
    assert.ok(out[tokens[44]!] === 0 && out[tokens[46]!]! > 0);
  });

  it('answers in under a millisecond at 2,000 states of 256', () => {
    const state = new Float32Array(256).fill(0.5);
    const cache = createNeuralCache({ hiddenAt: () => state }, 256);
    for (let index = 0; index < 3000; index++) cache.advance(index % SIZE);
    const out = read(cache); // reads all states
    // The slower answers measure what else the machine is doing.
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 1000 && best >= 1; tries++) {
      const start = performance.now();
      cache.probabilities(out);
      best = Math.min(best, performance.now() - start);
    }
    assert.ok(best < 1, `${best} ms`);
  });
});

function read(component: Component): Float32Array {
  const out = new Float32Array(SIZE);
  component.probabilities(out);
  return out;
}
