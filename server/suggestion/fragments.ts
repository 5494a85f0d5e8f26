import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { Accepts } from './candidates';

/** Occurrences in the document from which on a word is known, besides those of the vocabulary. */
const OFTEN = 3;

/**
 * Tells whether a token is likely an unfinished word: it stands once, and is the beginning of a well-known word (`Jarn` beside
 * `Jarndyce`), or one that another begins inside of (`windNew` beside `wind`). Seen again, it is a word like others.
 *
 * @param occurrences how often the document has a word.
 */
export function createFragments(lexicon: Lexicon, occurrences: (id: number) => number): Accepts {
  /** Ids found to be fragments so far: a known word stays known, so the answer does not change. */
  const known = new Set<number>();
  const isKnown = (id: number) => id < lexicon.closedSize || occurrences(id) >= OFTEN;
  return (id) => {
    if (id < lexicon.closedSize || lexicon.count(id) > 1 || occurrences(id) > 1) return false;
    if (known.has(id)) return true;
    const [, head] = /^(\p{Ll}{2,}|\p{Lu}\p{Ll}+)\p{Lu}/u.exec(lexicon.form(id)) ?? [];
    const beginning = head === undefined ? UNKNOWN : lexicon.idOf(head.toLowerCase());
    const isFragment =
      (beginning !== UNKNOWN && isKnown(beginning)) ||
      lexicon
        .idsWithPrefix(lexicon.key(id))
        .some((other) => other !== id && isWord(lexicon.key(other)) && isKnown(other));
    if (isFragment) known.add(id);
    return isFragment;
  };
}

/** `Jarn` is the beginning of `Jarndyce`, but not of `Jarn's` nor of `Jarn-like`. */
function isWord(key: string): boolean {
  return /^[\p{L}\p{M}]+$/u.test(key);
}
