import { SENTENCE_END } from '../vocabulary/special';

/** Any letter that the alphabet does not have. */
export const OTHER_LETTER = 0;
/** What closes a word, and opens the next one: the id with which a stream begins (training/streams.ts). */
export const WORD_END = SENTENCE_END;
/** Ids of letters begin here. */
const FIRST_LETTER = 2;

/** Rarer letters come from foreign names, and say nothing about the language's words. */
const LEAST_COUNT = 3;
/** Beyond this many signs a script writes syllables or whole words, of which nobody can spell new ones. */
const MOST_LETTERS = 250;

/** The letters of a language as ids of a network: OTHER_LETTER, WORD_END, then by falling count. */
export interface Alphabet {
  /** In the order of their ids, from 2 on; one code point each. */
  readonly letters: readonly string[];
  /** Ids that there are. */
  readonly size: number;
  idOf(letter: string): number;
  /** Undefined for the two ids that are no letter. */
  letterOf(id: number): string | undefined;
}

export function alphabetOf(letters: readonly string[]): Alphabet {
  const ids = new Map(letters.map((letter, index) => [letter, FIRST_LETTER + index]));
  return {
    letters,
    size: FIRST_LETTER + letters.length,
    idOf: (letter) => ids.get(letter) ?? OTHER_LETTER,
    letterOf: (id) => letters[id - FIRST_LETTER],
  };
}

/** The alphabet of these words; undefined where there are too many letters to spell with. */
export function findAlphabet(words: readonly string[]): Alphabet | undefined {
  const counts = new Map<string, number>();
  for (const word of words) for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count >= LEAST_COUNT);
  if (frequent.length === 0 || frequent.length > MOST_LETTERS) return undefined;
  // Equally frequent letters in the order of their code points, so that the order of the words does not matter.
  frequent.sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1));
  return alphabetOf(frequent.map(([letter]) => letter));
}

/** Whether a word's spelling is worth learning: letters and what joins them. Numbers and chemical formulas are not. */
export function isSpelled(key: string): boolean {
  return /^\p{L}[\p{L}\p{M}'’-]*$/u.test(key);
}
