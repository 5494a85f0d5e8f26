import { createUndoLog } from './undo-log';

/**
 * The temperature of a softmax, fitted while a text is read: with p_β(w) ∝ p(w)^β, the inverse temperature β takes a step of Newton's method
 * up the log likelihood after each token w,
 *
 *   ∂ log p_β(w) / ∂β = log p(w) − Σ_v p_β(v) log p(v),
 *
 * the entropy minus the token's −log p, each up to a constant (temperature scaling; Guo et al. 2017, https://arxiv.org/abs/1706.04599, online).
 */
export interface InverseTemperature {
  readonly value: number;
  /** Takes the step for the token at `position`, given the softmax (vocabulary) there at the present temperature. */
  learn(probabilities: Float32Array, id: number, position: number): void;
  /** Undoes the steps of the tokens from `length` on, as far as they are kept. */
  truncate(length: number): void;
}

/** Var(log p) of a language model's softmax, the curvature of the log likelihood, in nats². */
const CURVATURE = 3.5;
/** Pseudo-count: the first value is worth this many tokens. */
const PRIOR = 300;
/** From so many tokens on, older ones count for less. */
const MOST_TOKENS = 1_500;
const LEAST = 0.6;
const MOST = 1.2;
/** Less probable words hardly change the entropy, and are most of the vocabulary. */
const NEGLIGIBLE = 1e-5;

export function createInverseTemperature(first: number): InverseTemperature {
  let value = first;
  let tokens = 0;
  const undo = createUndoLog<{ value: number; tokens: number }>();
  return {
    get value() {
      return value;
    },
    learn(probabilities, id, position) {
      undo.push(position, { value, tokens });
      let expected = 0; // Σ p log p, at the present temperature
      for (let word = 0; word < probabilities.length; word++) {
        const p = probabilities[word]!;
        if (p > NEGLIGIBLE) expected += p * Math.log(p);
      }
      // log p at the present temperature is β · log p + constant: the constant cancels, β is divided out.
      const gradient = (Math.log(Math.max(probabilities[id]!, NEGLIGIBLE)) - expected) / value;
      tokens = Math.min(tokens + 1, MOST_TOKENS);
      value = Math.min(MOST, Math.max(LEAST, value + gradient / (CURVATURE * (PRIOR + tokens))));
    },
    truncate(length) {
      const first = undo.back(length).at(-1);
      if (first) ({ value, tokens } = first);
    },
  };
}
