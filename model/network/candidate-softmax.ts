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

/** @param tokens in a block. @param capacity the most candidates of a block. */
export function createCandidateSoftmax(
  kernels: Kernels,
  weights: Weights,
  tokens: number,
  capacity: number,
): CandidateSoftmax {
  const { hiddenSize } = weights.config;
  const decoder = kernels.allocate(capacity * hiddenSize); // (candidates, H)
  const offset = kernels.allocate(capacity); // (candidates): bias and correction
  const logits = kernels.allocate(tokens * capacity); // (tokens, candidates)

  return {
    train(hidden, hiddenGradient, targets, rows, gradients, scale) {
      const { candidateCount } = rows;
      const { ids, count } = rows.decoder;
      kernels.gatherRows(decoder, weights.decoder, ids, candidateCount, hiddenSize);
      for (let i = 0; i < candidateCount; i++) {
        offset[i] = weights.decoderBias[ids[i]!]! + rows.correction[i]!;
      }
      kernels.multiply(logits, hidden, decoder, tokens, candidateCount, hiddenSize, 'right', false);
      kernels.addBias(logits, offset, tokens, candidateCount);
      const loss = kernels.softmaxCrossEntropy(logits, targets, tokens, candidateCount, scale);
      kernels.multiply(hiddenGradient, logits, decoder, tokens, hiddenSize, candidateCount, 'none', false);
      // Rows beyond the candidates belong to input words; they start from zero here.
      kernels.fill(gradients.decoder, 0, count * hiddenSize);
      kernels.multiply(gradients.decoder, logits, hidden, candidateCount, hiddenSize, tokens, 'left', true);
      kernels.fill(gradients.decoderBias, 0, count);
      kernels.sumRows(gradients.decoderBias, logits, tokens, candidateCount);
      return loss;
    },
  };
}
