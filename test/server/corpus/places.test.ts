import assert from 'node:assert/strict';
import { findPlaces } from '../../../server/corpus/places';

const documents = (texts: Record<string, number[]>) =>
  Object.entries(texts).map(([path, ids]) => ({ path, ids: Int32Array.from(ids), words: ids.length }));

const table: [
  what: string,
  texts: Record<string, number[]>,
  context: number[],
  most: number,
  expected: [string, number, number][],
][] = [
  ['none where there is none', { a: [4, 5] }, [1], 3, []],
  ['what agrees with more of the context first', { a: [1, 9, 2, 9, 1, 2, 9] }, [1, 2], 3, [['a', 6, 2], ['a', 3, 1], ['a', 1, 0]]],
  ['of equals one of each document, the last of it', { a: [9, 9, 9], b: [9] }, [], 2, [['a', 2, 0], ['b', 0, 0]]],
  ['no more than wanted', { a: [9, 9, 9, 9, 9] }, [], 2, [['a', 4, 0], ['a', 3, 0]]],
  ['at a beginning', { a: [9, 1] }, [1, 2], 3, [['a', 0, 0]]],
  ['no longer agreement than says something', { a: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9] }, Array(12).fill(1), 1, [['a', 10, 8]]],
]; // biome-ignore format: one case a line

describe('Places of a word in the text', () => {
  for (const [what, texts, context, most, expected] of table) {
    it(what, () => {
      const places = findPlaces(documents(texts), 9, context, most);
      assert.deepEqual(
        places.map(({ path, index, matched }) => [path, index, matched]),
        expected,
      );
    });
  }

  it('takes a millisecond or so for half a million words', () => {
    const ids = Int32Array.from({ length: 500_000 }, (_, index) => index % 20);
    const start = performance.now();
    assert.equal(findPlaces([{ path: 'a', ids, words: 500_000 }], 9, [5, 6, 7, 8], 6).length, 6);
    assert.ok(performance.now() - start < 500, 'far more than that');
  });
});
