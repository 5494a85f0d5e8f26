/** Measures a network on held-out text: exact softmax, the text cut into parallel streams that each start from zero. */
import type { Kernels } from '../kernels/kernels';
import { createExactSoftmax, type Score } from '../network/exact-softmax';
import { createNetwork } from '../network/network';
import type { Weights } from '../network/weights';
import { SENTENCE_END } from '../vocabulary/special';

export interface HeldOut {
  /** Scores the first `limit` positions of every stream (default all) with the weights as they are now. */
  measure(limit?: number): Score;
}

export interface HeldOutOptions {
  /** Parallel streams; 1 carries the state through the whole text. */
  readonly streams: number;
  /** Steps a block; only a matter of speed. Default 32. */
  readonly steps?: number;
  /** This thread's streams: from … to − 1. Default all. */
  readonly from?: number;
  readonly to?: number;
  /** Called after each block of steps. */
  readonly onWork?: () => void;
}

export function createHeldOut(
  kernels: Kernels,
  weights: Weights,
  text: Int32Array,
  options: HeldOutOptions,
): HeldOut {
  const { streams, steps = 32, from = 0, to = streams, onWork } = options;
  const own = to - from;
  const network = createNetwork(kernels, weights, { steps, streams: own }, false);
  const softmax = createExactSoftmax(kernels, weights, steps * own);
  const inputs = kernels.allocateIndices(steps * own); // (steps, own)
  const targets = kernels.allocateIndices(steps * own); // (steps, own)
  const streamLength = Math.ceil(text.length / streams);

  /** Fills the block that begins at `start` of each stream; positions beyond a stream's end have no target. */
  const fill = (start: number, end: number): void => {
    for (let step = 0; step < steps; step++) {
      for (let stream = 0; stream < own; stream++) {
        const offset = start + step;
        const position = (from + stream) * streamLength + offset;
        const at = step * own + stream;
        const inside = offset < end && position < text.length;
        inputs[at] = inside && position > 0 ? text[position - 1]! : SENTENCE_END;
        targets[at] = inside ? text[position]! : -1;
      }
    }
  };

  return {
    measure(limit = streamLength) {
      const score: Score = { loss: 0, tokens: 0, top1: 0, top3: 0 };
      const end = Math.min(limit, streamLength);
      network.pack();
      network.reset();
      for (let start = 0; start < end; start += steps) {
        fill(start, end);
        network.forward(inputs);
        network.carry();
        softmax.score(network.output, targets, score);
        onWork?.();
      }
      return score;
    },
  };
}
