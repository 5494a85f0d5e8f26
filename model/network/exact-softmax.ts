/** The output layer for measuring: the exact softmax over the vocabulary, a few rows at a time, with ranks. */
import type { Kernels, Vector } from '../kernels/kernels';
import type { Weights } from './weights';

export interface Score {
  /** Σ −log P(target), nats. */
  loss: number;
  tokens: number;
  /** How often the target was the most probable word, and among the three most probable. */
  top1: number;
  top3: number;
}

export interface ExactSoftmax {
  /** Adds the score of hidden states (tokens, H) to `score`; targets (tokens) are vocabulary ids, −1 counts for nothing. */
  score(hidden: Vector, targets: Int32Array, score: Score): void;
}

/** Numbers in the logits' buffer: 4 MB, which stays in the cache of the processor. */
const LOGITS_CAPACITY = 1 << 20;

/** @param tokens how many rows of hidden states `score` gets. */
export function createExactSoftmax(kernels: Kernels, weights: Weights, tokens: number): ExactSoftmax {
  const { vocabularySize, hiddenSize } = weights.config;
  const chunk = Math.min(tokens, Math.max(4, Math.floor(LOGITS_CAPACITY / vocabularySize)));
  const logits = kernels.allocate(chunk * vocabularySize); // (chunk, vocabulary)
  const [maxima, sums] = [kernels.allocate(chunk), kernels.allocate(chunk)]; // (chunk)

  return {
    score(hidden, targets, score) {
      for (let start = 0; start < tokens; start += chunk) {
        const rows = Math.min(chunk, tokens - start);
        const states = hidden.subarray(start * hiddenSize, (start + rows) * hiddenSize);
        // Not packed once for all chunks: a second copy of the output weights is more memory than the time is worth.
        kernels.multiply(logits, states, weights.decoder, rows, vocabularySize, hiddenSize, 'right', false);
        kernels.addBias(logits, weights.decoderBias, rows, vocabularySize);
        for (let row = 0; row < rows; row++) {
          const target = targets[start + row]!;
          if (target < 0) continue;
          const rank = countAbove(logits, row * vocabularySize, vocabularySize, target);
          score.tokens++;
          if (rank < 1) score.top1++;
          if (rank < 3) score.top3++;
          score.loss -= logits[row * vocabularySize + target]!;
        }
        kernels.exponentialRows(logits, maxima, sums, rows, vocabularySize);
        for (let row = 0; row < rows; row++) {
          if (targets[start + row]! >= 0) score.loss += maxima[row]! + Math.log(sums[row]!);
        }
      }
    },
  };
}

/** How many words have a greater logit than the target. */
function countAbove(logits: Vector, start: number, length: number, target: number): number {
  const threshold = logits[start + target]!;
  let above = 0;
  for (let i = start; i < start + length; i++) {
    if (logits[i]! > threshold) above++;
  }
  return above;
}
