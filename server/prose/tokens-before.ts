import { isElidedWord } from '../../model/tokenizer/elisions';
import type { Token } from '../../model/tokens/token';

/** What stands before the caret: whole tokens, then the word that is being written. */
export interface TokensBefore {
  /** In the order of the text; offsets are the document's. What has not changed is the same object as before. */
  readonly tokens: Token[];
  /** The unfinished word at the caret and where it starts; '' at the caret if there is none. */
  readonly prefix: { readonly text: string; readonly start: number };
}

/** Takes the unfinished word off the end: letters up to the caret, with an apostrophe or hyphen that may go on inside it. */
export function splitPrefix(tokens: Token[], caret: number): TokensBefore {
  const last = tokens.at(-1);
  const previous = tokens.at(-2);
  const none = { text: '', start: caret };
  if (last?.end !== caret) return { tokens, prefix: none };
  if (last.kind === 'word' || last.kind === 'number') {
    // A finished elision (`l'`) waits for the next word.
    if (/['’ʼ]$/.test(last.text)) return { tokens, prefix: none };
    tokens.pop();
    return { tokens, prefix: { text: last.text, start: last.start } };
  }
  const mayGoOn = previous?.kind === 'word' && previous.end === last.start && /^['’ʼ‐‑-]$/.test(last.text);
  if (!mayGoOn) return { tokens, prefix: none };
  tokens.length -= 2;
  const text = previous.text + last.text;
  const { start } = previous;
  if (last.text === '-' || !isElidedWord(previous.text)) return { tokens, prefix: { text, start } };
  tokens.push({ kind: 'word', text, start, end: caret });
  return { tokens, prefix: none };
}
