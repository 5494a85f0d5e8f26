import { gateCount } from '../network/cell';
import type { NetworkConfig } from '../network/config';

/**
 * The weights of a network by PyTorch's names and shapes, in the order of torch.nn modules
 * (Embedding `embedding`, RNN/GRU/LSTM `rnn`, Linear `decoder`). A generator: a damaged `layers` costs its reader nothing.
 */
export function* parameterShapes(
  config: NetworkConfig,
): Generator<{ name: string; shape: readonly number[] }> {
  const { vocabularySize, embeddingSize, hiddenSize, layers, tied } = config;
  const rows = gateCount[config.cell] * hiddenSize;
  yield { name: 'embedding.weight', shape: [vocabularySize, embeddingSize] };
  for (let layer = 0; layer < layers; layer++) {
    yield { name: `rnn.weight_ih_l${layer}`, shape: [rows, layer === 0 ? embeddingSize : hiddenSize] };
    yield { name: `rnn.weight_hh_l${layer}`, shape: [rows, hiddenSize] };
    yield { name: `rnn.bias_ih_l${layer}`, shape: [rows] };
    yield { name: `rnn.bias_hh_l${layer}`, shape: [rows] };
  }
  if (!tied) {
    yield { name: 'decoder.weight', shape: [vocabularySize, hiddenSize] };
  }
  yield { name: 'decoder.bias', shape: [vocabularySize] };
}
