/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735) with forget gates (Gers et al.
 * 2000, https://doi.org/10.1162/089976600300015015):
 *
 *     i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh), each its rows of it     g = tanh(the same)
 *     c' = f ∘ c + i ∘ g                                                  h' = o ∘ tanh c'
 */
import { type CreateCell, splitVector } from './cell';

export const createLstmCell: CreateCell = (kernels, block) => {
  const { inputs, recurrent, hidden, gradient, steps, streams, hiddenSize } = block;
  const stateLength = streams * hiddenSize;
  const gateLength = 4 * stateLength;
  const gates = splitVector(kernels.allocate(steps * gateLength), steps, gateLength); // (B, 4H) a step: i, f, g, o
  const cells = splitVector(kernels.allocate((steps + 1) * stateLength), steps + 1, stateLength); // (B, H)
  // The gradient of the cell state that came back from the next step, and the one that goes on: (B, H) each.
  const dCell = gradient ? splitVector(kernels.allocate(2 * stateLength), 2, stateLength) : [];
  return {
    hasDirectPath: false,
    state: { before: cells[0]!, after: cells[steps]! },
    forward(step) {
      kernels.lstmForward(
        hidden[step + 1]!,
        cells[step + 1]!,
        gates[step]!,
        inputs[step]!,
        recurrent[step]!,
        cells[step]!,
        streams,
        hiddenSize,
      );
    },
    backward(step) {
      const { inputs: dInputs, hidden: dHidden } = gradient!;
      const incoming = dCell[(step + 1) % 2]!;
      if (step === steps - 1) kernels.fill(incoming, 0, stateLength);
      kernels.lstmBackward(
        dInputs[step]!,
        dCell[step % 2]!,
        dHidden[step]!,
        incoming,
        gates[step]!,
        cells[step + 1]!,
        cells[step]!,
        streams,
        hiddenSize,
      );
    },
    carry() {
      cells[0]!.set(cells[steps]!);
    },
    reset() {
      kernels.fill(cells[0]!, 0, stateLength);
    },
  };
};
