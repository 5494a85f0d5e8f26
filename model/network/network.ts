/**
 * The recurrent network up to its last hidden state: embedding, dropout, recurrent layers. What turns hidden
 * states into losses stands in candidate-softmax.ts (training) and exact-softmax.ts (measuring).
 */
import type { Kernels, Vector } from '../kernels/kernels';
import type { BlockShape } from './cell';
import type { NetworkConfig } from './config';
import { createRecurrentLayer } from './layer';
import { inputSize } from './parameter-shapes';
import type { LayerWeights, Weights } from './weights';

/** Inverted dropout masks (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html), 0 or 1/(1−p) for each number; null is no dropout. */
export interface DropoutMasks {
  /** (T, B, E), on the embeddings. */
  readonly input: Vector | null;
  /** (T, B, H), on the last layer's hidden states. */
  readonly output: Vector | null;
}

/** T steps, B streams, E embedding size, H hidden size. */
export interface Network {
  /** (T, B, H): what the output layer reads, dropout applied. */
  readonly output: Vector;
  /** (T, B, H): the caller writes the gradient of `output` here before `backward`. */
  readonly outputGradient: Vector;
  /** (T, B, E): after `backward`, the gradient of each input token's embedding. */
  readonly inputGradient: Vector;
  /** Takes over the recurrent weights as they are now; to be called whenever they have changed. */
  pack(): void;
  /** Reads a block of token ids (T, B). */
  forward(inputs: Int32Array, masks?: DropoutMasks): void;
  /** Overwrites the recurrent layers' gradients, and `inputGradient`. Takes the masks of the forward pass. */
  backward(gradients: readonly LayerWeights[], masks?: DropoutMasks): void;
  /** The next block goes on where this one ended. */
  carry(): void;
  /** The next block starts from zero. */
  reset(): void;
  /** In place of `carry`: the next block goes on from these, as `saveStates` left them. */
  loadStates(states: readonly Vector[]): void;
  /** (B, H) each, as many as `stateCount` says: where this block ended. */
  saveStates(states: readonly Vector[]): void;
}

/** How many state arrays (B, H) a network carries from one block to the next: each layer's h, and an LSTM's c. */
export function stateCount({ cell, layers }: NetworkConfig): number {
  return (cell === 'lstm' ? 2 : 1) * layers;
}

/** @param trains whether `backward` will be called; without it the gradients' buffers are empty. */
export function createNetwork(
  kernels: Kernels,
  weights: Weights,
  shape: BlockShape,
  trains: boolean,
): Network {
  const { config } = weights;
  const tokens = shape.steps * shape.streams;
  const embedded = kernels.allocate(tokens * config.embeddingSize); // (T, B, E)
  const inputGradient = kernels.allocate(trains ? tokens * config.embeddingSize : 0); // (T, B, E)
  const layers = weights.layers.map((layerWeights, index) =>
    createRecurrentLayer(
      kernels,
      {
        ...shape,
        cell: config.cell,
        inputSize: inputSize(config, index),
        hiddenSize: config.hiddenSize,
        trains,
      },
      layerWeights,
    ),
  );
  const top = layers[layers.length - 1]!; // a network has at least one layer
  const output = kernels.allocate(tokens * config.hiddenSize); // (T, B, H)
  const own = layers.flatMap(({ states }) => states);

  return {
    output,
    outputGradient: top.outputGradient,
    inputGradient,

    pack() {
      for (const layer of layers) layer.pack();
    },

    forward(inputs, masks) {
      kernels.gatherRows(embedded, weights.embedding, inputs, tokens, config.embeddingSize);
      if (masks?.input) kernels.multiplyElements(embedded, masks.input, embedded.length);
      let input = embedded;
      for (const layer of layers) {
        layer.forward(input);
        input = layer.output;
      }
      output.set(top.output);
      if (masks?.output) kernels.multiplyElements(output, masks.output, output.length);
    },

    backward(gradients, masks) {
      if (masks?.output) kernels.multiplyElements(top.outputGradient, masks.output, output.length);
      for (let index = layers.length - 1; index >= 0; index--) {
        const below = layers[index - 1];
        layers[index]!.backward(
          below?.output ?? embedded,
          below?.outputGradient ?? inputGradient,
          gradients[index]!,
        );
      }
      if (masks?.input) kernels.multiplyElements(inputGradient, masks.input, inputGradient.length);
    },

    carry() {
      for (const layer of layers) layer.carry();
    },

    reset() {
      for (const layer of layers) layer.reset();
    },

    loadStates(states) {
      own.forEach(({ before }, index) => {
        before.set(states[index]!);
      });
    },

    saveStates(states) {
      own.forEach(({ after }, index) => {
        states[index]!.set(after);
      });
    },
  };
}
