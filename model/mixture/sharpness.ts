import type { Kernels, Vector } from '../kernels/kernels';
import { createUndoLog } from '../prediction/undo-log';

/**
 * Sharpens a mixture by an exponent that is fitted while text is read. Parts that are calibrated by themselves make an underconfident
 * mixture where they agree (Ranjan & Gneiting 2010, "Combining probability forecasts", https://doi.org/10.1111/j.1467-9868.2009.00726.x), most of all in
 * manuals, whose pages repeat. So likely words are raised to a power:
 *
 *   p'(w) ∝ p(w) · max(1, p(w) / p₀)^(β − 1)
 *
 * with p₀ = LIKELY: the few words above it cost an exponential each, and the others keep their proportions. After each token, β takes a
 * step of natural gradient up the log likelihood, with l(w) = log max(1, p(w) / p₀):
 *
 *   ∂ log p'(w) / ∂β = l(w) − Σ_v p'(v) l(v),   with the Fisher information Var(l) under p'.
 */
export interface Sharpness {
  /** β; 1 changes nothing. */
  readonly exponent: number;
  /** Sharpens a distribution (lexicon) in place; it sums to 1 before and after. `likely` is scratch, MOST_LIKELY long, of the same memory. */
  sharpen(probabilities: Vector, kernels: Kernels, likely: Int32Array): void;
  /** Takes the step for the token at `position`, given the distribution that was sharpened last. */
  learn(id: number, position: number): void;
  /** Undoes the steps of the tokens from `length` on, as far as they are kept. */
  truncate(length: number): void;
}

const LIKELY = 0.002;
/** The most words that can have probabilities above LIKELY, 1 / LIKELY, and a few for rounding. */
export const MOST_LIKELY = 512;
/** Pseudo-count of the exponent 1, in tokens of the usual information. */
const PRIOR = 100;
const USUAL_INFORMATION = 3;
/** A token's weight relative to the one after it: a time constant of a thousand tokens, three pages. */
const KEEP = 0.999;
const LEAST = 0.7;
const MOST = 2;

export function createSharpness(): Sharpness {
  let exponent = 1;
  let information = PRIOR * USUAL_INFORMATION;
  const undo = createUndoLog<{ exponent: number; information: number }>();
  let count = 0; // of the likely words of the last distribution
  const ids = new Int32Array(MOST_LIKELY); // (count)
  const logs = new Float64Array(MOST_LIKELY); // (count) their l(w)
  /** Of l under it. */
  let mean = 0;
  let variance = 0;
  return {
    get exponent() {
      return exponent;
    },
    sharpen(probabilities, kernels, likely) {
      count = kernels.indicesFrom(likely, probabilities, LIKELY, probabilities.length);
      ids.set(likely.subarray(0, count));
      let added = 0;
      for (let index = 0; index < count; index++) {
        const id = ids[index]!;
        const before = probabilities[id]!;
        const log = Math.log(before / LIKELY);
        logs[index] = log;
        probabilities[id] = before * Math.exp((exponent - 1) * log);
        added += probabilities[id]! - before;
      }
      const scale = 1 / (1 + added);
      if (scale !== 1) kernels.scale(probabilities, scale, probabilities.length);
      let squares = 0;
      mean = 0;
      for (let index = 0; index < count; index++) {
        const share = probabilities[ids[index]!]! * logs[index]!;
        mean += share;
        squares += share * logs[index]!;
      }
      variance = squares - mean * mean;
    },
    learn(id, position) {
      undo.push(position, { exponent, information });
      information = KEEP * information + (1 - KEEP) * PRIOR * USUAL_INFORMATION + variance;
      const index = ids.subarray(0, count).indexOf(id);
      const step = ((index < 0 ? 0 : logs[index]!) - mean) / information;
      exponent = Math.min(MOST, Math.max(LEAST, exponent + step));
    },
    truncate(length) {
      const first = undo.back(length).at(-1);
      if (first) ({ exponent, information } = first);
    },
  };
}
