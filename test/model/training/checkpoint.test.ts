import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { CellKind } from '../../../model/network/config';
import type { Snapshot } from '../../../model/training/api';
import { type Checkpoint, restoreCheckpoint, takeCheckpoint } from '../../../model/training/checkpoint';
import { allocateTrainingMemory } from '../../../model/training/memory';
import type { TrainingPlan } from '../../../model/training/plan';
import { runSession } from '../../../model/training/session';
import { createTrainer } from '../../../model/training/trainer';

const vocabularySize = 20;
const ids = (length: number, by: number) =>
  Int32Array.from({ length }, (_, index) => (index * index + by * index) % vocabularySize);
const data = { train: ids(700, 3), valid: ids(400, 5), vocabularySize };

function planOf(cell: CellKind, changes: Partial<TrainingPlan> = {}): TrainingPlan {
  return {
    config: { cell, vocabularySize, embeddingSize: 8, hiddenSize: 8, layers: 1, tied: true },
    streams: 3,
    steps: 5,
    samples: 6,
    optimiser: 'adam',
    rate: 0.01,
    warmUp: 0.1,
    clipNorm: 1,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: 1500,
    measurements: 7,
    heldOutTokens: 400,
    ...changes,
  };
}

const newMemory = (plan: TrainingPlan) =>
  allocateTrainingMemory(plan, 1, (length) => new Float32Array(length));

/**
 * A run to its end, with a checkpoint after every `every` blocks.
 *
 * @param resume Default: from the beginning.
 */
function run(plan: TrainingPlan, every: number, resume?: Checkpoint) {
  const memory = newMemory(plan);
  if (resume) restoreCheckpoint(memory, resume);
  const trainer = createTrainer({ kernels: createPlainKernels(), data, plan, memory, seed: 4 });
  const checkpoints: Checkpoint[] = [];
  let blocks = 0;
  let best: Snapshot | undefined;
  const session = runSession({
    trainer,
    plan,
    now: () => blocks, // a block is a second
    done: resume,
    checkpointSeconds: every,
  });
  for (const event of session) {
    if (event.kind === 'block') blocks++;
    else if (event.kind === 'snapshot') best = event.snapshot;
    else if (event.kind === 'checkpointDue')
      checkpoints.push(takeCheckpoint(memory, plan, event.position, event.best));
  }
  return { best: best!, weights: new Float32Array(memory.weights.recurrent), checkpoints };
}

/** Blocks between two checkpoints: not in step with the measurements. */
const every = 4;

describe('a training that goes on from a checkpoint', () => {
  const dropout = { inputDropout: 0.2, outputDropout: 0.3, weightDecay: 0.1 };
  const twoLayers = {
    config: { cell: 'lstm', vocabularySize, embeddingSize: 6, hiddenSize: 8, layers: 2, tied: false },
  } as const;
  const cases: [what: string, plan: TrainingPlan][] = [
    ['elman', planOf('elman')],
    ['gru', planOf('gru')],
    ['lstm', planOf('lstm')],
    ['gru with dropout and decay', planOf('gru', dropout)],
    ['lstm of two layers, untied', planOf('lstm', { ...dropout, ...twoLayers })],
    ['gru with the full softmax', planOf('gru', { samples: 'full' })],
    ['a rate so high that the best weights are early ones', planOf('gru', { rate: 0.2, measurements: 20 })],
  ];
  for (const [what, plan] of cases) {
    it(`ends as if it had not been cut short: ${what}`, () => {
      const whole = run(plan, every);
      assert.ok(whole.checkpoints.length >= 3);
      for (const checkpoint of whole.checkpoints) {
        const resumed = run(plan, every, checkpoint);
        assert.deepEqual(resumed.weights, whole.weights);
        assert.deepEqual(resumed.best, whole.best);
      }
    });
  }

  it('refuses a checkpoint of another network', () => {
    const plan = planOf('gru');
    const [checkpoint] = run(plan, every).checkpoints;
    const vectors = { ...checkpoint!.vectors, mean: new Float32Array(3) };
    assert.throws(
      () => restoreCheckpoint(newMemory(plan), { ...checkpoint!, vectors }),
      /mean: got 3 numbers, expected/,
    );
  });
});
