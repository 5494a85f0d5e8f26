import { type NewWords, newWordsUnder, outsideMass } from '../../model/letters/new-words';
import type { Speller, Spelling } from '../../model/letters/speller';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { NewWordIds } from '../suggestion/new-words';
import type { MetNewWords } from './score-word';

/** The word that is being typed. */
export interface TypedWord {
  readonly key: string;
  readonly startsSentence: boolean;
}

/**
 * New words for each prefix of each word of a text in turn. The completions of a prefix are spelled once, whichever parts of the
 * mixture are asked about it.
 */
export function createNewWordsMet(
  lexicon: Lexicon,
  { weights, speller }: NewWords,
  ids: NewWordIds,
): { meet(word: TypedWord, probabilities: Float32Array): MetNewWords } {
  const remembering = speller && rememberSpellings(speller);
  const isKnown = (key: string) => lexicon.idOf(key) !== UNKNOWN;
  return {
    meet({ key, startsSentence }, probabilities) {
      const outside = outsideMass(probabilities, lexicon);
      remembering?.begin(key);
      return {
        ids,
        under: (length, known, entries) =>
          newWordsUnder(
            { weights, speller: remembering?.speller },
            { prefix: key.slice(0, length), size: lexicon.size, outside, known, entries, startsSentence },
            isKnown,
          ),
      };
    },
  };
}

/** Answers for the prefixes of one word. The lexicon must not change before the next one begins. */
function rememberSpellings(speller: Speller): { readonly speller: Speller; begin(key: string): void } {
  const spellings = new Map<string, Spelling>();
  let word = '';
  return {
    begin(key) {
      if (key !== word) spellings.clear();
      word = key;
    },
    speller: {
      probability: (prefix) => speller.probability(prefix),
      spell(prefix, isKnown) {
        const known = spellings.get(prefix) ?? speller.spell(prefix, isKnown);
        spellings.set(prefix, known);
        return known;
      },
    },
  };
}
