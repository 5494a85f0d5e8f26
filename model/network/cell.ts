/** What the three recurrent cells have in common: a block of steps × streams, and the state carried between blocks. */
import type { Kernels, Vector } from '../kernels/kernels';
import type { CellKind } from './config';

/** How many gates of `hiddenSize` rows each cell's weight matrices stack. */
export const gateCount: Readonly<Record<CellKind, number>> = { elman: 1, gru: 3, lstm: 4 };

/** A block of text: `steps` consecutive tokens of `streams` parallel texts. Everything is time-major. */
export interface BlockShape {
  readonly steps: number;
  readonly streams: number;
}

/**
 * The buffers of one layer over one block, by step. The layer fills the products, its cell the rest.
 * B streams, G gates, H hidden units.
 */
export interface LayerBlock extends BlockShape {
  readonly hiddenSize: number;
  /** (B, G·H) a step: W_ih x + b_ih. */
  readonly inputs: readonly Vector[];
  /** (B, G·H) a step: W_hh h + b_hh. */
  readonly recurrent: readonly Vector[];
  /** (B, H), steps + 1 of them: hidden[0] is the state before the block, hidden[t + 1] the one after step t. */
  readonly hidden: readonly Vector[];
  /** Absent where the network only predicts. */
  readonly gradient?: LayerBlockGradient;
}

export interface LayerBlockGradient {
  /** (B, H) a step: of hidden[t + 1]. */
  readonly hidden: readonly Vector[];
  /** (B, G·H) a step. */
  readonly inputs: readonly Vector[];
  /** (B, G·H) a step; the same vectors as `inputs` for cells whose two pre-activations are only ever summed. */
  readonly recurrent: readonly Vector[];
  /** (B, H): what reaches the hidden state before the step at hand without passing W_hh. */
  readonly direct: Vector;
}

/** The part of a layer between its matrix products. */
export interface Cell {
  /** Whether part of the gradient reaches the previous hidden state without passing W_hh. */
  readonly hasDirectPath: boolean;
  /** Writes hidden[step + 1]. */
  forward(step: number): void;
  /** Writes gradient.inputs[step], gradient.recurrent[step], and gradient.direct if there is such a path. Steps come in falling order. */
  backward(step: number): void;
  /** The state after the last step becomes the state before the first (beyond `hidden`, which the layer carries). */
  carry(): void;
  /** The state before the first step becomes zero. */
  reset(): void;
  /** (B, H) each, beyond `hidden`: the state before the first step and the one after the last. Absent where there is none. */
  readonly state?: { readonly before: Vector; readonly after: Vector };
}

export type CreateCell = (kernels: Kernels, block: LayerBlock) => Cell;

/** `count` consecutive views of `length` numbers each. */
export function splitVector(vector: Vector, count: number, length: number): Vector[] {
  return Array.from({ length: count }, (_, index) => vector.subarray(index * length, (index + 1) * length));
}
