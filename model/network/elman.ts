/** The simple recurrent network (Elman 1990, https://doi.org/10.1207/s15516709cog1402_1): h' = tanh(W_ih x + b_ih + W_hh h + b_hh). */
import type { CreateCell } from './cell';

export const createElmanCell: CreateCell = (kernels, block) => {
  const { inputs, recurrent, hidden, gradient, streams, hiddenSize } = block;
  return {
    hasDirectPath: false,
    forward(step) {
      kernels.elmanForward(hidden[step + 1]!, inputs[step]!, recurrent[step]!, streams, hiddenSize);
    },
    backward(step) {
      const { inputs: dInputs, hidden: dHidden } = gradient!;
      kernels.elmanBackward(dInputs[step]!, dHidden[step]!, hidden[step + 1]!, streams, hiddenSize);
    },
    carry() {},
    reset() {},
  };
};
