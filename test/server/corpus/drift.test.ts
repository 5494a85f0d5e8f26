import assert from 'node:assert/strict';
import { Drift } from '../../../server/corpus/drift';

/** Paragraphs in letters, one id each. */
const ids = (text: string) => Int32Array.from(text, (letter) => letter.charCodeAt(0));

describe('Drift from the trained text', () => {
  const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(12);
  const cases: { name: string; steps: [1 | -1, string][]; newTokens: number; goneTokens: number }[] = [
    { name: 'nothing happens', steps: [], newTokens: 0, goneTokens: 0 },
    { name: 'a new paragraph', steps: [[1, 'abcdef']], newTokens: 6, goneTokens: 0 },
    { name: 'a deleted one', steps: [[-1, 'abcdef']], newTokens: 0, goneTokens: 6 },
    {
      name: 'a word in a long paragraph',
      steps: [
        [-1, long],
        [1, `${long.slice(0, 150)}Z${long.slice(151)}`],
      ],
      newTokens: 3,
      goneTokens: 3,
    },
    {
      name: 'the word changed back',
      steps: [
        [-1, long],
        [1, `${long.slice(0, 150)}Z${long.slice(151)}`],
        [-1, `${long.slice(0, 150)}Z${long.slice(151)}`],
        [1, long],
      ],
      newTokens: 0,
      goneTokens: 0,
    },
    {
      name: 'a paragraph that grows at its end, saved at each word',
      steps: [
        [1, 'ab'],
        [-1, 'ab'],
        [1, 'abc'],
        [-1, 'abc'],
        [1, 'abcd'],
      ],
      newTokens: 4,
      goneTokens: 0,
    },
    {
      name: 'another branch, and back',
      steps: [
        [-1, 'abcdef'],
        [1, 'uvwxyz'],
        [1, 'abcdef'],
        [-1, 'uvwxyz'],
      ],
      newTokens: 0,
      goneTokens: 0,
    },
    {
      name: 'cut in two',
      steps: [
        [-1, 'abcdefgh'],
        [1, 'abcd'],
        [1, 'efgh'],
      ],
      newTokens: 2,
      goneTokens: 2,
    },
  ];
  for (const { name, steps, newTokens, goneTokens } of cases) {
    it(name, () => {
      const drift = new Drift();
      for (const [by, text] of steps) by > 0 ? drift.add(ids(text)) : drift.remove(ids(text));
      assert.deepEqual(
        { newTokens: drift.newTokens, goneTokens: drift.goneTokens },
        { newTokens, goneTokens },
      );
    });
  }

  it('goes on from what a stored model says', () => {
    const drift = new Drift({ newTokens: 10, goneTokens: 4 });
    drift.add(ids('abc'));
    assert.deepEqual([drift.newTokens, drift.goneTokens], [13, 4]);
    drift.reset();
    assert.deepEqual([drift.newTokens, drift.goneTokens], [0, 0]);
  });
});
