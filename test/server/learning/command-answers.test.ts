import assert from 'node:assert/strict';
import {
  cancelAnswer,
  isDone,
  pauseAnswer,
  retrainAnswer,
  type Work,
} from '../../../server/learning/command-answers';
import type { CommandAnswer } from '../../../server/protocol';

type Outcome = CommandAnswer['outcome'];

const idle: Work = {
  enabled: true,
  hasFolder: true,
  leads: true,
  training: 'none',
  words: 900,
  leastWords: 300,
};

/** What each command answers in each state. */
const table: [state: string, work: Work, retrain: Outcome, sure: Outcome, cancel: Outcome, pause: Outcome][] =
  [
    ['off', { ...idle, enabled: false }, 'off', 'off', 'off', 'off'],
    ['no folder', { ...idle, hasFolder: false }, 'noFolder', 'noFolder', 'noFolder', 'noFolder'],
    ['another window learns', { ...idle, leads: false }, 'follows', 'follows', 'follows', 'follows'],
    [
      'not read yet',
      { ...idle, words: undefined },
      'started',
      'started',
      'nothingToCancel',
      'nothingToPause',
    ],
    ['no text', { ...idle, words: 0 }, 'tooLittle', 'tooLittle', 'nothingToCancel', 'nothingToPause'],
    ['little text', { ...idle, words: 299 }, 'tooLittle', 'tooLittle', 'nothingToCancel', 'nothingToPause'],
    ['at rest', idle, 'started', 'started', 'nothingToCancel', 'nothingToPause'],
    ['reading to learn', { ...idle, training: 'preparing' }, 'asks', 'started', 'cancelled', 'stillReading'],
    ['learning', { ...idle, training: 'running' }, 'asks', 'started', 'cancelled', 'paused'],
    ['paused', { ...idle, training: 'paused' }, 'asks', 'started', 'cancelled', 'resumed'],
    ['fitting', { ...idle, training: 'ending' }, 'asks', 'started', 'cancelled', 'nothingToPause'],
    ['off, and no folder', { ...idle, enabled: false, hasFolder: false }, 'off', 'off', 'off', 'off'],
  ];

describe('What commands about training answer', () => {
  for (const [state, work, retrain, sure, cancel, pause] of table) {
    it(state, () => {
      assert.equal(retrainAnswer(work, false).outcome, retrain);
      assert.equal(retrainAnswer(work, true).outcome, sure);
      assert.equal(cancelAnswer(work).outcome, cancel);
      assert.equal(pauseAnswer(work).outcome, pause);
    });
  }

  it('is done unless it says why not', () => {
    const outcomes = [...new Set(table.flatMap(([, , ...answers]) => answers))];
    const done = outcomes.filter((outcome) => isDone({ outcome } as CommandAnswer));
    assert.deepEqual(done.sort(), ['cancelled', 'paused', 'resumed', 'started', 'tooLittle']);
  });
});
