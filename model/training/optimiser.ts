/**
 * Sums the threads' gradients and updates the weights. Recurrent weights are dense: Adam with decoupled weight decay. Of embedding and
 * output, gradients are rows, and only the rows that the block touched change: RMSprop with one mean square a row. Each thread
 * of a team updates its own share, adding gradients in the order of ranks, so that the same team always computes the same sums.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import type { BlockRows, Gradients, RowSet } from '../network/gradients';
import type { Weights } from '../network/weights';

/** `sgd` is plain gradient descent for dense and sparse weights alike: the oracle in tests. */
export type OptimiserKind = 'adam' | 'sgd';

/** Running statistics, one set for the whole team. */
export interface OptimiserState {
  readonly mean: Vector; // as Weights.recurrent
  readonly variance: Vector; // as Weights.recurrent
  readonly embeddingVariance: Vector; // (vocabulary)
  readonly decoderVariance: Vector; // (vocabulary); the embedding's where the network is tied
  readonly biasVariance: Vector; // (vocabulary)
}

export function allocateOptimiserState(
  weights: Weights,
  allocate: (length: number) => Vector,
): OptimiserState {
  const { tied, vocabularySize } = weights.config;
  const mean = allocate(weights.recurrent.length); // as Weights.recurrent
  const variance = allocate(weights.recurrent.length); // as Weights.recurrent
  const embeddingVariance = allocate(vocabularySize); // (vocabulary)
  const decoderVariance = tied ? embeddingVariance : allocate(vocabularySize); // (vocabulary)
  const biasVariance = allocate(vocabularySize); // (vocabulary)
  return { mean, variance, embeddingVariance, decoderVariance, biasVariance };
}

export interface StepSettings {
  /** Taken, this one included. */
  readonly steps: number;
  readonly rate: number;
  /** What the summed gradients are multiplied by. */
  readonly gradientScale: number;
  /** Decoupled weight decay, to be multiplied by the rate; towards the anchor where there is one. */
  readonly decay: number;
}

export interface Optimiser {
  /** Adds up the team's gradients over this thread's share; returns the sum's Σ g² over that share. */
  sumGradients(rows: BlockRows): number;
  /** Updates this thread's share, with gradients as left by `sumGradients`. */
  step(rows: BlockRows, settings: StepSettings): void;
}

/** Decay of Adam's running means, as in the paper (Kingma & Ba 2015, https://arxiv.org/abs/1412.6980). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
/** Keeps the divisor of both optimisers from zero. */
const EPSILON = 1e-8;
/** Decay of the mean squares in RMSprop. Others were tried without gain. */
const MEMORY = 0.99;
/** Sparse gradient rows are assigned to threads in blocks of this many, round-robin by rank. */
const ROWS_PER_BLOCK = 32;

export interface OptimiserOptions {
  readonly kernels: Kernels;
  readonly kind: OptimiserKind;
  readonly weights: Weights;
  readonly state: OptimiserState;
  /** Every thread's gradients, by rank; and this thread's rank. */
  readonly team: readonly Gradients[];
  readonly rank: number;
  /**
   * Weights that decay draws towards, instead of zero: w ← w − rate·decay·(w − w₀) (L2-SP; Li, Grandvalet & Davoine 2018,
   * "Explicit Inductive Bias for Transfer Learning with Convolutional Networks", https://arxiv.org/abs/1802.01483), decoupled
   * from the gradient as weight decay is (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101). Biases are left alone. Default zero.
   */
  readonly anchor?: Weights;
}

export function createOptimiser(options: OptimiserOptions): Optimiser {
  const { weights, state, team, anchor } = options;
  const { embeddingSize, hiddenSize, tied } = weights.config;
  const dense = denseShare(options);
  const decoder = rowShare(options, {
    values: weights.decoder,
    variance: state.decoderVariance,
    gradients: team.map((gradients) => gradients.decoder),
    width: hiddenSize,
    anchor: anchor?.decoder,
  });
  const bias = rowShare(options, {
    values: weights.decoderBias,
    variance: state.biasVariance,
    gradients: team.map((gradients) => gradients.decoderBias),
    width: 1,
  });
  const embedding = tied
    ? undefined
    : rowShare(options, {
        values: weights.embedding,
        variance: state.embeddingVariance,
        gradients: team.map((gradients) => gradients.embedding),
        width: embeddingSize,
        anchor: anchor?.embedding,
      });
  return {
    sumGradients(rows) {
      return (
        dense.sum() +
        decoder.sum(rows.decoder.count) +
        bias.sum(rows.candidateCount) +
        (embedding?.sum(rows.embedding.count) ?? 0)
      );
    },
    step(rows, settings) {
      dense.step(settings);
      decoder.step(rows.decoder, rows.decoder.count, settings);
      bias.step(rows.decoder, rows.candidateCount, { ...settings, decay: 0 });
      embedding?.step(rows.embedding, rows.embedding.count, settings);
    },
  };
}

/** A thread's share of the recurrent weights: one contiguous range. */
function denseShare({ kernels, kind, weights, state, team, rank, anchor }: OptimiserOptions) {
  const total = weights.recurrent.length;
  const from = Math.floor((total * rank) / team.length);
  const to = Math.floor((total * (rank + 1)) / team.length);
  const length = to - from;
  const view = (vector: Vector): Vector => vector.subarray(from, to);
  const [own, ...others] = team.map((gradients) => view(gradients.recurrent));
  const gradient = own!; // a team has at least one member
  const values = view(weights.recurrent);
  const mean = view(state.mean);
  const variance = view(state.variance);
  const anchored = anchor && view(anchor.recurrent);
  return {
    sum(): number {
      for (const other of others) kernels.addScaled(gradient, other, 1, length);
      return kernels.sumOfSquares(gradient, length);
    },
    step({ steps, rate, gradientScale, decay }: StepSettings): void {
      if (kind === 'adam') {
        kernels.adam(values, gradient, mean, variance, length, gradientScale, {
          rate,
          beta1: BETA_1,
          beta2: BETA_2,
          epsilon: EPSILON,
          correction1: 1 - BETA_1 ** steps,
          correction2: 1 - BETA_2 ** steps,
          decay: decay * rate,
        });
      } else {
        if (decay > 0) kernels.scale(values, 1 - decay * rate, length);
        kernels.addScaled(values, gradient, -rate * gradientScale, length);
      }
      // Decayed towards zero; the rest of the way to the anchor is added.
      if (anchored && decay > 0) kernels.addScaled(values, anchored, decay * rate, length);
    },
  };
}

/** Weights of which a block touches some rows. */
interface Table {
  readonly values: Vector; // (vocabulary, width)
  readonly variance: Vector; // (vocabulary)
  /** (rows, width) each, by rank. */
  readonly gradients: readonly Vector[];
  readonly width: number;
  readonly anchor?: Vector; // (vocabulary, width)
}

/** A thread's share of a table's touched rows: every block of `ROWS_PER_BLOCK` of them whose number is the rank, modulo the team's size. */
function rowShare(
  { kernels, kind, team, rank }: OptimiserOptions,
  { values, variance, gradients: parts, width, anchor }: Table,
) {
  const drawn = anchor && kernels.allocate(ROWS_PER_BLOCK * width); // (ROWS_PER_BLOCK, width)
  const [own, ...others] = parts.map((vector) => blocksOf(vector, ROWS_PER_BLOCK * width));
  const gradients = own!; // a team has at least one member
  // Views of the row set's ids, made once: the planner keeps its array for life.
  let ids: Int32Array | undefined;
  let idBlocks: Int32Array[] = [];
  return {
    sum(count: number): number {
      let squares = 0;
      for (let block = rank; block * ROWS_PER_BLOCK < count; block += team.length) {
        const length = Math.min(ROWS_PER_BLOCK, count - block * ROWS_PER_BLOCK) * width;
        for (const other of others) kernels.addScaled(gradients[block]!, other[block]!, 1, length);
        squares += kernels.sumOfSquares(gradients[block]!, length);
      }
      return squares;
    },
    step(rows: RowSet, count: number, { rate, gradientScale, decay }: StepSettings): void {
      if (ids !== rows.ids) {
        ids = rows.ids;
        idBlocks = blocksOf(rows.ids, ROWS_PER_BLOCK);
      }
      for (let block = rank; block * ROWS_PER_BLOCK < count; block += team.length) {
        const length = Math.min(ROWS_PER_BLOCK, count - block * ROWS_PER_BLOCK);
        const gradient = gradients[block]!;
        const indices = idBlocks[block]!;
        if (kind === 'sgd') {
          kernels.scale(gradient, -rate * gradientScale, length * width);
          kernels.scatterAddRows(values, indices, gradient, length, width);
        } else {
          kernels.rmspropRows(
            values,
            gradient,
            variance,
            indices,
            length,
            width,
            gradientScale,
            rate,
            MEMORY,
            EPSILON,
            decay * rate,
          );
        }
        if (anchor && drawn && decay > 0) {
          kernels.gatherRows(drawn, anchor, indices, length, width);
          kernels.scale(drawn, decay * rate, length * width);
          kernels.scatterAddRows(values, indices, drawn, length, width);
        }
      }
    },
  };
}

/** Consecutive views of `size` numbers, the last one shorter. */
function blocksOf<Values extends Vector | Int32Array>(vector: Values, size: number): Values[] {
  return Array.from(
    { length: Math.ceil(vector.length / size) },
    (_, block) => vector.subarray(block * size, (block + 1) * size) as Values, // subarray keeps the kind of array
  );
}
