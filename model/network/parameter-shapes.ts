import { gateCount } from './cell';
import type { NetworkConfig } from './config';

export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Every weight array of a network by PyTorch's name and shape, in the order of torch.nn modules (Embedding `embedding`,
 * RNN/GRU/LSTM `rnn`, Linear `decoder`). What lies in memory, in gradients and in the model file follows from it.
 * A generator: a damaged `layers` costs its reader nothing.
 */
export function* parameterShapes(config: NetworkConfig): Generator<NamedShape> {
  const { vocabularySize, embeddingSize, hiddenSize, layers, tied } = config;
  yield { name: 'embedding.weight', shape: [vocabularySize, embeddingSize] };
  for (let layer = 0; layer < layers; layer++) yield* layerShapes(config, layer);
  if (!tied) yield { name: 'decoder.weight', shape: [vocabularySize, hiddenSize] };
  yield { name: 'decoder.bias', shape: [vocabularySize] };
}

/** One recurrent layer's arrays: W_ih (G·H, I), W_hh (G·H, H), b_ih and b_hh (G·H), for G gates, I inputs, H hidden units. */
export function layerShapes(config: NetworkConfig, layer: number): NamedShape[] {
  const rows = gateCount[config.cell] * config.hiddenSize;
  return [
    { name: `rnn.weight_ih_l${layer}`, shape: [rows, inputSize(config, layer)] },
    { name: `rnn.weight_hh_l${layer}`, shape: [rows, config.hiddenSize] },
    { name: `rnn.bias_ih_l${layer}`, shape: [rows] },
    { name: `rnn.bias_hh_l${layer}`, shape: [rows] },
  ];
}

/** How wide a layer's input is: the embedding below the first, hidden states below the others. */
export function inputSize({ embeddingSize, hiddenSize }: NetworkConfig, layer: number): number {
  return layer === 0 ? embeddingSize : hiddenSize;
}

/** How many numbers an array of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
