import assert from 'node:assert/strict';
import { createPatience } from '../../../server/training/patience';

describe('createPatience', () => {
  /** Blocks of the given seconds, one after the other; where the team rested, as [from, to] in seconds. */
  function rests(blockSeconds: (now: number) => number, total: number): [number, number][] {
    const patience = createPatience(0.01);
    const found: [number, number][] = [];
    let together = true;
    for (let now = 0; now < total; ) {
      now += together ? blockSeconds(now) : 0.01;
      const next = patience(now);
      if (together && !next) found.push([Math.round(now), total]);
      if (!together && next) found[found.length - 1]![1] = Math.round(now);
      together = next;
    }
    return found;
  }

  const cases: [name: string, blockSeconds: (now: number) => number, expected: [number, number][]][] = [
    ['a fast team is left alone', () => 0.006, []],
    ['a team hardly faster than one thread too', () => 0.0095, []],
    [
      'a slow team rests for longer and longer',
      () => 0.05,
      [
        [1, 4],
        [4, 10],
        [11, 23],
        [23, 30],
      ],
    ],
    ['a team that was slow for a moment gets its chance', (now) => (now < 2 ? 0.05 : 0.006), [[1, 4]]],
    ['waiting for threads to start does not count', (now) => (now < 1 ? 3 : 0.006), []],
    [
      'a team that hardly moves rests too',
      () => 0.3,
      [
        [1, 4],
        [5, 11],
        [12, 24],
        [25, 30],
      ],
    ],
  ];
  for (const [name, blockSeconds, expected] of cases) {
    it(name, () => assert.deepEqual(rests(blockSeconds, 30), expected));
  }
});
