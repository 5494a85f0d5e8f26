import type { Token } from '../tokens/token';

/**
 * Text that is tokenised already (Penn Treebank style): one sentence a line, tokens parted by blanks. A sentence ends where
 * its line does, or where `</s>` or `</p>` (at a paragraph's end) says so; without a word there is none to end. Every other token is a
 * `word`, `<unk>` included.
 */
export function tokenizeWhitespace(text: string): Token[] {
  const tokens: Token[] = [];
  const length = text.length;
  let lineHasTokens = false;
  let index = 0;
  while (index <= length) {
    const unit = index < length ? text.charCodeAt(index) : LINE_FEED;
    if (unit > BLANK) {
      const start = index;
      while (index < length && text.charCodeAt(index) > BLANK) index++;
      const word = text.slice(start, index);
      const end = ENDS.get(word);
      if (end === undefined) tokens.push({ kind: 'word', text: word, start, end: index });
      else if (lineHasTokens) tokens.push({ kind: end, text: '', start, end: start });
      lineHasTokens = end === undefined;
      continue;
    }
    if (unit === LINE_FEED && lineHasTokens) {
      tokens.push({ kind: 'sentenceEnd', text: '', start: index, end: index });
      lineHasTokens = false;
    }
    index++;
  }
  return tokens;
}

/** Some files write the ends that a line's end stands for. As words they would be other tokens of the same name. */
const ENDS: ReadonlyMap<string, 'sentenceEnd' | 'paragraphEnd'> = new Map([
  ['</s>', 'sentenceEnd'],
  ['</p>', 'paragraphEnd'],
]);

const LINE_FEED = 10;
/** Space and every control character below it part tokens. */
const BLANK = 32;
