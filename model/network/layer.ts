/**
 * One recurrent layer over a block. Everything that does not depend on the previous step is one large product
 * over the whole block; only W_hh h goes step by step.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import { type BlockShape, type Cell, gateCount, type LayerBlock, splitVector } from './cell';
import type { CellKind } from './config';
import { createElmanCell } from './elman';
import { createGruCell } from './gru';
import { createLstmCell } from './lstm';
import type { LayerWeights } from './weights';

const createCell = { elman: createElmanCell, gru: createGruCell, lstm: createLstmCell } as const;

export interface LayerShape extends BlockShape {
  readonly cell: CellKind;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Whether `backward` will be called. */
  readonly trains: boolean;
}

/** T steps, B streams, I inputs, H hidden units, G gates. */
export interface RecurrentLayer {
  /** (T, B, H): the hidden state after each step. */
  readonly output: Vector;
  /** (T, B, H): the caller writes the gradient of `output` here before `backward`. Empty if the layer does not train. */
  readonly outputGradient: Vector;
  /** Takes over the weights as they are now; to be called whenever they have changed. */
  pack(): void;
  /** input (T, B, I) → output. */
  forward(input: Vector): void;
  /** Overwrites `gradient`, and writes the gradient of `input` to inputGradient (T, B, I). */
  backward(input: Vector, inputGradient: Vector, gradient: LayerWeights): void;
  carry(): void;
  reset(): void;
  /** (B, H) each: the states before the first step, to be set in place of `carry`, and those after the last. */
  readonly states: readonly { readonly before: Vector; readonly after: Vector }[];
}

export function createRecurrentLayer(
  kernels: Kernels,
  shape: LayerShape,
  weights: LayerWeights,
): RecurrentLayer {
  const { steps, streams, inputSize, hiddenSize, trains } = shape;
  const tokens = steps * streams;
  const stateLength = streams * hiddenSize;
  const gateRows = gateCount[shape.cell] * hiddenSize; // G·H

  const inputs = kernels.allocate(tokens * gateRows); // (T, B, G·H)
  const recurrent = kernels.allocate(tokens * gateRows); // (T, B, G·H)
  const hidden = kernels.allocate((steps + 1) * stateLength); // (T + 1, B, H)
  const outputGradient = kernels.allocate(trains ? tokens * hiddenSize : 0); // (T, B, H)
  const dInputs = kernels.allocate(trains ? tokens * gateRows : 0); // (T, B, G·H)
  // Only the GRU tells its two pre-activations apart: its reset gate stands between them.
  const dRecurrent = trains && shape.cell === 'gru' ? kernels.allocate(tokens * gateRows) : dInputs; // (T, B, G·H)
  const direct = kernels.allocate(trains ? stateLength : 0); // (B, H)

  const block: LayerBlock = {
    steps,
    streams,
    hiddenSize,
    inputs: splitVector(inputs, steps, streams * gateRows),
    recurrent: splitVector(recurrent, steps, streams * gateRows),
    hidden: splitVector(hidden, steps + 1, stateLength),
    gradient: trains
      ? {
          hidden: splitVector(outputGradient, steps, stateLength),
          inputs: splitVector(dInputs, steps, streams * gateRows),
          recurrent: splitVector(dRecurrent, steps, streams * gateRows),
          direct,
        }
      : undefined,
  };
  const cell: Cell = createCell[shape.cell](kernels, block);

  const forwardInput = kernels.allocatePacked(inputSize, gateRows); // W_ihᵀ
  const forwardRecurrent = kernels.allocatePacked(hiddenSize, gateRows); // W_hhᵀ
  const backwardInput = trains ? kernels.allocatePacked(gateRows, inputSize) : undefined; // W_ih
  const backwardRecurrent = trains ? kernels.allocatePacked(gateRows, hiddenSize) : undefined; // W_hh

  return {
    output: hidden.subarray(stateLength),
    outputGradient,
    states: [
      { before: hidden.subarray(0, stateLength), after: hidden.subarray(tokens * hiddenSize) },
      ...(cell.state ? [cell.state] : []),
    ],

    pack() {
      kernels.pack(forwardInput, weights.inputWeights, true);
      kernels.pack(forwardRecurrent, weights.recurrentWeights, true);
      if (backwardInput) kernels.pack(backwardInput, weights.inputWeights, false);
      if (backwardRecurrent) kernels.pack(backwardRecurrent, weights.recurrentWeights, false);
    },

    forward(input) {
      kernels.multiplyPacked(inputs, input, forwardInput, tokens, false);
      kernels.addBias(inputs, weights.inputBias, tokens, gateRows);
      for (let step = 0; step < steps; step++) {
        const product = block.recurrent[step]!;
        kernels.multiplyPacked(product, block.hidden[step]!, forwardRecurrent, streams, false);
        kernels.addBias(product, weights.recurrentBias, streams, gateRows);
        cell.forward(step);
      }
    },

    backward(input, inputGradient, gradient) {
      const { hidden: dHidden, recurrent: dProduct } = block.gradient!;
      for (let step = steps - 1; step >= 0; step--) {
        cell.backward(step);
        if (step === 0) break; // truncated: the gradient does not leave the block
        const before = dHidden[step - 1]!;
        kernels.multiplyPacked(before, dProduct[step]!, backwardRecurrent!, streams, true);
        if (cell.hasDirectPath) kernels.addScaled(before, direct, 1, stateLength);
      }
      kernels.multiplyPacked(inputGradient, dInputs, backwardInput!, tokens, false);
      kernels.multiply(gradient.inputWeights, dInputs, input, gateRows, inputSize, tokens, 'left', false);
      // hidden[0 … T − 1] are the states that W_hh was multiplied with.
      kernels.multiply(
        gradient.recurrentWeights,
        dRecurrent,
        hidden,
        gateRows,
        hiddenSize,
        tokens,
        'left',
        false,
      );
      kernels.fill(gradient.inputBias, 0, gateRows);
      kernels.sumRows(gradient.inputBias, dInputs, tokens, gateRows);
      kernels.fill(gradient.recurrentBias, 0, gateRows);
      kernels.sumRows(gradient.recurrentBias, dRecurrent, tokens, gateRows);
    },

    carry() {
      hidden.copyWithin(0, tokens * hiddenSize);
      cell.carry();
    },

    reset() {
      kernels.fill(hidden, 0, stateLength);
      cell.reset();
    },
  };
}
