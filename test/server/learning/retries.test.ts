import assert from 'node:assert/strict';
import { Retries } from '../../../server/learning/retries';
import { worded } from '../../../server/sentences';

describe('a training that fails', () => {
  const cases: [
    what: string,
    events: readonly ('fails' | 'ends')[],
    again: readonly boolean[],
    told: number,
  ][] = [
    ['is begun again, and told', ['fails'], [true], 1],
    ['is begun again twice in a row', ['fails', 'fails', 'fails'], [true, true, false], 1],
    ['is begun again after one that ended', ['fails', 'fails', 'ends', 'fails'], [true, true, true], 1],
    [
      'is begun again after the writer has seen to it',
      ['fails', 'fails', 'fails', 'fails'],
      [true, true, false, true],
      1,
    ],
  ];
  for (const [what, events, again, told] of cases) {
    it(what, () => {
      const messages: string[] = [];
      const retries = new Retries({ log() {}, warn: (message) => messages.push(message) });
      const worthIt: boolean[] = [];
      for (const event of events) {
        if (event === 'ends') retries.reset();
        else worthIt.push(retries.isWorthIt(new Error('broken')));
      }
      assert.deepEqual(worthIt, again);
      assert.equal(messages.length, told);
      assert.match(worded(messages[0]!), /stopped unexpectedly \(broken\)/);
    });
  }
});
