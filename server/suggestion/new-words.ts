import type { Lexicon } from '../../model/vocabulary/lexicon';

/**
 * Words that are offered though nobody has written them yet. They have no place in the lexicon, which counts and predicts what
 * was written; here each gets a number below 0, for as long as its document is open.
 */
export interface NewWordIds {
  /** The id of a folded word. */
  idOf(key: string): number;
  /** The word of an id below 0. */
  keyOf(id: number): string;
}

/** Numbers that are kept of a document; then the oldest are reused, which takes days of writing. */
const MOST = 10_000;

export function createNewWordIds(): NewWordIds {
  const ids = new Map<string, number>();
  const keys: string[] = [];
  let next = 0;
  return {
    idOf(key) {
      const known = ids.get(key);
      if (known !== undefined) return known;
      const place = next++ % MOST;
      const before = keys[place];
      if (before !== undefined) ids.delete(before);
      keys[place] = key;
      ids.set(key, -1 - place);
      return -1 - place;
    },
    keyOf: (id) => keys[-1 - id] ?? '',
  };
}

/** The key of a word that is offered, new or not. */
export function keyOf(id: number, lexicon: Pick<Lexicon, 'key'>, newWords: NewWordIds): string {
  return id < 0 ? newWords.keyOf(id) : lexicon.key(id);
}
