/**
 * The output layer in training: a softmax over a set of candidate words that the whole block shares (Jean et al.
 * 2015), each logit corrected by the log of its probability of being a candidate. Shared candidates make the
 * sampled softmax a few large matrix products. With every word a candidate and no correction it is the full softmax.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import type { BlockRows, Gradients } from './gradients';
import type { Weights } from './weights';

export interface CandidateSoftmax {
  /**
   * Forward and backward over (tokens, H) hidden states: overwrites their gradient and the rows of
   * gradients.decoder and decoderBias, zero for rows that are no candidates. `targets` (tokens) are rows of the decoder,
   * −1 for none. Gradients are multiplied by `scale`; the returned loss, summed over tokens, is not.
   */
  train(hidden: Vector, hiddenGradient: Vector, targets: Int32Array, rows: BlockRows, scale: number): number;
}

/**
 * Numbers of a tile's logits: a megabyte, about what the second cache of a processor holds. Over a whole vocabulary they would
 * go out to memory and come back for each of the things that are done with them; a tile stays while it is worked on.
 */
const tileLogits = 256 * 1024;

/** Some consecutive candidates of a block. Views that begin with the first of them; how many they are, the block says. */
interface Tile {
  /** The first of them. */
  readonly start: number;
  readonly decoder: Vector; // (candidates, H)
  readonly offset: Vector; // (candidates)
  readonly decoderGradient: Vector; // (candidates, H)
  readonly biasGradient: Vector; // (candidates)
  /** (tokens, candidates): logits, then their exponentials, then the loss's gradient by them. */
  readonly logits: Vector;
  /** (tokens) each row's largest logit, the sum of its exponentials, and what makes these the gradient. */
  readonly maxima: Vector;
  readonly sums: Vector;
  readonly factors: Vector;
}

export interface CandidateOptions {
  /** In a block. */
  readonly tokens: number;
  /** The most candidates of a block. */
  readonly capacity: number;
  /** Most candidates of a tile. Default: as many as `tileLogits` has room for. */
  readonly widest?: number;
}

/** @param gradients where those of its weights go. */
export function createCandidateSoftmax(
  kernels: Kernels,
  weights: Weights,
  gradients: Gradients,
  { tokens, capacity, widest = 8 * Math.ceil(tileLogits / tokens / 8) }: CandidateOptions,
): CandidateSoftmax {
  const { hiddenSize } = weights.config;
  const decoder = kernels.allocate(capacity * hiddenSize); // (candidates, H)
  const offset = kernels.allocate(capacity); // (candidates): bias and correction
  const logits = kernels.allocate(tokens * capacity); // tile after tile
  const tiles = Array.from({ length: Math.ceil(capacity / widest) }, (_, index): Tile => {
    const start = index * widest;
    return {
      start,
      decoder: decoder.subarray(start * hiddenSize),
      offset: offset.subarray(start),
      decoderGradient: gradients.decoder.subarray(start * hiddenSize),
      biasGradient: gradients.decoderBias.subarray(start),
      logits: logits.subarray(start * tokens),
      maxima: kernels.allocate(tokens),
      sums: kernels.allocate(tokens),
      factors: kernels.allocate(tokens),
    };
  });

  /** Adds to the logit of each row's target where the tile has it; answers the sum of those as they were. */
  function atTargets({ start, logits }: Tile, targets: Int32Array, columns: number, added: number): number {
    let sum = 0;
    for (let row = 0; row < tokens; row++) {
      const column = targets[row]! - start; // targets has a row for each token
      if (column < 0 || column >= columns) continue;
      sum += logits[row * columns + column]!;
      logits[row * columns + column]! += added;
    }
    return sum;
  }

  /** Sets the factors that turn exponentials into scale · softmax; answers Σ log Σ exp over rows with a target. */
  function normalise(targets: Int32Array, tileCount: number, scale: number): number {
    let total = 0;
    for (let row = 0; row < tokens; row++) {
      let maximum = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < tileCount; i++) maximum = Math.max(maximum, tiles[i]!.maxima[row]!);
      let sum = 0;
      for (let i = 0; i < tileCount; i++) {
        sum += tiles[i]!.sums[row]! * Math.exp(tiles[i]!.maxima[row]! - maximum);
      }
      const counts = targets[row]! >= 0;
      if (counts) total += maximum + Math.log(sum);
      for (let i = 0; i < tileCount; i++) {
        const { maxima, factors } = tiles[i]!;
        factors[row] = counts ? (scale * Math.exp(maxima[row]! - maximum)) / sum : 0;
      }
    }
    return total;
  }

  return {
    train(hidden, hiddenGradient, targets, rows, scale) {
      const { candidateCount } = rows;
      const { ids, count } = rows.decoder;
      const tileCount = Math.ceil(candidateCount / widest);
      kernels.gatherRows(decoder, weights.decoder, ids, candidateCount, hiddenSize);
      for (let i = 0; i < candidateCount; i++) {
        offset[i] = weights.decoderBias[ids[i]!]! + rows.correction[i]!;
      }

      let loss = 0;
      for (let i = 0; i < tileCount; i++) {
        const tile = tiles[i]!;
        const columns = Math.min(widest, candidateCount - tile.start);
        kernels.multiply(tile.logits, hidden, tile.decoder, tokens, columns, hiddenSize, 'right', false);
        kernels.addBias(tile.logits, tile.offset, tokens, columns);
        loss -= atTargets(tile, targets, columns, 0);
        kernels.exponentialRows(tile.logits, tile.maxima, tile.sums, tokens, columns);
      }
      loss += normalise(targets, tileCount, scale);

      // Rows beyond the candidates belong to input words; they start from zero here.
      kernels.fill(gradients.decoder, 0, count * hiddenSize);
      kernels.fill(gradients.decoderBias, 0, count);
      for (let i = 0; i < tileCount; i++) {
        const { start, logits, factors, decoder, decoderGradient, biasGradient } = tiles[i]!;
        const columns = Math.min(widest, candidateCount - start);
        kernels.scaleRows(logits, factors, tokens, columns);
        atTargets(tiles[i]!, targets, columns, -scale); // scale · (softmax − one-hot)
        kernels.multiply(hiddenGradient, logits, decoder, tokens, hiddenSize, columns, 'none', i > 0);
        kernels.multiply(decoderGradient, logits, hidden, columns, hiddenSize, tokens, 'left', true);
        kernels.sumRows(biasGradient, logits, tokens, columns);
      }
      return loss;
    },
  };
}
