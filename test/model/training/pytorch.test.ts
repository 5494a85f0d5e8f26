import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { CellKind } from '../../../model/network/config';
import { namedParameters } from '../../../model/network/weights';
import type { TrainingPlan } from '../../../model/training/plan';
import { createStreams } from '../../../model/training/streams';
import { createTrainer } from '../../../model/training/trainer';

const cases: { cell: CellKind; layers: number; tied: boolean }[] = [
  { cell: 'elman', layers: 1, tied: true },
  { cell: 'gru', layers: 1, tied: true },
  { cell: 'gru', layers: 2, tied: false },
  { cell: 'lstm', layers: 1, tied: true },
  { cell: 'lstm', layers: 2, tied: false },
];

interface Theirs {
  readonly loss: number;
  readonly after: Record<string, number[]>;
}

const vocabularySize = 23;
const train = Int32Array.from({ length: 60 }, (_, index) => (index * index + 3 * index) % vocabularySize);

function prepare({ cell, layers, tied }: (typeof cases)[number]) {
  const plan: TrainingPlan = {
    config: { cell, vocabularySize, embeddingSize: tied ? 12 : 7, hiddenSize: 12, layers, tied },
    streams: 3,
    steps: 5,
    samples: 'full',
    optimiser: 'sgd',
    rate: 0.5,
    warmUp: 0,
    clipNorm: Number.POSITIVE_INFINITY,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: 100,
    measurements: 1,
    heldOutTokens: 1,
  };
  const data = { train, valid: new Int32Array(0), vocabularySize };
  const trainer = createTrainer({ kernels: createPlainKernels(), data, plan, seed: 3 });
  const block = createStreams(train, plan);
  block.fill(0);
  const parameters = namedParameters(trainer.weights);
  const job = {
    config: plan.config,
    steps: plan.steps,
    streams: plan.streams,
    rate: plan.rate,
    parameters: parameters.map((each) => ({ ...each, data: [...each.data] })),
    inputs: [...block.inputs],
    targets: [...block.targets],
  };
  return { trainer, parameters, job };
}

describe('one step of training with the full softmax and SGD', function () {
  this.timeout(120_000); // PyTorch takes its time to load on a busy machine
  const prepared = cases.map(prepare);
  let theirs: Theirs[] | undefined;

  before(() => {
    const python = ['python3', '/usr/bin/python3'].find((command) => {
      const look = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';
      return spawnSync(command, ['-c', look]).status === 0;
    });
    if (!python) return;
    const { stdout, stderr } = spawnSync(python, [join(__dirname, 'pytorch_step.py')], {
      input: JSON.stringify(prepared.map(({ job }) => job)),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    assert.ok(stdout, stderr);
    theirs = JSON.parse(stdout) as Theirs[];
  });

  cases.forEach(({ cell, layers, tied }, index) => {
    it(`equals PyTorch’s: ${cell}, ${layers} layer(s), ${tied ? 'tied' : 'untied'}`, function () {
      if (!theirs) {
        this.test!.title += ' (not run: no python3 here has the torch module)';
        this.skip();
      }
      const { trainer, parameters } = prepared[index]!;
      const { loss: expectedLoss, after } = theirs[index]!;
      const loss = trainer.step(0);
      assert.ok(Math.abs(loss - expectedLoss) < 1e-4, `loss ${loss} against ${expectedLoss}`);
      for (const { name, data } of parameters) {
        data.forEach((value: number, at: number) => {
          const expected = after[name]![at]!;
          assert.ok(Math.abs(value - expected) < 1e-4, `${name}[${at}]: ${value} against ${expected}`);
        });
      }
    });
  });
});
