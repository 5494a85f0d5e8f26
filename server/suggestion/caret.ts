import type { Token } from '../../model/tokenizer/token';

/** Where the writer stands. */
export interface Caret {
  /** Whole tokens before the caret, oldest first; the word under the caret is not among them. */
  readonly context: readonly Token[];
  /** The letters before the caret of the word that it touches; '' between words. */
  readonly prefix: string;
  /** Where the prefix begins; the caret itself where there is none. */
  readonly start: number;
  readonly offset: number;
  /** Whether nothing stands between the last token (or the prefix) and the caret that would part two words. */
  readonly touching: boolean;
}

const INNER_MARKS = /^['’ʼ‐‑-]$/;

/**
 * Reads the caret's surroundings. `tokens` are those of the text cut at `offset`. `completes` says whether any
 * known word begins so: it decides whether the apostrophe of `don'` belongs to a word or closes a quotation.
 */
export function readCaret(
  text: string,
  offset: number,
  tokens: readonly Token[],
  completes: (prefix: string) => boolean,
): Caret {
  const last = tokens.at(-1);
  const between = (context: readonly Token[]): Caret => {
    const previous = lastVisible(context);
    const gap = text.slice(previous?.end ?? offset, offset);
    const touching =
      previous !== undefined && context.at(-1)?.kind !== 'paragraphEnd' && !/[\s\u200b]/u.test(gap);
    return { context, prefix: '', start: offset, offset, touching };
  };
  const within = (count: number): Caret => {
    const context = tokens.slice(0, -count);
    const start = tokens[tokens.length - count]!.start; // the word is `count` tokens, and there are as many
    return { context, prefix: text.slice(start, offset), start, offset, touching: true };
  };

  if (last === undefined || last.end !== offset) return between(tokens);
  if (last.kind === 'word') return within(1);
  const before = tokens.at(-2);
  if (INNER_MARKS.test(last.text) && before?.kind === 'word' && before.end === last.start) {
    if (completes(text.slice(before.start, offset))) return within(2);
  }
  return between(tokens);
}

/** The last token that can be seen: sentence and paragraph ends have no text. */
export function lastVisible(tokens: readonly Token[]): Token | undefined {
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index]!;
    if (token.kind !== 'sentenceEnd' && token.kind !== 'paragraphEnd') return token;
  }
  return undefined;
}
