import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { allocateWeights } from '../../../model/network/weights';
import type { TrainingPlan } from '../../../model/training/plan';
import { runSession, type SessionOptions, type TrainingEvent } from '../../../model/training/session';
import { createTrainer, type Measurement } from '../../../model/training/trainer';

const config = {
  cell: 'gru',
  vocabularySize: 12,
  embeddingSize: 4,
  hiddenSize: 4,
  layers: 1,
  tied: true,
} as const;

const plan: TrainingPlan = {
  config,
  streams: 2,
  steps: 4,
  samples: 'full',
  optimiser: 'adam',
  rate: 0.01,
  warmUp: 0.03,
  clipNorm: 1,
  inputDropout: 0,
  outputDropout: 0,
  weightDecay: 0,
  tokens: 80,
  measurements: 4,
  heldOutTokens: 10,
};
const BLOCK = plan.streams * plan.steps;

/** A trainer that does nothing, by default with ever smaller losses; a block takes a tenth of a second. */
function simulated(
  step: (block: number) => number = (block) => 1 / (block + 1),
  measure?: () => Measurement | undefined,
) {
  const kernels = createPlainKernels();
  let time = 0;
  let blocks = 0;
  const weights = allocateWeights(config, (length) => kernels.allocate(length));
  const trainer = {
    weights,
    blockTokens: BLOCK,
    step() {
      time += 0.1;
      return step(blocks++);
    },
    measure: measure ?? (() => undefined),
  };
  return { trainer, now: () => time, blocks: () => blocks };
}

/** Far more blocks than any of these sessions may take. */
const ENDLESS = 10_000;

function run(options: SessionOptions): { events: TrainingEvent[]; end: string | undefined } {
  const events: TrainingEvent[] = [];
  const session = runSession(options);
  for (let step = session.next(); ; step = session.next()) {
    if (step.done) return { events, end: step.value };
    events.push(step.value);
    if (events.length > ENDLESS) return { events, end: undefined };
  }
}

describe('A training session', () => {
  const ends: [
    string,
    Partial<TrainingPlan>,
    seconds: number | undefined,
    blocks: [number, number],
    string,
  ][] = [
    ['when its tokens are read', { tokens: 80 }, undefined, [10, 10], 'deadline'],
    ['when its tokens are read before its time is over', { tokens: 80 }, 100, [10, 10], 'converged'],
    ['when its time is over', { tokens: 1e9 }, 2, [15, 21], 'deadline'],
    ['after one block without any time', { tokens: 1e9 }, 0, [1, 1], 'deadline'],
    ['where the time was over before it began', { tokens: 1e9 }, -5, [1, 1], 'deadline'],
    ['where there are no tokens to read', { tokens: 0 }, 100, [1, 1], 'converged'],
    ['where one token is to be read', { tokens: 1 }, undefined, [1, 1], 'deadline'],
    ['where the tokens are no number', { tokens: Number.NaN }, 100, [1, 1], 'deadline'],
    ['where the time is no number', { tokens: 1e9 }, Number.NaN, [1, 1], 'deadline'],
    ['where neither is a number', { tokens: Number.NaN }, Number.NaN, [1, 1], 'deadline'],
  ];
  for (const [when, changes, seconds, [least, most], expected] of ends) {
    it(`ends ${when}`, () => {
      const { trainer, now, blocks } = simulated();
      const { events, end } = run({ trainer, now, seconds, plan: { ...plan, ...changes } });
      assert.equal(end, expected);
      assert.ok(blocks() >= least && blocks() <= most, `${blocks()} blocks`);
      assert.ok(events.some(({ kind }) => kind === 'snapshot'));
    });
  }

  const heldOut = (loss: number): Measurement => ({ loss, top1: 0, top3: 0 });
  const broken: [string, () => ReturnType<typeof simulated>, RegExp][] = [
    [
      'the loss of a block',
      () => simulated((block) => (block < 3 ? 1 : Number.NaN)),
      /the loss is no number/,
    ],
    ['an infinite loss', () => simulated(() => Number.POSITIVE_INFINITY), /the loss is/],
    [
      'the loss on held-out text',
      () => simulated(undefined, () => heldOut(Number.NaN)),
      /held-out text is no number/,
    ],
    [
      'a weight of a snapshot',
      () => {
        const made = simulated();
        made.trainer.weights.recurrent[2] = Number.NaN;
        return made;
      },
      /a weight in rnn\..* is no number/,
    ],
  ];
  for (const [what, make, message] of broken) {
    it(`ends with a message where ${what} is no number`, () => {
      const { trainer, now } = make();
      assert.throws(() => run({ trainer, now, seconds: 100, plan }), message);
    });
  }

  it('begins with given weights also where nothing is held out', () => {
    const { trainer, now } = simulated();
    const { events, end } = run({ trainer, now, seconds: 2, plan: { ...plan, hasStart: true } });
    assert.equal(end, 'converged');
    assert.ok(events.some(({ kind }) => kind === 'snapshot'));
  });

  it('ends with a message where a weight of a real network is no number', () => {
    const text = Int32Array.from({ length: 200 }, (_, index) => 3 + ((index * 5) % 9));
    for (const vector of ['recurrent', 'embedding', 'decoderBias'] as const) {
      const data = { train: text, valid: text.slice(0, 40), vocabularySize: config.vocabularySize };
      const trainer = createTrainer({ kernels: createPlainKernels(), data, plan, seed: 1 });
      trainer.weights[vector][5] = Number.NaN;
      assert.throws(() => run({ trainer, now: () => 0, plan }), /is no number any more/, vector);
    }
  });
});
