import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../../model/tokenizer/prose';
import { type FileLimits, readProse } from '../../../../server/corpus/reading/read-prose';
import { proseBlocks } from '../../../../server/prose/blocks';

const text = 'It was *quiet*.\n\nNobody spoke of `it` again.\n\n'.repeat(40);

/** A clock that goes on by so many milliseconds each time it is looked at. */
function ticking(milliseconds: number): () => number {
  let now = 0;
  return () => {
    now += milliseconds;
    return now;
  };
}

describe('readProse', () => {
  it('gives the tokens of the whole file', () => {
    assert.deepEqual(readProse(text, 'markdown'), {
      tokens: tokenizeProse(text, proseBlocks(text, 'markdown')),
    });
  });

  const cases: readonly (readonly [name: string, limits: FileLimits, reason: string])[] = [
    ['time', { milliseconds: 2000, now: ticking(100) }, 'takes longer than 2 s to read'],
    ['tokens', { tokens: 250 }, 'more than 0.00025 million words and marks in one file'],
  ];
  for (const [name, limits, reason] of cases)
    it(`leaves a file out that is beyond its limit of ${name}`, () =>
      assert.deepEqual(readProse(text, 'markdown', limits), { reason }));
});
