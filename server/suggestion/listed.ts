import type { Caret } from './caret';
import type { Piece } from './writing';

export interface ListItem {
  /** The item replaces the text from here to the caret. */
  readonly start: number;
  readonly text: string;
  readonly insertText: string;
  /** What the editor compares with the typed letters: it begins with exactly those, so that other cases and accents match too. */
  readonly filterText: string;
  /** As CompletionData.probability. */
  readonly probability?: number;
}

/**
 * A word of the list. It takes the place of what is typed of it, unless that has markup in it or begins on the line above:
 * then what is missing goes behind it.
 *
 * @param typed what stands before the caret of the word, as it stands there.
 */
export function listed(
  { insertText, whole, replaces }: Piece,
  caret: Caret,
  typed: string,
): ListItem | undefined {
  const { start, prefix, offset } = caret;
  if (prefix === '') return { start, text: whole, insertText, filterText: whole };
  const isPlain = typed === prefix || !markup.test(typed) || whole.startsWith(typed);
  if (typed.includes('\n') || !isPlain) {
    return replaces ? undefined : { start: offset, text: whole, insertText, filterText: insertText };
  }
  return { start, text: whole, insertText: whole, filterText: typed + insertText };
}

const markup = /[*_~<>[\]{}\\&"=]/;
