import type { Vocabulary } from './vocabulary';

/**
 * Every word that can be suggested: the network's closed vocabulary (ids below `closedSize`), then, in order of
 * arrival, words that only the workspace or the open document has. Ids never change meaning while a lexicon lives.
 */
export interface Lexicon {
  readonly vocabulary: Vocabulary;
  /** The network's part: ids below it are its rows. */
  readonly closedSize: number;
  readonly size: number;
  /** The id of a token's key, or UNKNOWN. */
  idOf(key: string): number;
  /** The id of a key, added at the end if it is new; `form` is how the word was written. */
  add(key: string, form: string): number;
  key(id: number): string;
  /** How the word is written in the middle of a sentence: true case, `'` for apostrophes. */
  form(id: number): string;
  /** Every id whose key starts with the folded prefix, in no particular order. */
  idsWithPrefix(prefix: string): readonly number[];
}
