import type { Token } from '../tokens/token';

/**
 * Text that is tokenised already (Penn Treebank style): one sentence a line, tokens parted by blanks. A sentence ends where
 * its line does; an empty line is none. Every token is a `word`, `<unk>` included.
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
      tokens.push({ kind: 'word', text: text.slice(start, index), start, end: index });
      lineHasTokens = true;
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

const LINE_FEED = 10;
/** Space and every control character below it part tokens. */
const BLANK = 32;
