/**
 * Sums the threads' gradients and takes the step. The recurrent weights are dense; the rows of embedding and output are
 * sparse, and only those that the block touched move. Each thread of a team does its own share, in the order of the
 * team, so that the same team always computes the same sums.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import type { BlockRows, Gradients, RowSet } from '../network/gradients';
import type { Weights } from '../network/weights';

export type OptimiserKind = 'adam' | 'rmsprop' | 'sgd';

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
  const mean = allocate(weights.recurrent.length);
  const variance = allocate(weights.recurrent.length);
  const embeddingVariance = allocate(vocabularySize);
  const decoderVariance = tied ? embeddingVariance : allocate(vocabularySize);
  const biasVariance = allocate(vocabularySize);
  return { mean, variance, embeddingVariance, decoderVariance, biasVariance };
}

export interface Optimiser {
  /** Adds up the team's gradients over this thread's share; returns the sum's Σ g² over that share. */
  sumGradients(rows: BlockRows): number;
  /**
   * One step over this thread's share, with gradients as left by `sumGradients`, times gradientScale.
   * @param steps taken, this one included.
   * @param decay decoupled weight decay, to be multiplied by the rate; towards the anchor where there is one.
   */
  step(rows: BlockRows, steps: number, rate: number, gradientScale: number, decay: number): void;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;
/** Decay of the mean squares in RMSprop. */
const memory = 0.99;
/** Rows of sparse gradients are dealt to the threads in hands of this many. */
const handRows = 32;

/**
 * @param anchor weights that decay draws towards, instead of zero: w ← w − rate·decay·(w − w₀) (L2-SP; Li, Grandvalet & Davoine 2018,
 * "Explicit Inductive Bias for Transfer Learning with Convolutional Networks", https://arxiv.org/abs/1802.01483), decoupled
 * from the gradient as weight decay is. Biases are left alone. Default zero.
 */
export function createOptimiser(
  kernels: Kernels,
  kind: OptimiserKind,
  weights: Weights,
  state: OptimiserState,
  team: readonly Gradients[],
  rank: number,
  anchor?: Weights,
): Optimiser {
  const { embeddingSize, hiddenSize, tied } = weights.config;
  const dense = denseShare(kernels, kind, weights, state, team, rank, anchor?.recurrent);
  const decoder = rowShare(
    kernels,
    kind,
    weights.decoder,
    state.decoderVariance,
    team.map((gradients) => gradients.decoder),
    hiddenSize,
    rank,
    anchor?.decoder,
  );
  const bias = rowShare(
    kernels,
    kind,
    weights.decoderBias,
    state.biasVariance,
    team.map((gradients) => gradients.decoderBias),
    1,
    rank,
  );
  const embedding = tied
    ? undefined
    : rowShare(
        kernels,
        kind,
        weights.embedding,
        state.embeddingVariance,
        team.map((gradients) => gradients.embedding),
        embeddingSize,
        rank,
        anchor?.embedding,
      );
  return {
    sumGradients(rows) {
      return (
        dense.sum() +
        decoder.sum(rows.decoder.count) +
        bias.sum(rows.candidateCount) +
        (embedding?.sum(rows.embedding.count) ?? 0)
      );
    },
    step(rows, steps, rate, gradientScale, decay) {
      dense.step(steps, rate, gradientScale, decay);
      decoder.step(rows.decoder, rows.decoder.count, rate, gradientScale, decay);
      bias.step(rows.decoder, rows.candidateCount, rate, gradientScale, 0);
      embedding?.step(rows.embedding, rows.embedding.count, rate, gradientScale, decay);
    },
  };
}

/** A thread's share of the recurrent weights: one contiguous range. */
function denseShare(
  kernels: Kernels,
  kind: OptimiserKind,
  weights: Weights,
  state: OptimiserState,
  team: readonly Gradients[],
  rank: number,
  anchor?: Vector,
) {
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
  const anchored = anchor && view(anchor);
  return {
    sum(): number {
      for (const other of others) kernels.addScaled(gradient, other, 1, length);
      return kernels.sumOfSquares(gradient, length);
    },
    step(steps: number, rate: number, gradientScale: number, decay: number): void {
      walk(steps, rate, gradientScale, decay);
      // The kernels have decayed towards zero; the rest of the way to the anchor is added.
      if (anchored && decay > 0) kernels.addScaled(values, anchored, decay * rate, length);
    },
  };

  function walk(steps: number, rate: number, gradientScale: number, decay: number): void {
    if (kind === 'adam') {
      kernels.adam(values, gradient, mean, variance, length, gradientScale, {
        rate,
        beta1,
        beta2,
        epsilon,
        correction1: 1 - beta1 ** steps,
        correction2: 1 - beta2 ** steps,
        decay: decay * rate,
      });
      return;
    }
    if (decay > 0) kernels.scale(values, 1 - decay * rate, length);
    if (kind === 'sgd') kernels.addScaled(values, gradient, -rate * gradientScale, length);
    else kernels.rmsprop(values, gradient, variance, length, gradientScale, rate, memory, epsilon);
  }
}

/** A thread's share of a table's touched rows: every hand of rows whose number is the thread's, modulo the team. */
function rowShare(
  kernels: Kernels,
  kind: OptimiserKind,
  table: Vector,
  variance: Vector,
  team: readonly Vector[],
  width: number,
  rank: number,
  anchor?: Vector,
) {
  const drawn = anchor && kernels.allocate(handRows * width); // (a hand of rows, width)
  const [own, ...others] = team.map((vector) => hands(vector, handRows * width));
  const gradients = own!; // a team has at least one member
  // Views of the row set's ids, made once: the planner keeps its array for life.
  let ids: Int32Array | undefined;
  let idHands: Int32Array[] = [];
  return {
    sum(count: number): number {
      let squares = 0;
      for (let hand = rank; hand * handRows < count; hand += team.length) {
        const length = Math.min(handRows, count - hand * handRows) * width;
        for (const other of others) kernels.addScaled(gradients[hand]!, other[hand]!, 1, length);
        squares += kernels.sumOfSquares(gradients[hand]!, length);
      }
      return squares;
    },
    step(rows: RowSet, count: number, rate: number, gradientScale: number, decay: number): void {
      if (ids !== rows.ids) {
        ids = rows.ids;
        idHands = hands(rows.ids, handRows);
      }
      for (let hand = rank; hand * handRows < count; hand += team.length) {
        const length = Math.min(handRows, count - hand * handRows);
        const gradient = gradients[hand]!;
        const indices = idHands[hand]!;
        if (kind === 'sgd') {
          kernels.scale(gradient, -rate * gradientScale, length * width);
          kernels.scatterAddRows(table, indices, gradient, length, width);
        } else {
          kernels.rmspropRows(
            table,
            gradient,
            variance,
            indices,
            length,
            width,
            gradientScale,
            rate,
            memory,
            epsilon,
            decay * rate,
          );
        }
        if (anchor && drawn && decay > 0) {
          kernels.gatherRows(drawn, anchor, indices, length, width);
          kernels.scale(drawn, decay * rate, length * width);
          kernels.scatterAddRows(table, indices, drawn, length, width);
        }
      }
    },
  };
}

/** Consecutive views of `size` numbers, the last one shorter. */
function hands<Values extends Vector | Int32Array>(vector: Values, size: number): Values[] {
  return Array.from(
    { length: Math.ceil(vector.length / size) },
    (_, hand) => vector.subarray(hand * size, (hand + 1) * size) as Values, // subarray keeps the kind of array
  );
}
