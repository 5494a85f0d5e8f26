import { LEAST_OFFERED, type NewWordsUnder } from '../../model/letters/new-words';
import type { NewWordIds } from '../suggestion/new-words';
import type { KeyTable } from './key-table';

/** Ranks and offers under a distribution at each prefix of one word, from no letter to all of them. */
export interface WordScores {
  /** (letters + 1) words under the prefix that are likelier than the right one; −1 for a word that is not offered. */
  readonly rank: Int32Array;
  /** (letters + 1) The same if no new words were offered. */
  readonly rankOfWritten: Int32Array;
  /** (letters + 1) the word that ghost text would offer: not the prefix itself, and no punctuation. NO_WORD where there is none. */
  readonly offered: Int32Array;
  /** (letters + 1) its confidence, as in server/suggestion/outlook.ts. */
  readonly confidence: Float32Array;
}

/** No id of a lexicon, and of no new word. */
export const NO_WORD = -(2 ** 31);

/** New words (not in the lexicon) that could complete the word that is being typed. */
export interface MetNewWords {
  /** What is known of them at the first `length` letters, where `entries` known words fit that have `known` of the probability. */
  under(length: number, known: number, entries: number): NewWordsUnder;
  readonly ids: NewWordIds;
}

/** The longest word that is looked at; the rest of a longer one is typed. */
const LONGEST_WORD = 64;

/** Buffers for scoring one word after another. */
export function createWordScores(): WordScores {
  return {
    rank: new Int32Array(LONGEST_WORD + 1),
    rankOfWritten: new Int32Array(LONGEST_WORD + 1),
    offered: new Int32Array(LONGEST_WORD + 1),
    confidence: new Float32Array(LONGEST_WORD + 1),
  };
}

/**
 * Fills `scores` in one walk over the table. The ranges of the prefixes lie within one another, so each place is
 * visited once, for the longest prefix that it has, and sums and maxima carry over to the shorter prefixes.
 *
 * @param ranges of the word's prefixes (KeyTable.ranges).
 * @param target the word's id, below 0 if it is new.
 * @returns letters that were scored, from 0 to this.
 */
export function scoreWord(
  scores: WordScores,
  probabilities: Float32Array,
  table: KeyTable,
  ranges: Int32Array,
  target: number,
  newWords: MetNewWords,
): number {
  const { ids } = table;
  const letters = Math.min(ranges.length / 2 - 1, LONGEST_WORD);
  const isWritten = target >= 0;
  const wanted = isWritten ? probabilities[target]! : 0; // every known id has a probability

  let better = 0;
  let mass = 0;
  let best = NO_WORD;
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
    scores.rankOfWritten[length] = isWritten ? better : -1;
    scores.rank[length] = scores.rankOfWritten[length]!;
    scores.offered[length] = best;
    scores.confidence[length] = bestProbability;
    if (length > 0) {
      const { chance, words } = newWords.under(length, mass, to - from);
      const scale = mass > 0 ? (1 - chance) / mass : 0;
      scores.confidence[length] = bestProbability * scale;
      const offered = words.filter(({ probability }) => chance * probability >= LEAST_OFFERED);
      const own = offered.find(({ key }) => newWords.ids.idOf(key) === target);
      const confidence = own ? chance * own.probability : wanted * scale;
      const ahead = offered.filter(({ probability }) => chance * probability > confidence).length;
      if (isWritten) scores.rank[length]! += ahead;
      else if (own)
        scores.rank[length] = ahead + likelierThan(confidence / scale, probabilities, table, from, to);
      const first = offered[0];
      if (first && chance * first.probability > scores.confidence[length]!) {
        scores.offered[length] = newWords.ids.idOf(first.key);
        scores.confidence[length] = chance * first.probability;
      }
    }
    if (whole >= 0 && probabilities[whole]! > bestProbability) {
      best = whole;
      bestProbability = probabilities[whole]!;
    }
  }
  return letters;
}

/** How many words from one place of the table to another have a higher probability than the given one. */
function likelierThan(
  probability: number,
  probabilities: Float32Array,
  table: KeyTable,
  from: number,
  to: number,
): number {
  let count = 0;
  for (let place = from; place < to; place++) {
    const id = table.ids[place]!;
    if (table.isWord(id) && probabilities[id]! > probability) count++;
  }
  return count;
}
