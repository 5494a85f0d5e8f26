import { foldWord } from '../../model/tokenizer/fold';
import { tokenizeProse } from '../../model/tokenizer/prose';
import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { wordsIn } from './never';
import type { Writer } from './writing';

/**
 * What the writer wants forgotten, as it is stored: the folded key of a word; of a phrase, the keys of its tokens with spaces
 * between. `undefined` where there is nothing in it.
 */
export function forgottenKey(text: string): string | undefined {
  const keys = tokenizeProse(text).flatMap((token) => (token.text === '' ? [] : [foldWord(token.text)]));
  return keys.join(' ') || foldWord(text.trim()) || undefined;
}

/** A writer that does not write the last word of a forgotten phrase behind the others. Each word by itself may stand. */
export function withoutPhrases(writer: Writer, blocked: ReadonlySet<string>, lexicon: Lexicon): Writer {
  const phrases = phrasesByEnd(blocked);
  if (phrases.size === 0) return writer;
  return {
    write(id, place) {
      const beginnings = wordsIn(lexicon.key(id)).flatMap((word) => phrases.get(word) ?? []);
      if (beginnings.some((beginning) => endsWith(place.context, beginning))) return undefined;
      return writer.write(id, place);
    },
    after: (piece, place) => writer.after(piece, place),
  };
}

/** By the key of their last token, the keys before it, last first. */
function phrasesByEnd(blocked: ReadonlySet<string>): ReadonlyMap<string, readonly (readonly string[])[]> {
  const phrases = new Map<string, string[][]>();
  for (const key of blocked) {
    const [end, ...before] = key.split(' ').reverse();
    if (end === undefined || before.length === 0) continue;
    phrases.set(end, [...(phrases.get(end) ?? []), before]);
  }
  return phrases;
}

/** Whether the tokens that a reader sees, within a paragraph, end with these keys, given last first. */
function endsWith(context: readonly Token[], keys: readonly string[]): boolean {
  let matched = 0;
  for (let index = context.length - 1; index >= 0 && matched < keys.length; index--) {
    const { kind, text } = context[index]!; // within the context
    if (kind === 'sentenceEnd') continue;
    if (text === '' || foldWord(text) !== keys[matched]) return false;
    matched++;
  }
  return matched === keys.length;
}
