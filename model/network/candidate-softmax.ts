/**
 * The output layer in training: a sampled softmax (Jean, Cho, Memisevic & Bengio 2015, "On Using Very Large Target Vocabulary for
 * Neural Machine Translation", https://arxiv.org/abs/1412.2007) over a set of candidates C that all tokens of a block share, so that
 * it is a few large matrix products:
 *
 *     s_w = d_w · h + b_w − log q_w,   w ∈ C         q_w = P(w ∈ C), see training/candidates.ts
 *     P(w) = exp s_w / Σ_{v ∈ C} exp s_v             loss = −log P(target)
 *
 * Without the correction −log q_w frequent words, which are nearly always candidates, would learn to be too improbable. With
 * every word a candidate, q_w = 1, and this is the full softmax. The gradient by the logits is, as for any softmax,
 *
 *     ∂loss/∂s_w = P(w) − [w = target]
 */
import type { Kernels, Vector } from '../kernels/kernels';
import type { BlockRows, Gradients } from './gradients';
import type { Weights } from './weights';

/** Of one block: T·B tokens, H hidden units, C candidates. `targets` (tokens) are rows of the decoder, −1 for none. */
export interface CandidateSoftmax {
  /** Reads hidden states (tokens, H); returns the loss summed over tokens, in nats. */
  forward(hidden: Vector, targets: Int32Array, rows: BlockRows): number;
  /**
   * With the arguments of the `forward` before it: overwrites the gradient of the hidden states (tokens, H) and the rows of
   * gradients.decoder and decoderBias, zero for rows that are no candidates; all of them multiplied by `scale`.
   */
  backward(hidden: Vector, hiddenGradient: Vector, targets: Int32Array, rows: BlockRows, scale: number): void;
}

/**
 * Logits in a tile: a megabyte of float32, about a processor's second-level cache. The logits over a whole vocabulary do not fit
 * there, and each pass over them would read and write memory.
 */
const TILE_LOGITS = 256 * 1024;

/** Consecutive candidates of a block, up to `widest` of them: views of the arrays of all, from the tile's first candidate on. */
interface Tile {
  /** The first candidate. */
  readonly start: number;
  readonly decoder: Vector; // (candidates, H)
  readonly offset: Vector; // (candidates)
  readonly decoderGradient: Vector; // (candidates, H)
  readonly biasGradient: Vector; // (candidates)
  /** (tokens, candidates): logits, then their exponentials, then the loss's gradient by them. */
  readonly logits: Vector;
  readonly maxima: Vector; // (tokens) each row's largest logit in the tile
  readonly sums: Vector; // (tokens) Σ exp(logit − maximum) over the tile
  readonly factors: Vector; // (tokens) what makes exp(logit − maximum) scale · P
}

export interface CandidateSoftmaxOptions {
  /** In a block. */
  readonly tokens: number;
  /** The most candidates of a block. */
  readonly capacity: number;
  /** Most candidates of a tile. Default: as many as `TILE_LOGITS` has room for. */
  readonly widest?: number;
}

/** @param gradients where those of its weights go. */
export function createCandidateSoftmax(
  kernels: Kernels,
  weights: Weights,
  gradients: Gradients,
  { tokens, capacity, widest = 8 * Math.ceil(TILE_LOGITS / tokens / 8) }: CandidateSoftmaxOptions,
): CandidateSoftmax {
  const { hiddenSize } = weights.config;
  const decoder = kernels.allocate(capacity * hiddenSize); // (candidates, H)
  const offset = kernels.allocate(capacity); // (candidates): bias and correction
  const logits = kernels.allocate(tokens * capacity); // (tiles)(tokens, candidates of the tile)
  // (tokens) over all tiles: each row's largest logit m, and Σ exp(logit − m); double precision, as they are sums of sums.
  const maxima = new Float64Array(tokens);
  const sums = new Float64Array(tokens);
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

  /** Adds to the logit of each row's target where it is in the tile; returns the sum of those logits before. */
  function atTargets({ start, logits }: Tile, targets: Int32Array, columns: number, added: number): number {
    let sum = 0;
    for (let row = 0; row < tokens; row++) {
      const column = targets[row]! - start; // (tokens)
      if (column < 0 || column >= columns) continue;
      sum += logits[row * columns + column]!;
      logits[row * columns + column]! += added;
    }
    return sum;
  }

  /** Joins the tiles' maxima and sums into those of whole rows; returns Σ log Σ exp(logit) over rows with a target. */
  function joinTiles(targets: Int32Array, tileCount: number): number {
    let total = 0;
    for (let row = 0; row < tokens; row++) {
      let maximum = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < tileCount; i++) maximum = Math.max(maximum, tiles[i]!.maxima[row]!);
      let sum = 0;
      for (let i = 0; i < tileCount; i++) {
        sum += tiles[i]!.sums[row]! * Math.exp(tiles[i]!.maxima[row]! - maximum);
      }
      maxima[row] = maximum;
      sums[row] = sum;
      if (targets[row]! >= 0) total += maximum + Math.log(sum);
    }
    return total;
  }

  /** Turns a tile's exponentials into scale · (P − one-hot), the gradient by its logits. */
  function differentiate(tile: Tile, targets: Int32Array, columns: number, scale: number): void {
    for (let row = 0; row < tokens; row++) {
      const factor = (scale * Math.exp(tile.maxima[row]! - maxima[row]!)) / sums[row]!;
      tile.factors[row] = targets[row]! >= 0 ? factor : 0;
    }
    kernels.scaleRows(tile.logits, tile.factors, tokens, columns);
    atTargets(tile, targets, columns, -scale);
  }

  return {
    forward(hidden, targets, rows) {
      const { candidateCount } = rows;
      const { ids } = rows.decoder;
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
      return loss + joinTiles(targets, tileCount);
    },

    backward(hidden, hiddenGradient, targets, rows, scale) {
      const { candidateCount } = rows;
      // Rows beyond the candidates belong to input words; they start from zero here.
      kernels.fill(gradients.decoder, 0, rows.decoder.count * hiddenSize);
      kernels.fill(gradients.decoderBias, 0, rows.decoder.count);
      for (let i = 0; i < Math.ceil(candidateCount / widest); i++) {
        const tile = tiles[i]!;
        const columns = Math.min(widest, candidateCount - tile.start);
        differentiate(tile, targets, columns, scale);
        const { logits, decoder, decoderGradient, biasGradient } = tile;
        kernels.multiply(hiddenGradient, logits, decoder, tokens, hiddenSize, columns, 'none', i > 0);
        kernels.multiply(decoderGradient, logits, hidden, columns, hiddenSize, tokens, 'left', true);
        kernels.sumRows(biasGradient, logits, tokens, columns);
      }
    },
  };
}
