import type { Evaluation } from '../protocol';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../suggestion/model';
import type { WordScores } from './score-word';

export type GhostText = NonNullable<Evaluation['ghostText']>;

/** Thresholds tried: .02, .04 … .98. */
const STEP = 0.02;
const STEPS = 49;
/** Accepting costs a keystroke: as in server/suggestion/offer.ts. */
const LEAST_LETTERS = 2;

/**
 * How often ghost text would be right, by confidence threshold. Each word is typed letter by letter until an offer is
 * right and accepted; a wrong offer counts once for as long as it stands.
 */
export class GhostSums {
  /** (STEPS) offers made, offers right, words with an offer. */
  private readonly offers = new Float64Array(STEPS);
  private readonly right = new Float64Array(STEPS);
  private readonly spoken = new Float64Array(STEPS);
  private words = 0;

  /** @param lengthOf the letters of a word by id. */
  add(
    { offered, confidence }: WordScores,
    letters: number,
    target: number,
    lengthOf: (id: number) => number,
  ): void {
    this.words++;
    for (let step = 0; step < STEPS; step++) {
      const threshold = (step + 1) * STEP;
      let standing = -1;
      for (let typed = 0; typed <= letters; typed++) {
        const id = offered[typed]!;
        if (id < 0 || confidence[typed]! < threshold || lengthOf(id) - typed < LEAST_LETTERS) continue;
        if (id === standing) continue;
        if (standing < 0) this.spoken[step]!++;
        standing = id;
        this.offers[step]!++;
        if (id === target) {
          this.right[step]!++;
          break;
        }
      }
    }
  }

  curve(): GhostText {
    return Array.from({ length: STEPS }, (_, step) => ({
      threshold: Math.round((step + 1) * STEP * 100) / 100,
      precision: this.offers[step] === 0 ? 1 : this.right[step]! / this.offers[step]!,
      coverage: this.words === 0 ? 0 : this.spoken[step]! / this.words,
    }));
  }
}

/** How often ghost text should be right, per eagerness. */
export const WANTED_PRECISION: Thresholds = { quiet: 0.65, balanced: 0.5, eager: 0.35 };

/** Fewer words than this say too little about precision. */
const LEAST_WORDS = 500;

/**
 * The lowest thresholds from which on ghost text is right as often as wanted on held-out text. `words` is how many
 * words the curve was measured on; with too few, or where no threshold does, the defaults answer.
 */
export function fitThresholds(curve: GhostText, words: number): Thresholds {
  if (words < LEAST_WORDS) return DEFAULT_THRESHOLDS;
  const lowest = (eagerness: keyof Thresholds): number => {
    let fitted: number | undefined;
    for (let step = curve.length - 1; step >= 0; step--) {
      const { threshold, precision, coverage } = curve[step]!; // step is below its length
      if (coverage > 0 && precision < WANTED_PRECISION[eagerness]) break;
      if (coverage > 0) fitted = threshold;
    }
    return fitted ?? DEFAULT_THRESHOLDS[eagerness];
  };
  return { quiet: lowest('quiet'), balanced: lowest('balanced'), eager: lowest('eager') };
}
