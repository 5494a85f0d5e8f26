import type { Token } from '../../model/tokens/token';
import type { TextSource } from '../prose/document';
import type { TokensBefore } from '../prose/tokens-before';

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

const LATEX_PARTS = /[\s\u200b~]|\\(?:[ ,;:>\\]|(?:q?quad|newline|linebreak|space|par)(?![a-zA-Z]))/u;
const MARKDOWN_PARTS = /[\s\u200b]|&nbsp;|&#160;|<br\b/u;
/** What parts two words, by language. */
const PARTS_WORDS: Readonly<Record<string, RegExp>> = {
  plaintext: /[\s\u200b]/u,
  ...{ markdown: MARKDOWN_PARTS, mdx: MARKDOWN_PARTS, quarto: MARKDOWN_PARTS, rmd: MARKDOWN_PARTS },
  ...{ latex: LATEX_PARTS, tex: LATEX_PARTS, context: LATEX_PARTS },
};

const ENDS_IN_MARK = /^(.*)(['’ʼ‐‑-])$/su;

/**
 * Reads the caret's surroundings. `before` is what the document has before `offset`. `completes` says whether any
 * known word begins so: it decides whether the apostrophe of `don'` belongs to a word or closes a quotation. `ended`: the word at the
 * caret is whole, since it was accepted so; the next one comes after it.
 */
export function readCaret(
  text: TextSource,
  offset: number,
  before: TokensBefore,
  completes: (prefix: string) => boolean,
  ended = false,
  languageId = 'plaintext',
): Caret {
  const { prefix } = before;
  const tokens = endedByBlankLine(text, before);
  if (prefix.text === '') return between(text, offset, tokens, languageId);
  if (ended) {
    const word: Token = { kind: 'word', text: prefix.text, start: prefix.start, end: offset };
    return between(text, offset, [...tokens, word], languageId);
  }
  const [, word, mark] = ENDS_IN_MARK.exec(prefix.text) ?? [];
  if (word && mark && !completes(prefix.text)) {
    const end = prefix.start + word.length;
    const parted: Token[] = [
      { kind: 'word', text: word, start: prefix.start, end },
      { kind: 'punctuation', text: mark, start: end, end: offset },
    ];
    return between(text, offset, [...tokens, ...parted], languageId);
  }
  return { context: tokens, prefix: prefix.text, start: prefix.start, offset, touching: true };
}

function between(text: TextSource, offset: number, context: readonly Token[], languageId: string): Caret {
  const previous = lastVisible(context);
  const gap = text.slice(previous?.end ?? offset, offset);
  const touching =
    previous !== undefined &&
    context.at(-1)?.kind !== 'paragraphEnd' &&
    !(PARTS_WORDS[languageId] ?? PARTS_WORDS.plaintext!).test(gap);
  return { context, prefix: '', start: offset, offset, touching };
}

/** A blank line ends a paragraph whatever the markup, and whether or not anything stands behind it yet. */
function endedByBlankLine(text: TextSource, { tokens, prefix }: TokensBefore): readonly Token[] {
  const last = tokens.at(-1);
  if (last === undefined || last.kind === 'paragraphEnd') return tokens;
  if (!/\n[^\S\n]*\n/.test(text.slice(last.end - 1, prefix.start))) return tokens;
  const kept = last.kind === 'sentenceEnd' ? tokens.slice(0, -1) : tokens;
  return [...kept, { kind: 'paragraphEnd', text: '', start: last.end, end: last.end }];
}

/** The last token that can be seen: sentence and paragraph ends have no text. */
export function lastVisible(tokens: readonly Token[]): Token | undefined {
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index]!;
    if (token.kind !== 'sentenceEnd' && token.kind !== 'paragraphEnd') return token;
  }
  return undefined;
}
