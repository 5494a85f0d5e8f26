import type { ProseDocument } from '../prose/document';
import { sinceParagraphStart } from './writing';

/** The word that a command (*Never Suggest*, *Not Here*, *Why This Word?*) is about, and where it stands. */
export interface Meant {
  /** Undefined where there is none. */
  readonly word: string | undefined;
  /** Words and marks before it in its paragraph, the nearest last. */
  readonly before: readonly string[];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ʼ‐‑-]*/u;

/**
 * The word that is meant at the caret: the one given, which begins there or goes on from the typed letters; else the first of what is
 * offered; else the one that stands before the caret.
 *
 * @param count of the words and marks before it that are told.
 */
export function meantAt(
  document: ProseDocument,
  offset: number,
  count: number,
  { given, offered }: { given?: string | undefined; offered?: string | undefined },
): Meant {
  const { tokens, prefix } = document.tokensBefore(offset, count + 2);
  const before = sinceParagraphStart(tokens).flatMap(({ text }) => (text === '' ? [] : [text]));
  const last = (words: readonly string[]) => words.slice(-count);
  if (given !== undefined) return { word: given, before: last(before) };
  if (offered === undefined) {
    const word = prefix.text || before.pop();
    return { word, before: last(before) };
  }
  const completes = prefix.text !== '' && /^[\p{L}\p{M}\p{N}'’-]/u.test(offered);
  if (prefix.text !== '' && !completes) before.push(prefix.text);
  return { word: WORD.exec(completes ? prefix.text + offered : offered)?.[0], before: last(before) };
}
