/**
 * The gated recurrent unit (Cho et al. 2014, https://arxiv.org/abs/1406.1078) in PyTorch's variant, in which the reset gate acts after
 * the product with W_hh. With i = W_ih x + b_ih and a = W_hh h + b_hh, in rows of r, z and n:
 *
 *     r = σ(i_r + a_r)     z = σ(i_z + a_z)     n = tanh(i_n + r ∘ a_n)     h' = (1 − z) ∘ n + z ∘ h
 */
import { type CreateCell, splitVector } from './cell';

export const createGruCell: CreateCell = (kernels, block) => {
  const { inputs, recurrent, hidden, gradient, steps, streams, hiddenSize } = block;
  const gateLength = streams * 3 * hiddenSize;
  const gates = splitVector(kernels.allocate(steps * gateLength), steps, gateLength); // (B, 3H) a step: r, z, n
  return {
    hasDirectPath: true,
    forward(step) {
      kernels.gruForward(
        hidden[step + 1]!,
        gates[step]!,
        inputs[step]!,
        recurrent[step]!,
        hidden[step]!,
        streams,
        hiddenSize,
      );
    },
    backward(step) {
      const { inputs: dInputs, recurrent: dRecurrent, hidden: dHidden, direct } = gradient!;
      kernels.gruBackward(
        dInputs[step]!,
        dRecurrent[step]!,
        direct,
        dHidden[step]!,
        gates[step]!,
        recurrent[step]!,
        hidden[step]!,
        streams,
        hiddenSize,
      );
    },
    carry() {},
    reset() {},
  };
};
