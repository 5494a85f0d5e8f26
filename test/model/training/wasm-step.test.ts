import assert from 'node:assert/strict';
import type { Kernels } from '../../../model/kernels/kernels';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { CellKind } from '../../../model/network/config';
import { namedParameters } from '../../../model/network/weights';
import type { StartingPoint } from '../../../model/training/api';
import type { TrainingPlan } from '../../../model/training/plan';
import { createTrainer } from '../../../model/training/trainer';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { loadKernels } from '../../../server/threads/kernels';

const vocabularySize = 300;
const text = Int32Array.from({ length: 700 }, (_, index) => (index * index + 7 * index) % vocabularySize);
const data = { train: text, valid: text.slice(0, 250), vocabularySize };
const STEPS = 4;

interface Case {
  readonly cell: CellKind;
  readonly tied: boolean;
  readonly layers: number;
  readonly changes?: Partial<TrainingPlan>;
}

const cases: [what: string, Case][] = (['elman', 'gru', 'lstm'] as const).flatMap(
  (cell): [string, Case][] => [
    [`${cell}, tied, sampled`, { cell, tied: true, layers: 1 }],
    [
      `${cell}, two layers, untied, full softmax`,
      { cell, tied: false, layers: 2, changes: { samples: 'full' } },
    ],
    [
      `${cell}, dropout, decay towards the weights it began with`,
      {
        cell,
        tied: true,
        layers: 1,
        changes: { inputDropout: 0.3, outputDropout: 0.5, weightDecay: 0.4, hasStart: true },
      },
    ],
    [
      `${cell}, gradient clipped, descent`,
      { cell, tied: true, layers: 1, changes: { clipNorm: 0.1, optimiser: 'sgd' } },
    ],
  ],
);

function planOf({ cell, tied, layers, changes }: Case): TrainingPlan {
  // Sizes that neither lanes nor tiles divide.
  return {
    config: { cell, vocabularySize, embeddingSize: tied ? 37 : 22, hiddenSize: 37, layers, tied },
    streams: 5,
    steps: 7,
    samples: 50,
    optimiser: 'adam',
    rate: 0.01,
    warmUp: 0,
    clipNorm: 1,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: 1e6,
    measurements: 1,
    heldOutTokens: 250,
    ...changes,
  };
}

function train(kernels: Kernels, plan: TrainingPlan, start?: StartingPoint) {
  const trainer = createTrainer({ kernels, data, plan, seed: 3, start });
  const losses = Array.from({ length: STEPS }, () => trainer.step(0.1));
  return { losses, measured: trainer.measure()!, parameters: namedParameters(trainer.weights) };
}

/** Largest difference, as a share of the largest expected value. */
function error(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, worst] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!));
    worst = Math.max(worst, Math.abs(got[i]! - expected[i]!));
    if (Number.isNaN(got[i])) return Number.NaN;
  }
  return worst / largest;
}

describe('whole training steps in WebAssembly equal those with the plain kernels in double precision', () => {
  let simd: readonly Kernels[];
  before(async () => {
    await buildKernels('dist');
    simd = [loadKernels({ prefer: 'simd' }), loadKernels()];
    assert.ok(simd.every(({ name }) => name !== 'plain'));
  });

  for (const [what, each] of cases) {
    it(what, () => {
      const plan = planOf(each);
      const { hasStart } = plan;
      const start = hasStart && {
        config: plan.config,
        parameters: train(createPlainKernels('float64'), { ...plan, hasStart: false }).parameters,
      };
      const expected = train(createPlainKernels('float64'), plan, start || undefined);
      for (const kernels of simd) {
        const got = train(kernels, plan, start || undefined);
        const near = (name: string, one: ArrayLike<number>, other: ArrayLike<number>, tolerance: number) => {
          const off = error(one, other);
          assert.ok(off < tolerance, `${kernels.name}, ${name}: off by ${off}`);
        };
        near('losses', got.losses, expected.losses, 1e-5);
        near('held-out loss', [got.measured.loss], [expected.measured.loss], 1e-5);
        expected.parameters.forEach(({ name, data }, index) => {
          near(name, got.parameters[index]!.data, data, 1e-3);
        });
      }
    });
  }
});
