import { createUndoLog } from '../prediction/undo-log';

/**
 * Mixture weights that follow the text as it is read: expectation maximisation, one token at a time (Titterington 1984; Cappé & Moulines
 * 2009, "On-line expectation–maximization algorithm for latent data models", https://arxiv.org/abs/0712.4273). After each
 * token, part k is responsible for r_k = λ_k P_k(token) / Σ_j λ_j P_j(token), and
 *
 *   λ_k = (keep^t · prior · λ_k⁰ + Σ_i keep^(t−i) r_k(i)) / (keep^t · prior + Σ_i keep^(t−i))
 *
 * so that the weights begin at those that were fitted before, and a part that does better on this text soon counts for more.
 */
export interface OnlineWeights {
  /** (parts) As they are now; adds to 1. Valid until the next call. */
  readonly values: Float64Array;
  /** Takes the step for the token at `position`, given its probability in each part (parts). Positions rise. */
  learn(position: number, probabilities: Float64Array): void;
  /** Undoes the steps of the tokens from `length` on, as far as they are kept. */
  truncate(length: number): void;
}

export interface OnlineWeightsOptions {
  /** Pseudo-count of the first weights, in tokens. */
  readonly prior: number;
  /** `keep`: a token's weight relative to the one after it. Default 0.9995, a time constant of two thousand tokens or six pages. */
  readonly keep?: number;
}

/** A part keeps at least this weight, so that it can come back. */
const LEAST_WEIGHT = 0.002;

export function createOnlineWeights(
  initial: readonly number[],
  { prior, keep = 0.9995 }: OnlineWeightsOptions,
): OnlineWeights {
  const parts = initial.length;
  const values = Float64Array.from(initial); // (parts)
  /** (parts + 1) Discounted responsibilities, then the discounted number of tokens; both begin with the prior. */
  let sums = Float64Array.from([...initial.map((weight) => prior * weight), prior]);
  const undo = createUndoLog<Float64Array<ArrayBuffer>>();

  function update(): void {
    const tokens = sums[parts]!;
    let total = 0;
    for (let part = 0; part < parts; part++) {
      values[part] = Math.max(LEAST_WEIGHT, sums[part]! / tokens);
      total += values[part]!;
    }
    for (let part = 0; part < parts; part++) values[part]! /= total;
  }

  update(); // a part with no weight at all begins at the least, as it would after going back
  return {
    values,
    learn(position, probabilities) {
      let total = 0;
      for (let part = 0; part < parts; part++) total += values[part]! * probabilities[part]!;
      if (!(total > 0)) return; // no part gave it a probability
      undo.push(position, sums);
      sums = sums.map((sum, part) =>
        part < parts ? keep * sum + (values[part]! * probabilities[part]!) / total : keep * sum + 1,
      );
      update();
    },
    truncate(length) {
      const first = undo.back(length).at(-1);
      if (!first) return;
      sums = first;
      update();
    },
  };
}
