import assert from 'node:assert/strict';
import { createPhrase } from '../../../model/caches/phrase';
import { NgramCounts } from '../../../model/counts/ngram-counts';
import { checkComponent } from '../prediction/component-laws';

const SIZE = 12;
const text = Int32Array.from({ length: 120 }, (_, index) => ((index * index + 3 * index) % 29) % SIZE);

/** The text that was counted: 1 2 3 4 5 6 7 8 once, and 1 2 9 twice. */
function counted(): NgramCounts {
  const counts = new NgramCounts();
  counts.add([1, 2, 3, 4, 5, 6, 7, 8]);
  counts.add([10, 1, 2, 9]);
  counts.add([11, 1, 2, 9]);
  return counts;
}

describe('phrase', () => {
  it('keeps the promises of a component', () => checkComponent(() => createPhrase(), text, SIZE));
  it('keeps them with counts too', () => checkComponent(() => createPhrase(counted()), text, SIZE));

  const table: [name: string, read: number[], length: number, expected: Record<number, number>][] = [
    ['nothing matches', [0], 0, {}],
    ['one token is not enough', [0, 1], 1, {}],
    ['two were counted, with what followed in proportion', [1, 2], 2, { 3: 1 / 3, 9: 2 / 3 }],
    ['three leave one', [0, 1, 2, 3], 3, { 4: 1 }],
    ['n-grams that follow on one another are one stretch', [1, 2, 3, 4, 5, 6, 7], 7, { 8: 1 }],
    ['a stretch ends where the text differs', [0, 3, 4, 5, 6, 7], 5, { 8: 1 }],
    ['the document itself', [7, 3, 0, 5, 7, 3, 0], 3, { 5: 1 }],
    ['the document, where its match is as long', [1, 2, 0, 1, 2], 2, { 0: 1 }],
    ['the counts, where theirs is longer', [3, 0, 2, 3, 4], 3, { 5: 1 }],
  ];
  for (const [name, read, length, expected] of table) {
    it(name, () => {
      const phrase = createPhrase(counted());
      for (const id of read) phrase.advance(id);
      assert.equal(phrase.matched?.(), length);
      const out = new Float32Array(SIZE);
      phrase.probabilities(out);
      const uniform = Object.keys(expected).length === 0;
      out.forEach((probability, id) => {
        const wanted = uniform ? 1 / SIZE : (expected[id] ?? 0);
        assert.ok(Math.abs(probability - wanted) < 1e-6, `P(${id}) = ${probability}`);
      });
    });
  }

  it('follows counts that change', () => {
    const counts = counted();
    const phrase = createPhrase(counts);
    for (const id of [5, 6]) phrase.advance(id);
    assert.equal(phrase.matched?.(), 2);
    counts.remove([1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(phrase.matched?.(), 0);
  });
});
