import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { createCandidateSoftmax } from '../../../model/network/candidate-softmax';
import type { CellKind, NetworkConfig } from '../../../model/network/config';
import { allocateGradients } from '../../../model/network/gradients';
import { initialiseWeights } from '../../../model/network/initialise';
import { createNetwork } from '../../../model/network/network';
import { allocateWeights, namedParameters } from '../../../model/network/weights';
import { createCandidatePlanner, rowCapacity } from '../../../model/training/candidates';
import { createDropoutMask } from '../../../model/training/dropout';
import { seededRandom } from '../../../model/training/random';

const kernels = createPlainKernels('float64');
const shape = { steps: 3, streams: 2 };
const tokens = shape.steps * shape.streams;
const vocabularySize = 13;
const counts = Array.from({ length: vocabularySize }, (_, id) => 20 - id);

interface Case {
  readonly cell: CellKind;
  readonly layers: number;
  readonly tied: boolean;
  readonly samples: number | 'full';
  readonly dropout: boolean;
  /** Most candidates of a tile. Default: all in one. */
  readonly widest?: number;
}

const cases: Case[] = (['elman', 'gru', 'lstm'] as const).flatMap((cell) => [
  { cell, layers: 1, tied: true, samples: 'full', dropout: false },
  { cell, layers: 1, tied: true, samples: 3, dropout: true },
  { cell, layers: 1, tied: false, samples: 3, dropout: false },
  { cell, layers: 2, tied: true, samples: 3, dropout: false },
  { cell, layers: 2, tied: false, samples: 'full', dropout: true },
  { cell, layers: 1, tied: true, samples: 'full', dropout: false, widest: 5 },
  { cell, layers: 1, tied: false, samples: 3, dropout: false, widest: 2 },
]);

describe('the gradient of every weight agrees with finite differences', () => {
  for (const each of cases) {
    const { cell, layers, tied, samples, dropout, widest } = each;
    const name = [
      cell,
      `${layers} layer(s)`,
      tied ? 'tied' : 'untied',
      `samples ${samples}`,
      dropout ? 'dropout' : '',
      widest ? `in tiles of ${widest}` : '',
    ];
    it(name.filter(Boolean).join(', '), () => checkGradient(each));
  }
});

/** The second of two blocks, so that the state before it is not zero. */
function checkGradient({ cell, layers, tied, samples, dropout, widest }: Case): void {
  const config: NetworkConfig = {
    cell,
    vocabularySize,
    embeddingSize: tied ? 4 : 3,
    hiddenSize: 4,
    layers,
    tied,
  };
  const random = seededRandom(7);
  const weights = allocateWeights(config, (length) => kernels.allocate(length));
  initialiseWeights(weights, counts, random);
  for (const { data } of namedParameters(weights)) {
    for (let i = 0; i < data.length; i++) data[i]! += random() - 0.5; // biases too are to count
  }
  const capacity = rowCapacity(shape, samples, vocabularySize);
  const gradients = allocateGradients(config, capacity, (length) => kernels.allocate(length));
  const planner = createCandidatePlanner({
    shape,
    from: 0,
    to: shape.streams,
    samples,
    tied,
    counts,
    random,
    kernels,
  });
  const network = createNetwork(kernels, weights, shape, true);
  const softmax = createCandidateSoftmax(kernels, weights, gradients, { tokens, capacity, widest });
  const input = createDropoutMask(kernels, { ...shape, width: config.embeddingSize }, dropout ? 0.3 : 0, 1);
  const output = createDropoutMask(kernels, { ...shape, width: config.hiddenSize }, dropout ? 0.4 : 0, 2);
  input.refresh();
  output.refresh();
  const masks = { input: input.mask, output: output.mask };

  network.pack();
  network.forward(Int32Array.of(1, 2, 3, 4, 5, 6));
  network.carry();
  planner.plan(Int32Array.of(3, 4, 3, 12, 8, 5), Int32Array.of(3, 12, 8, 5, 1, 4));
  const { rows } = planner;
  const loss = (): number => {
    network.pack();
    network.forward(planner.inputs, masks);
    return softmax.forward(network.output, planner.targetRows, rows);
  };
  loss();
  softmax.backward(network.output, network.outputGradient, planner.targetRows, rows, 1);
  network.backward(gradients.layers, masks);
  if (!tied) kernels.fill(gradients.embedding, 0, rows.embedding.count * config.embeddingSize);
  kernels.scatterAddRows(
    gradients.embedding,
    planner.inputRows,
    network.inputGradient,
    tokens,
    config.embeddingSize,
  );

  // Dense copies by name, before further calls of `loss` overwrite the sparse rows.
  const analytic = allocateWeights(config, (length) => kernels.allocate(length));
  analytic.recurrent.set(gradients.recurrent);
  const { decoder, embedding } = rows;
  kernels.scatterAddRows(analytic.decoder, decoder.ids, gradients.decoder, decoder.count, config.hiddenSize);
  kernels.scatterAddRows(analytic.decoderBias, decoder.ids, gradients.decoderBias, rows.candidateCount, 1);
  if (!tied) {
    kernels.scatterAddRows(
      analytic.embedding,
      embedding.ids,
      gradients.embedding,
      embedding.count,
      config.embeddingSize,
    );
  }

  const step = 1e-5;
  const named = namedParameters(weights);
  namedParameters(analytic).forEach(({ name, data: expected }, index) => {
    const { data } = named[index]!;
    for (let i = 0; i < data.length; i++) {
      const value = data[i]!;
      data[i] = value + step;
      const above = loss();
      data[i] = value - step;
      const below = loss();
      data[i] = value;
      const numeric = (above - below) / (2 * step);
      const error = Math.abs(numeric - expected[i]!);
      assert.ok(error < 1e-7 * (1 + Math.abs(numeric)), `${name}[${i}]: ${expected[i]} against ${numeric}`);
    }
  });
}
