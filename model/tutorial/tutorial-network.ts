/**
 * The Elman network (Elman 1990, https://doi.org/10.1207/s15516709cog1402_1) by hand, as the tutorial that Inkling began with builds it: no biases, fixed random
 * embeddings or one-hot inputs, a softmax over the whole vocabulary. This is the file to read to understand backpropagation
 * through time; README.md beside it computes an example with pencil and paper. The fast engine (model/network) does the same for many
 * texts at once.
 *
 * Forward, for t = 0 … T−1, where x_t is the input for word t and h_{−1} what was remembered before:
 *
 *     h_t = tanh(U x_t + W h_{t−1})         ŷ_t = softmax(V h_t)
 *
 * The target of step t is word t+1, one-hot y_t, and the loss of a text is the cross-entropy summed over time:
 *
 *     L = Σ_t L_t,    L_t = −y_t · log ŷ_t
 *
 * Backward. U, W and V are the same at every step, so each one's gradient is a sum over steps. For V that is all:
 * L_t sees V once, at its own step. But L_t sees U and W through h_t and, by way of W h_{t−1}, through every state before it.
 * So from each step t the gradient of L_t walks back in time, through t, t−1, t−2, …, and leaves at each
 * state s what U and W did there:
 *
 *     dL_t/dh_t     = Vᵀ (ŷ_t − y_t)
 *     dL_t/dz_s     = (1 − h_s²) ∘ dL_t/dh_s            z_s = U x_s + W h_{s−1}
 *     dL_t/dU      += dL_t/dz_s x_sᵀ                    dL_t/dW += dL_t/dz_s h_{s−1}ᵀ
 *     dL_t/dh_{s−1} = Wᵀ dL_t/dz_s
 *
 * The whole walk costs T² for a text of T words, and what comes back from far away is tiny. Truncated backpropagation
 * looks back at most k steps (`bptt_truncate`): the walk stops after s = t−k, as if h_{t−k−1} were a constant.
 */
import {
  columnBackward,
  columnForward,
  crossEntropyBackward,
  type Matrix,
  productBackward,
  productForward,
  randomMatrix,
  softmax,
  sumBackward,
  sumForward,
  tanhBackward,
  tanhForward,
  zeros,
} from './nodes';

/** Width of an embedding and of the hidden state, as in the tutorial. */
export const TUTORIAL_SIZE = 100;

/**
 * What x_t is: a row of random numbers, as in the tutorial, or its stated alternative, a vector as long as the vocabulary with a 1
 * at the word and 0 elsewhere. Of a one-hot x, U x is the word's column of U, so there U learns what an embedding would.
 */
export type InputKind = 'embedding' | 'one-hot';

export interface TutorialNetwork {
  /** (vocabulary, hidden): a row a word, random, never trained. Absent where inputs are one-hot. */
  readonly embedding?: Matrix;
  /** Input to state: (hidden, hidden), as an embedding is as wide as the state; (hidden, vocabulary) where inputs are one-hot. */
  readonly U: Matrix;
  /** (hidden, hidden): state to state. */
  readonly W: Matrix;
  /** (vocabulary, hidden): state to scores. */
  readonly V: Matrix;
}

/** dL/dU, dL/dW, dL/dV, each as large as what it belongs to. */
export type TutorialGradient = Pick<TutorialNetwork, 'U' | 'W' | 'V'>;

/** What one step forward leaves for the way back. */
export interface TutorialStep {
  /** The word that was read. */
  readonly word: number;
  /** h_{t−1} (hidden): the tutorial's `prev_memory`. */
  readonly previous: Float64Array;
  /** h_t (hidden). */
  readonly state: Float64Array;
  /** ŷ_t (vocabulary). */
  readonly predicted: Float64Array;
}

/**
 * Weights uniform in ±1/√n for n terms that are not zero, so that their sums start out of size one; embeddings in ±1.
 * @param random uniform in [0, 1).
 */
export function createTutorialNetwork(
  vocabularySize: number,
  hiddenSize: number,
  random: () => number,
  inputs: InputKind = 'embedding',
): TutorialNetwork {
  const limit = 1 / Math.sqrt(hiddenSize);
  const isOneHot = inputs === 'one-hot';
  return {
    embedding: isOneHot ? undefined : randomMatrix(vocabularySize, hiddenSize, 1, random),
    U: isOneHot
      ? randomMatrix(hiddenSize, vocabularySize, 1, random)
      : randomMatrix(hiddenSize, hiddenSize, limit, random),
    W: randomMatrix(hiddenSize, hiddenSize, limit, random),
    V: randomMatrix(vocabularySize, hiddenSize, limit, random),
  };
}

/** Reads word ids, starting from what is remembered (hidden). */
export function forward(
  network: TutorialNetwork,
  words: readonly number[],
  memory: Float64Array,
): TutorialStep[] {
  const { embedding, U, W, V } = network;
  let previous = memory;
  return words.map((word) => {
    const fromInput = embedding ? productForward(U, rowOf(embedding, word)) : columnForward(U, word);
    const state = tanhForward(sumForward(fromInput, productForward(W, previous)));
    const step = { word, previous, state, predicted: softmax(productForward(V, state)) };
    previous = state;
    return step;
  });
}

/** L = −Σ_t log ŷ_t[target_t], in nats. */
export function lossOf(steps: readonly TutorialStep[], targets: readonly number[]): number {
  return steps.reduce((sum, { predicted }, t) => sum - Math.log(predicted[targets[t]!]!), 0);
}

/** The gradient of `lossOf`, looking back at most `truncation` steps from each step. */
export function backward(
  network: TutorialNetwork,
  steps: readonly TutorialStep[],
  targets: readonly number[],
  truncation: number,
): TutorialGradient {
  const { embedding, U, W, V } = network;
  const gradient = {
    U: zeros(U.rows, U.columns),
    W: zeros(W.rows, W.columns),
    V: zeros(V.rows, V.columns),
  };
  steps.forEach(({ state, predicted }, t) => {
    const dScores = crossEntropyBackward(predicted, targets[t]!);
    let dState = productBackward(V, state, dScores, gradient.V);
    for (let s = t; s >= Math.max(0, t - truncation); s--) {
      const step = steps[s]!; // 0 ≤ s ≤ t
      const [dInput, dRecurrent] = sumBackward(tanhBackward(step.state, dState));
      // Inputs are fixed: nothing is passed on to them.
      if (embedding) productBackward(U, rowOf(embedding, step.word), dInput, gradient.U);
      else columnBackward(dInput, step.word, gradient.U);
      dState = productBackward(W, step.previous, dRecurrent, gradient.W);
    }
  });
  return gradient;
}

/** Plain gradient descent: each weight goes down its slope by `rate`. */
export function descend(network: TutorialNetwork, gradient: TutorialGradient, rate: number): void {
  for (const name of ['U', 'W', 'V'] as const) {
    const weights = network[name].data;
    gradient[name].data.forEach((slope, i) => {
      weights[i]! -= rate * slope;
    });
  }
}

/** What it would say after these words: the likeliest next word, then the likeliest after that, and so on, up to one that `ends`. */
export function continuation(
  network: TutorialNetwork,
  words: readonly number[],
  { most, ends }: { readonly most: number; readonly ends: (word: number) => boolean },
): number[] {
  const said: number[] = [];
  let last = forward(network, words, new Float64Array(network.W.rows)).at(-1);
  while (last && said.length < most) {
    const word = last.predicted.indexOf(last.predicted.reduce((a, b) => Math.max(a, b)));
    said.push(word);
    if (ends(word)) break;
    [last] = forward(network, [word], last.state);
  }
  return said;
}

/** A view of a row. */
function rowOf({ columns, data }: Matrix, row: number): Float64Array {
  return data.subarray(row * columns, (row + 1) * columns);
}
