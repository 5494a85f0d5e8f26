import type { NetworkConfig, Parameter } from '../../../model/network/config';

/**
 * The forward pass as PyTorch's documentation writes it, one scalar at a time in float64: the slow twin of
 * everything that predicts. Returns log P(next word) after each token of the text: (tokens, vocabulary).
 */
export function referenceLogProbabilities(
  config: NetworkConfig,
  parameters: readonly Parameter[],
  text: readonly number[],
): number[][] {
  const { cell, hiddenSize, layers, embeddingSize } = config;
  const weights = new Map(parameters.map(({ name, data }) => [name, data]));
  const at = (name: string) => weights.get(name)!; // the tests give complete networks
  const hidden = Array.from({ length: layers }, () => new Array<number>(hiddenSize).fill(0));
  const memory = hidden.map((row) => [...row]);

  return text.map((token) => {
    let x = row(at('embedding.weight'), token, embeddingSize);
    for (let layer = 0; layer < layers; layer++) {
      const h = hidden[layer]!;
      const input = affine(at(`rnn.weight_ih_l${layer}`), x, at(`rnn.bias_ih_l${layer}`));
      const recurrent = affine(at(`rnn.weight_hh_l${layer}`), h, at(`rnn.bias_hh_l${layer}`));
      const gate = (index: number, unit: number) => index * hiddenSize + unit;
      const sum = (index: number, unit: number) => input[gate(index, unit)]! + recurrent[gate(index, unit)]!;
      hidden[layer] = h.map((previous, unit) => {
        if (cell === 'elman') return Math.tanh(sum(0, unit));
        if (cell === 'gru') {
          const r = sigmoid(sum(0, unit));
          const z = sigmoid(sum(1, unit));
          const n = Math.tanh(input[gate(2, unit)]! + r * recurrent[gate(2, unit)]!);
          return (1 - z) * n + z * previous;
        }
        const i = sigmoid(sum(0, unit));
        const f = sigmoid(sum(1, unit));
        const g = Math.tanh(sum(2, unit));
        const o = sigmoid(sum(3, unit));
        memory[layer]![unit] = f * memory[layer]![unit]! + i * g;
        return o * Math.tanh(memory[layer]![unit]!);
      });
      x = hidden[layer]!;
    }
    const decoder = at(config.tied ? 'embedding.weight' : 'decoder.weight');
    const logits = affine(decoder, x, at('decoder.bias'));
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return logits.map((logit) => logit - total);
  });
}

function affine(matrix: ArrayLike<number>, x: readonly number[], bias: ArrayLike<number>): number[] {
  return Array.from(bias, (start, index) =>
    row(matrix, index, x.length).reduce((sum, weight, column) => sum + weight * x[column]!, start),
  );
}

function row(matrix: ArrayLike<number>, index: number, width: number): number[] {
  return Array.from({ length: width }, (_, column) => matrix[index * width + column]!);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
