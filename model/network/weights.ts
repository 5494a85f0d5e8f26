/**
 * The weights of a network. All recurrent layers' weights lie in one vector, so that an optimiser walks them
 * in one pass and threads can split them by ranges; PyTorch's named arrays are views of it.
 */
import type { Vector } from '../kernels/kernels';
import type { NetworkConfig, Parameter } from './config';
import { layerShapes, parameterShapes, sizeOf } from './parameter-shapes';

/** One recurrent layer, as torch.nn.RNN, GRU or LSTM hold it. G gates, I inputs, H hidden units. */
export interface LayerWeights {
  readonly inputWeights: Vector; // (G·H, I)
  readonly recurrentWeights: Vector; // (G·H, H)
  readonly inputBias: Vector; // (G·H)
  readonly recurrentBias: Vector; // (G·H)
}

export interface Weights {
  readonly config: NetworkConfig;
  /** Every layer's arrays, one layer after the other, in the order of `LayerWeights`. */
  readonly recurrent: Vector;
  readonly layers: readonly LayerWeights[];
  /** (vocabulary, embedding) */
  readonly embedding: Vector;
  /** (vocabulary, hidden); the embedding itself where the network is tied. */
  readonly decoder: Vector;
  /** (vocabulary) */
  readonly decoderBias: Vector;
}

/** Makes zeroed weights; `allocate` is the kernels' own, or hands out views of another thread's weights. */
export function allocateWeights(config: NetworkConfig, allocate: (length: number) => Vector): Weights {
  checkConfig(config);
  const recurrent = allocate(recurrentLength(config));
  const embedding = allocate(config.vocabularySize * config.embeddingSize);
  const decoder = config.tied ? embedding : allocate(config.vocabularySize * config.hiddenSize);
  const decoderBias = allocate(config.vocabularySize);
  return { config, recurrent, layers: layerViews(config, recurrent), embedding, decoder, decoderBias };
}

/** Numbers in `Weights.recurrent`. */
export function recurrentLength(config: NetworkConfig): number {
  let length = 0;
  for (let layer = 0; layer < config.layers; layer++) {
    for (const { shape } of layerShapes(config, layer)) length += sizeOf(shape);
  }
  return length;
}

/** The arrays of each layer as views of one vector (`recurrentLength`): of weights, or of their gradients. */
export function layerViews(config: NetworkConfig, vector: Vector): LayerWeights[] {
  let offset = 0;
  return Array.from({ length: config.layers }, (_, layer) => {
    const [inputWeights, recurrentWeights, inputBias, recurrentBias] = layerShapes(config, layer).map(
      ({ shape }) => {
        const start = offset;
        offset += sizeOf(shape);
        return vector.subarray(start, offset);
      },
    ) as [Vector, Vector, Vector, Vector]; // a layer has four arrays
    return { inputWeights, recurrentWeights, inputBias, recurrentBias };
  });
}

/** The weights under PyTorch's names and shapes. The arrays are the weights themselves, not copies. */
export function namedParameters(weights: Weights): Parameter[] {
  const { config, embedding, layers, decoder, decoderBias } = weights;
  const arrays = [embedding, ...layers.flatMap(arraysOf), ...(config.tied ? [] : [decoder]), decoderBias];
  return [...parameterShapes(config)].map((named, index) => ({ ...named, data: arrays[index]! }));
}

/** The recurrent layers' part of `namedParameters`. */
export function namedLayers(config: NetworkConfig, layers: readonly LayerWeights[]): Parameter[] {
  const arrays = layers.flatMap(arraysOf);
  return layers
    .flatMap((_, layer) => layerShapes(config, layer))
    .map((named, index) => ({ ...named, data: arrays[index]! }));
}

/** In the order of `layerShapes`. */
function arraysOf({ inputWeights, recurrentWeights, inputBias, recurrentBias }: LayerWeights): Vector[] {
  return [inputWeights, recurrentWeights, inputBias, recurrentBias];
}

/** Copies named arrays into the weights. Throws where one is missing or of another length. */
export function loadParameters(weights: Weights, parameters: readonly Parameter[]): void {
  const given = parameterReader(parameters);
  for (const { name, data } of namedParameters(weights)) data.set(given(name, data.length));
}

/** Looks arrays up by name. What it gives back throws where one is missing or not as long as is expected. */
export function parameterReader(
  parameters: readonly Parameter[],
): (name: string, length: number) => Parameter['data'] {
  const given = new Map(parameters.map((parameter) => [parameter.name, parameter.data]));
  return (name, length) => {
    const values = given.get(name);
    if (values?.length !== length) {
      throw new RangeError(`${name}: got ${values?.length ?? 'no'} numbers, expected ${length}`);
    }
    return values;
  };
}

function checkConfig({ tied, embeddingSize, hiddenSize }: NetworkConfig): void {
  if (tied && embeddingSize !== hiddenSize) {
    throw new RangeError(
      `a tied embedding is as wide as the hidden layer: got ${embeddingSize}, expected ${hiddenSize}`,
    );
  }
}
