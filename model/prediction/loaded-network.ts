import type { Kernels, Vector } from '../kernels/kernels';
import type { WasmKernels } from '../kernels/wasm';
import { gateCount } from '../network/cell';
import type { NetworkConfig, Parameter } from '../network/config';
import { inputSize } from '../network/parameter-shapes';
import {
  type LayerWeights,
  layerViews,
  namedLayers,
  parameterReader,
  recurrentLength,
} from '../network/weights';
import { type Allocator, createWordRows, type WordRows } from './word-rows';

/**
 * A network's weights in the memory of the kernels, ready to be run one token at a time, shared by the components
 * of all open documents. It holds no state of a text: that comes and goes with each call.
 */
export interface LoadedNetwork {
  readonly config: NetworkConfig;
  /** Numbers in one state: (layers, 1, H), or (layers, 2, H) for an LSTM: a layer's hidden vector, then its cell's. */
  readonly stateSize: number;
  /** Reads token `id` < vocabularySize in state `from` and writes the next state to `to`, which may be the same. */
  step(id: number, from: Float32Array, to: Float32Array): void;
  /** Scores (vocabularySize) of every word after the top layer's `hidden` (H). Valid until the next call, and may be changed. */
  logits(hidden: Float32Array): Vector;
  /** The last `logits` become softmax(logits / temperature). */
  normalise(temperature: number): Vector;
  /** The softmax of `logits / temperature` (vocabularySize). Valid until the next call. */
  softmax(hidden: Float32Array, temperature: number): Vector;
  /** One word's score: costs one row of the output where `logits` costs them all. */
  logit(hidden: Float32Array, id: number): number;
  /** Kernels of the same kind with a memory of their own, for what a component of one document keeps. */
  freshKernels(): Kernels;
}

/** Buffers of one network. Successive networks of the same shape can share them, so that swapping a snapshot allocates nothing. */
interface Memory {
  readonly kernels: Kernels;
  /** Of all vectors below, in the order of allocation. */
  readonly byteOffsets: readonly number[];
  readonly config: NetworkConfig;
  readonly layers: readonly LayerWeights[];
  readonly embedding: WordRows;
  /** The embedding itself where the network is tied. */
  readonly decoder: WordRows;
  /** (vocabularySize) */
  readonly decoderBias: Vector;
  /** Scratch. A word's row: (embedding). One layer's products and gates: (G·H); its states: (H). */
  readonly word: Vector;
  readonly input: Vector;
  readonly recurrent: Vector;
  readonly gates: Vector;
  readonly previous: Vector;
  readonly hidden: Vector;
  readonly previousCell: Vector;
  readonly cell: Vector;
  /** (vocabularySize) */
  readonly logits: Vector;
}

const memoryOf = new WeakMap<LoadedNetwork, Memory>();

/**
 * Copies the weights into the kernels' memory.
 *
 * What kernels allocate is only freed as a whole. So a network is given kernels of its own (a WebAssembly instance,
 * whose memory goes with the last reference to it), or the memory of one that is no longer used.
 *
 * @param retired a network that will not be used again. If its kernels and configuration are the same, the new
 * network takes over its memory, and the old one gives the new one's answers.
 */
export function loadNetwork(
  config: NetworkConfig,
  parameters: readonly Parameter[],
  kernels: Kernels,
  retired?: LoadedNetwork,
): LoadedNetwork {
  const old = retired && memoryOf.get(retired);
  const fits = old?.kernels === kernels && JSON.stringify(retired?.config) === JSON.stringify(config);
  const memory = old && fits ? old : allocate(config, kernels, kernels);
  load(memory, parameters);
  return keep(memory);
}

/**
 * A network that another thread has loaded, over the same memory: nothing is copied. That thread must not run it any more.
 *
 * @param kernels over the memory of the other thread's.
 * @param byteOffsets what `byteOffsetsOf` told there.
 */
export function attachNetwork(
  config: NetworkConfig,
  kernels: Kernels & Pick<WasmKernels, 'viewAt' | 'quantisedAt'>,
  byteOffsets: readonly number[],
): LoadedNetwork {
  const left = [...byteOffsets];
  // As many are asked for as the other thread allocated: both go through `allocate`.
  const views: Allocator = {
    allocate: (length) => kernels.viewAt(left.shift()!, length),
    allocateQuantised: (rows, columns) => kernels.quantisedAt(left.splice(0, 3), rows, columns),
  };
  return keep(allocate(config, kernels, views));
}

/** Where the network's buffers lie in the memory of its kernels, in the order in which they were allocated. */
export function byteOffsetsOf(network: LoadedNetwork): readonly number[] {
  const memory = memoryOf.get(network);
  if (!memory) throw new TypeError('expected a network of loadNetwork');
  return memory.byteOffsets;
}

function keep(memory: Memory): LoadedNetwork {
  const network = run(memory);
  memoryOf.set(network, memory);
  return network;
}

function allocate(config: NetworkConfig, kernels: Kernels, allocator: Allocator): Memory {
  const { hiddenSize, embeddingSize, vocabularySize } = config;
  const gateSize = gateCount[config.cell] * hiddenSize;
  const byteOffsets: number[] = [];
  const memory: Allocator = {
    allocate(length) {
      const vector = allocator.allocate(length);
      byteOffsets.push(vector.byteOffset);
      return vector;
    },
    allocateQuantised(rows, columns) {
      const matrix = allocator.allocateQuantised(rows, columns);
      byteOffsets.push(matrix.values.byteOffset, matrix.scales.byteOffset, matrix.query.byteOffset);
      return matrix;
    },
  };
  const embedding = createWordRows(kernels, vocabularySize, embeddingSize, memory);
  return {
    kernels,
    byteOffsets,
    config,
    layers: layerViews(config, memory.allocate(recurrentLength(config))),
    embedding,
    decoder: config.tied ? embedding : createWordRows(kernels, vocabularySize, hiddenSize, memory),
    decoderBias: memory.allocate(vocabularySize),
    word: memory.allocate(embeddingSize),
    input: memory.allocate(gateSize),
    recurrent: memory.allocate(gateSize),
    gates: memory.allocate(gateSize),
    previous: memory.allocate(hiddenSize),
    hidden: memory.allocate(hiddenSize),
    previousCell: memory.allocate(hiddenSize),
    cell: memory.allocate(hiddenSize),
    logits: memory.allocate(vocabularySize),
  };
}

/** Throws a RangeError where an array is missing or of another length. */
function load(
  { config, layers, embedding, decoder, decoderBias }: Memory,
  parameters: readonly Parameter[],
): void {
  const { vocabularySize, embeddingSize, hiddenSize, tied } = config;
  const given = parameterReader(parameters);
  for (const { name, data } of namedLayers(config, layers)) data.set(given(name, data.length));
  embedding.load(given('embedding.weight', vocabularySize * embeddingSize));
  if (!tied) decoder.load(given('decoder.weight', vocabularySize * hiddenSize));
  decoderBias.set(given('decoder.bias', vocabularySize));
}

function run(memory: Memory): LoadedNetwork {
  const { kernels, config, layers, embedding, decoder, decoderBias, logits, ...scratch } = memory;
  const { cell: kind, vocabularySize, hiddenSize } = config;
  const { word, input, recurrent, gates, previous, hidden, previousCell, cell } = scratch;
  const gateSize = gateCount[kind] * hiddenSize;
  const layerStateSize = kind === 'lstm' ? 2 * hiddenSize : hiddenSize;

  function step(id: number, from: Float32Array, to: Float32Array): void {
    embedding.copyRow(id, word);
    let below = word;
    layers.forEach((layer, index) => {
      const start = index * layerStateSize;
      const width = inputSize(config, index);
      kernels.multiplyVector(input, layer.inputWeights, below, layer.inputBias, gateSize, width);
      previous.set(from.subarray(start, start + hiddenSize));
      const { recurrentWeights, recurrentBias } = layer;
      kernels.multiplyVector(recurrent, recurrentWeights, previous, recurrentBias, gateSize, hiddenSize);
      if (kind === 'elman') {
        kernels.elmanForward(hidden, input, recurrent, 1, hiddenSize);
      } else if (kind === 'gru') {
        kernels.gruForward(hidden, gates, input, recurrent, previous, 1, hiddenSize);
      } else {
        previousCell.set(from.subarray(start + hiddenSize, start + 2 * hiddenSize));
        kernels.lstmForward(hidden, cell, gates, input, recurrent, previousCell, 1, hiddenSize);
        to.set(cell, start + hiddenSize);
      }
      to.set(hidden, start);
      below = hidden; // the next layer reads it before it writes its own there
    });
  }

  function computeLogits(top: Float32Array): Vector {
    hidden.set(top);
    decoder.multiply(logits, hidden, decoderBias);
    return logits;
  }

  function normalise(temperature: number): Vector {
    kernels.softmax(logits, vocabularySize, temperature);
    return logits;
  }

  return {
    config,
    stateSize: config.layers * layerStateSize,
    step,
    logits: computeLogits,
    normalise,
    softmax(top, temperature) {
      computeLogits(top);
      return normalise(temperature);
    },
    logit: (top, id) => decoderBias[id]! + decoder.dot(id, top), // id < vocabularySize, as the rows of the decoder
    freshKernels: () => kernels.fresh(),
  };
}
