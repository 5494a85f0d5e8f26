import type { Token } from '../tokenizer/token';

/**
 * The closed vocabulary that a network was trained with: one entry a word, whatever its case.
 * The rest of this file's contract (functions below it) belongs to the text helper.
 */
export interface Vocabulary {
  /** Ids 0, 1, 2 are the special tokens (special.ts); then by falling count. */
  readonly size: number;
  /** Folded keys: NFC, lower case, `'` for every apostrophe, `-` for every hyphen. */
  readonly keys: readonly string[];
  /** True-cased display forms: `the`, `Ishmael`, `NASA`, `I'm`. */
  readonly forms: readonly string[];
  /** Occurrences in the training text. */
  readonly counts: readonly number[];
  readonly kinds: readonly ('special' | Token['kind'])[];
  /** How the text writes the space before and after each entry: learned majorities, per entry. */
  readonly spaceBefore: readonly boolean[];
  readonly spaceAfter: readonly boolean[];
  idOf(key: string): number;
}
