import type { Evaluation } from '../protocol';
import { NO_WORD, type WordScores } from './score-word';

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
  /** (STEPS) each: offers made, offers right, words with an offer. */
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
      let standing = NO_WORD;
      for (let typed = 0; typed <= letters; typed++) {
        const id = offered[typed]!;
        if (id === NO_WORD || confidence[typed]! < threshold || lengthOf(id) - typed < LEAST_LETTERS)
          continue;
        if (id === standing) continue;
        if (standing === NO_WORD) this.spoken[step]!++;
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
