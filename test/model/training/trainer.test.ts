import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { CellKind } from '../../../model/network/config';
import type { OptimiserKind } from '../../../model/training/optimiser';
import type { TrainingPlan } from '../../../model/training/plan';
import { seededRandom } from '../../../model/training/random';
import { createTrainer } from '../../../model/training/trainer';

const vocabularySize = 40;

/** A text with something to learn: each word is followed by one of two. */
function markovText(length: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  const text = new Int32Array(length);
  let word = 1;
  for (let i = 0; i < length; i++) {
    word = (word * 3 + (random() < 0.7 ? 1 : 5)) % vocabularySize;
    text[i] = word;
  }
  return text;
}

const data = { train: markovText(3000, 1), valid: markovText(500, 2), vocabularySize };

function plan(changes: Partial<TrainingPlan> = {}, cell: CellKind = 'gru'): TrainingPlan {
  return {
    config: { cell, vocabularySize, embeddingSize: 16, hiddenSize: 16, layers: 1, tied: true },
    streams: 4,
    steps: 8,
    samples: 8,
    optimiser: 'adam',
    rate: 0.01,
    warmUp: 0.03,
    clipNorm: 1,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: 6000,
    measurements: 5,
    heldOutTokens: 500,
    ...changes,
  };
}

function losses(steps: number, changes: Partial<TrainingPlan> = {}, cell: CellKind = 'gru'): number[] {
  const trainer = createTrainer({ kernels: createPlainKernels(), data, plan: plan(changes, cell), seed: 5 });
  return Array.from({ length: steps }, (_, step) => trainer.step(step / steps));
}

describe('the trainer', () => {
  it('repeats a run for the same seed', () => {
    const dropout = { inputDropout: 0.2, outputDropout: 0.3, weightDecay: 0.1 };
    assert.deepEqual(losses(20, dropout), losses(20, dropout));
  });

  for (const [cell, golden] of Object.entries(goldenLosses()) as [CellKind, number[]][]) {
    it(`gives the ten pinned losses with ${cell}`, () => {
      const actual = losses(10, { inputDropout: 0.2, outputDropout: 0.2, weightDecay: 0.1 }, cell);
      actual.forEach((loss, step) => {
        assert.ok(
          Math.abs(loss - golden[step]!) < 1e-4,
          `step ${step}: ${actual.map((each) => each.toFixed(5))}`,
        );
      });
    });
  }

  const optimisers: [OptimiserKind, number][] = [
    ['adam', 0.01],
    ['sgd', 2],
  ];
  for (const [optimiser, rate] of optimisers) {
    for (const samples of [8, 'full'] as const) {
      it(`learns with ${optimiser} and ${samples} samples`, () => {
        const trainer = createTrainer({
          kernels: createPlainKernels(),
          data,
          plan: plan({ optimiser, rate, samples }),
          seed: 5,
        });
        const before = trainer.measure()!.loss;
        for (let step = 0; step < 400; step++) trainer.step(step / 400);
        const after = trainer.measure()!;
        // The source's own entropy is 0.61 nats, its unigram entropy near log 40 = 3.7.
        assert.ok(after.loss < 1.4 && before > 3, `${before} → ${after.loss}`);
        assert.ok(after.top1 > 0.55 && after.top3 > 0.8, `${after.top1}, ${after.top3}`);
      });
    }
  }

  it('memorises one sentence, without held-out text', () => {
    const trainer = createTrainer({
      kernels: createPlainKernels(),
      data: { train: Int32Array.of(3, 4, 5, 6, 1), valid: new Int32Array(0), vocabularySize: 7 },
      plan: plan({
        streams: 1,
        samples: 'full',
        config: { cell: 'gru', vocabularySize: 7, embeddingSize: 16, hiddenSize: 16, layers: 1, tied: true },
      }),
      seed: 1,
    });
    let loss = Number.NaN;
    for (let step = 0; step < 200; step++) loss = trainer.step(step / 200);
    assert.ok(loss < 0.1, String(loss));
    assert.equal(trainer.measure(), undefined);
  });
});

/** Recorded with the plain kernels; they change only when the arithmetic of training does. */
function goldenLosses(): Record<CellKind, number[]> {
  return {
    elman: [2.92636, 2.55426, 2.57141, 2.63829, 2.82841, 2.66059, 2.56848, 2.52398, 2.38879, 2.21555],
    gru: [2.92002, 2.56152, 2.60372, 2.71123, 2.87046, 2.8662, 2.73465, 2.76418, 2.61653, 2.48333],
    lstm: [2.91725, 2.56068, 2.62177, 2.76639, 2.9724, 2.97328, 2.88427, 2.95651, 2.83112, 2.76935],
  };
}
