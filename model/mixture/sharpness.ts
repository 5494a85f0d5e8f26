import { createUndoLog } from '../prediction/undo-log';

/**
 * How sure a mixture may be, found while a text is read. Parts that are right by themselves make a mixture that is too unsure where
 * they agree (Ranjan & Gneiting 2010, "Combining probability forecasts", https://doi.org/10.1111/j.1467-9868.2009.00726.x), most of all in
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
  /** Sharpens a distribution (lexicon) in place; it sums to 1 before and after. */
  sharpen(probabilities: Float32Array): void;
  /** Takes in the token that came at `position` after the distribution that was sharpened last. */
  learn(id: number, position: number): void;
  /** Takes back what the tokens from `length` on taught, as far as it is kept. */
  truncate(length: number): void;
}

const LIKELY = 0.002;
/** Pseudo-count: the exponent 1 is worth this many tokens of the usual information. */
const PRIOR = 100;
const USUAL_INFORMATION = 3;
/** What a token counts for after the next one, as a share: a thousand tokens, three pages. */
const KEEP = 0.999;
const LEAST = 0.7;
const MOST = 2;

export function createSharpness(): Sharpness {
  let exponent = 1;
  let information = PRIOR * USUAL_INFORMATION;
  const undo = createUndoLog<{ exponent: number; information: number }>();
  /** l(w) of the likely words of the last distribution. */
  const logs = new Map<number, number>();
  /** Of l under it. */
  let mean = 0;
  let variance = 0;
  return {
    get exponent() {
      return exponent;
    },
    sharpen(probabilities) {
      logs.clear();
      let added = 0;
      for (let id = 0; id < probabilities.length; id++) {
        const before = probabilities[id]!;
        if (before < LIKELY) continue;
        const log = Math.log(before / LIKELY);
        logs.set(id, log);
        probabilities[id] = before * Math.exp((exponent - 1) * log);
        added += probabilities[id]! - before;
      }
      const scale = 1 / (1 + added);
      if (scale !== 1) for (let id = 0; id < probabilities.length; id++) probabilities[id]! *= scale;
      let squares = 0;
      mean = 0;
      for (const [id, log] of logs) {
        mean += probabilities[id]! * log;
        squares += probabilities[id]! * log * log;
      }
      variance = squares - mean * mean;
    },
    learn(id, position) {
      undo.push(position, { exponent, information });
      information = KEEP * information + (1 - KEEP) * PRIOR * USUAL_INFORMATION + variance;
      const step = ((logs.get(id) ?? 0) - mean) / information;
      exponent = Math.min(MOST, Math.max(LEAST, exponent + step));
    },
    truncate(length) {
      const first = undo.back(length).at(-1);
      if (first) ({ exponent, information } = first);
    },
  };
}
