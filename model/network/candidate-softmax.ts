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
  train(
    hidden: Vector,
    hiddenGradient: Vector,
    targets: Int32Array,
    rows: BlockRows,
    gradients: Gradients,
    scale: number,
  ): number;
}

/**
 * Numbers of a tile’s logits: a megabyte, about what the second cache of a processor holds. Over a whole vocabulary they would
 * go out to memory and come back for each of the things that are done with them; a tile stays while it is worked on.
 */
const tileLogits = 256 * 1024;

/** Some consecutive candidates of a block; views of the whole that begin with the first of them. */
interface Tile {
  readonly decoder: Vector; // (candidates, H)
  readonly offset: Vector; // (candidates)
  /** (tokens, candidates): logits, then their exponentials, then the loss's gradient by them. */
  readonly logits: Vector;
  /** (tokens): each row's largest logit, the sum of its exponentials, and what makes these the gradient. */
  readonly maxima: Vector;
  readonly sums: Vector;
  readonly factors: Vector;
}

/** @param tokens in a block. @param capacity the most candidates of a block. */
export function createCandidateSoftmax(
  kernels: Kernels,
  weights: Weights,
  tokens: number,
  capacity: number,
): CandidateSoftmax {
  const { hiddenSize } = weights.config;
  const widest = Math.min(capacity, 8 * Math.ceil(tileLogits / tokens / 8));
  const decoder = kernels.allocate(capacity * hiddenSize); // (candidates, H)
  const offset = kernels.allocate(capacity); // (candidates): bias and correction
  const logits = kernels.allocate(tokens * capacity); // tile after tile
  const tiles = Array.from({ length: Math.ceil(capacity / widest) }, (_, index): Tile => {
    const start = index * widest;
    return {
      decoder: decoder.subarray(start * hiddenSize),
      offset: offset.subarray(start),
      logits: logits.subarray(start * tokens),
      maxima: kernels.allocate(tokens),
      sums: kernels.allocate(tokens),
      factors: kernels.allocate(tokens),
    };
  });
  // The gradients are the same in every block.
  let viewed: Gradients | undefined;
  let decoderGradients: Vector[] = [];
  let biasGradients: Vector[] = [];

  /** The largest logit of a row, and the sum of the exponentials of what the others are below it. */
  const normaliser = { maximum: 0, sum: 0 };
  function normalise(row: number, count: number): void {
    let maximum = Number.NEGATIVE_INFINITY;
    for (let tile = 0; tile < count; tile++) maximum = Math.max(maximum, tiles[tile]!.maxima[row]!);
    let sum = 0;
    for (let tile = 0; tile < count; tile++) {
      const { maxima, sums } = tiles[tile]!;
      sum += sums[row]! * Math.exp(maxima[row]! - maximum);
    }
    normaliser.maximum = maximum;
    normaliser.sum = sum;
  }

  return {
    train(hidden, hiddenGradient, targets, rows, gradients, scale) {
      const { candidateCount } = rows;
      const { ids, count } = rows.decoder;
      const tileCount = Math.ceil(candidateCount / widest);
      const columnsOf = (tile: number): number => Math.min(widest, candidateCount - tile * widest);
      if (viewed !== gradients) {
        viewed = gradients;
        decoderGradients = tiles.map((_, tile) => gradients.decoder.subarray(tile * widest * hiddenSize));
        biasGradients = tiles.map((_, tile) => gradients.decoderBias.subarray(tile * widest));
      }
      kernels.gatherRows(decoder, weights.decoder, ids, candidateCount, hiddenSize);
      for (let i = 0; i < candidateCount; i++) {
        offset[i] = weights.decoderBias[ids[i]!]! + rows.correction[i]!;
      }

      let loss = 0;
      for (let tile = 0; tile < tileCount; tile++) {
        const { decoder, offset, logits, maxima, sums } = tiles[tile]!;
        const columns = columnsOf(tile);
        kernels.multiply(logits, hidden, decoder, tokens, columns, hiddenSize, 'right', false);
        kernels.addBias(logits, offset, tokens, columns);
        for (let row = 0; row < tokens; row++) {
          const column = targets[row]! - tile * widest;
          if (column >= 0 && column < columns) loss -= logits[row * columns + column]!;
        }
        kernels.exponentialRows(logits, maxima, sums, tokens, columns);
      }
      for (let row = 0; row < tokens; row++) {
        normalise(row, tileCount);
        const { maximum, sum } = normaliser;
        const counts = targets[row]! >= 0;
        if (counts) loss += maximum + Math.log(sum);
        for (let tile = 0; tile < tileCount; tile++) {
          const { maxima, factors } = tiles[tile]!;
          factors[row] = counts ? (scale * Math.exp(maxima[row]! - maximum)) / sum : 0;
        }
      }

      // Rows beyond the candidates belong to input words; they start from zero here.
      kernels.fill(gradients.decoder, 0, count * hiddenSize);
      kernels.fill(gradients.decoderBias, 0, count);
      for (let tile = 0; tile < tileCount; tile++) {
        const { decoder, logits, factors } = tiles[tile]!;
        const columns = columnsOf(tile);
        kernels.scaleRows(logits, factors, tokens, columns); // scale · softmax
        for (let row = 0; row < tokens; row++) {
          const column = targets[row]! - tile * widest;
          if (column >= 0 && column < columns) logits[row * columns + column]! -= scale;
        }
        kernels.multiply(hiddenGradient, logits, decoder, tokens, hiddenSize, columns, 'none', tile > 0);
        const decoderGradient = decoderGradients[tile]!;
        kernels.multiply(decoderGradient, logits, hidden, columns, hiddenSize, tokens, 'left', true);
        kernels.sumRows(biasGradients[tile]!, logits, tokens, columns);
      }
      return loss;
    },
  };
}
