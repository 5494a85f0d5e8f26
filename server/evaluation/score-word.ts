import { UNKNOWN } from '../../model/vocabulary/special';
import { likeness } from '../suggestion/candidates';
import type { KeyTable } from './key-table';

/** What a distribution says at each prefix of one word, from no letter to all of them. */
export interface WordScores {
  /** (letters + 1) words under the prefix that are likelier than the right one; −1 for a word nobody knows. */
  readonly rank: Int32Array;
  /** (letters + 1) the word that ghost text would offer: not the prefix itself, and no punctuation. */
  readonly offered: Int32Array;
  /** (letters + 1) its confidence, as in server/suggestion/candidates.ts (prefixMass). */
  readonly confidence: Float32Array;
}

/** The longest word that is looked at; the rest of a longer one is typed. */
const LONGEST_WORD = 64;

/** Buffers for scoring one word after another. */
export function createWordScores(): WordScores {
  return {
    rank: new Int32Array(LONGEST_WORD + 1),
    offered: new Int32Array(LONGEST_WORD + 1),
    confidence: new Float32Array(LONGEST_WORD + 1),
  };
}

/**
 * Fills `scores` in one walk over the table. The ranges of the prefixes lie within one another, so each place is
 * visited once, for the longest prefix that it has, and sums and maxima are carried outwards.
 *
 * @param ranges of the word's prefixes (KeyTable.ranges).
 * @param target the word's id, or UNKNOWN.
 * @param strangers P(a word that nobody has seen); see server/suggestion/candidates.ts.
 * @returns letters that were scored, from 0 to this.
 */
export function scoreWord(
  scores: WordScores,
  probabilities: Float32Array,
  table: KeyTable,
  ranges: Int32Array,
  target: number,
  strangers: number,
): number {
  const { ids } = table;
  const letters = Math.min(ranges.length / 2 - 1, LONGEST_WORD);
  const wanted = target === UNKNOWN ? 0 : probabilities[target]!; // every known id has a probability

  let better = 0;
  let mass = 0;
  let best = -1;
  let bestProbability = 0;
  let from = ranges[2 * letters]!;
  let to = from; // nothing visited yet
  for (let length = letters; length >= 0; length--) {
    const outerFrom = ranges[2 * length]!;
    const outerTo = ranges[2 * length + 1]!;
    // The word that is the prefix itself comes first. It is no offer here, but is one for the prefixes before.
    let whole = -1;
    for (let place = outerFrom; place < outerTo; place++) {
      if (place === from) place = to; // what lies within has been visited
      if (place >= outerTo) break;
      const id = ids[place]!;
      const probability = probabilities[id]!;
      if (table.isWord(id) && (probability > wanted || (probability === wanted && id < target))) better++;
      mass += probability;
      if (probability <= bestProbability) continue;
      if (length > 0 && place === outerFrom && table.keyAt(place).length === length) {
        whole = id;
      } else if (length > 0 || table.isWord(id)) {
        best = id;
        bestProbability = probability;
      }
    }
    from = outerFrom;
    to = outerTo;
    const all = length === 0 ? 1 : mass + strangers * likeness(to - from, table.size);
    scores.rank[length] = target === UNKNOWN ? -1 : better;
    scores.offered[length] = best;
    scores.confidence[length] = all > 0 ? bestProbability / all : 0;
    if (whole >= 0 && probabilities[whole]! > bestProbability) {
      best = whole;
      bestProbability = probabilities[whole]!;
    }
  }
  return letters;
}
