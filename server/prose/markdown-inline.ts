import type { Span } from '../../model/tokens/token';
import { readReference } from './references';

/**
 * A stretch of a text that is no prose: `gap` stands for something that a reader sees, `spelled` for letters or
 * signs, `silent` for nothing.
 */
export interface Mark extends Span {
  readonly kind: 'gap' | 'silent' | 'spelled';
  /** Of `spelled`: what it reads as. */
  readonly as?: string;
  /** Nobody writes prose inside it. Else it is one sign. */
  readonly isClosed: boolean;
}

/**
 * What extensions of Markdown put into its text, to which CommonMark is blind: pandoc's and Quarto's citations,
 * attributes and shortcodes, the tags, fields, block names and links of notebooks such as Obsidian and Logseq, emoji by
 * name, `==marked==` words; and what it has itself: escapes, character references, the mark of a quote's further line.
 */
export function marksInText(text: string, dialect: Dialect): Mark[] {
  const marks: Mark[] = [];
  for (const found of text.matchAll(dialect === 'mdx' ? mdxMarks : commonMarks)) {
    const { 0: mark, index, groups } = found;
    const start = index;
    const end = start + mark.length;
    if (groups?.escape !== undefined) {
      marks.push({ kind: 'silent', start, end: start + 1, isClosed: false });
    } else if (groups?.quote !== undefined) {
      marks.push({ kind: 'silent', start: start + 1, end, isClosed: false });
    } else if (groups?.sign !== undefined) marks.push({ kind: 'silent', start, end, isClosed: false });
    else if (groups?.silent !== undefined) marks.push({ kind: 'silent', start, end, isClosed: true });
    else if (groups?.reference !== undefined) {
      const as = readReference(mark);
      if (as === undefined) marks.push({ kind: 'gap', start, end, isClosed: true });
      else marks.push({ kind: 'spelled', start, end, isClosed: true, as });
    } else {
      const bar = groups?.link === undefined ? -1 : mark.indexOf('|');
      // Of `[[note|words]]` the words are read.
      marks.push({ kind: 'gap', start, end: bar < 0 ? end : start + bar + 1, isClosed: true });
      if (bar >= 0) marks.push({ kind: 'silent', start: end - 2, end, isClosed: true });
    }
  }
  return marks;
}

export type Dialect = 'markdown' | 'mdx';

const backslash = String.raw`(?<escape>\\[!-/:-@[-\x60{-~])`;
const quote = String.raw`(?<quote>\n[ \t]*(?:>[ \t]?)+)`;
const reference = String.raw`(?<reference>&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});)`;
const citation = String.raw`(?<![\p{L}\p{N}_./-])@(?:\{[^{}\s]{1,200}\}|[\p{L}\p{N}_](?:[\p{L}\p{N}_]|[:.#$%&+?<>~/-](?=[\p{L}\p{N}_]))*)`;
const tag = String.raw`(?<![\p{L}\p{N}_&/#\]])#[\p{L}_][\p{L}\p{N}_/-]*`;
const noteLink = String.raw`(?<link>!?\[\[[^[\]\n]{0,400}\]\])`;
const shortcode = String.raw`\{\{[^{}\n]{0,400}\}\}|\{%[^{}\n]{0,400}%\}`;
const texEnvironment = String.raw`\\begin\{(?<name>[a-z]{1,20}\*?)\}[^\n]{0,1000}?\\end\{\k<name>\}`;
const emoji = String.raw`(?<![\p{L}\p{N}:]):[a-z\d_+-]{2,40}:(?![\p{L}\p{N}:])`;
const attributes = String.raw`(?<silent>\{[#.:=-][^{}\n]{0,400}\}|\{[\w-]{1,40}=[^{}\n]{0,400}\}|\{[\w:+-]{1,60}\}$|`;
const calloutKind = String.raw`(?<=^\s*)\[![\w-]{1,40}\][+-]?|`;
const field = String.raw`[[(][\p{L}\p{N} _-]{1,60}::|(?<=^|\n)[\p{L}\p{N}_-]{1,40}::(?=\s)|`;
const blockName = String.raw`(?<=^|\s)\^[\p{L}\p{N}-]+(?=[ \t]*(?:\n|$)))`;
/** Signs around words: `==marked==`, and emphasis that has not been closed yet. */
const signs = String.raw`(?<sign>==(?=\S)|(?<=\S)==|(?<![\p{L}\p{N}*_\\])[*_]{1,3}(?=["“‘'(«„¿¡]?[\p{L}\p{N}]|$))`;
const expression = String.raw`\{(?:[^{}]|\{[^{}]{0,400}\}){0,2000}\}`;
const component = String.raw`<\/?[A-Za-z][\w.:-]*(?:[^<>{}]|\{(?:[^{}]|\{[^{}]{0,400}\}){0,1000}\}){0,1000}>`;

const silent = attributes + calloutKind + field + blockName;
const common = [
  backslash,
  quote,
  reference,
  citation,
  tag,
  noteLink,
  shortcode,
  texEnvironment,
  emoji,
  silent,
  signs,
];
const commonMarks = new RegExp(common.join('|'), 'gu');
const mdxMarks = new RegExp([backslash, quote, component, expression, ...common.slice(2)].join('|'), 'gu');

/** What an extension has opened at the end of a line. */
export function endsInMark(line: string, dialect: Dialect): boolean {
  const latest = line.slice(-LONGEST_MARK);
  return openMark.test(latest) || (dialect === 'mdx' && openExpression.test(latest));
}

const LONGEST_MARK = 400;

const openMark = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}_./-])@(?:\{[^{}\s]*|[\p{L}\p{N}_:.#$%&+?<>~/-]*)$`,
    String.raw`(?<![\p{L}\p{N}_&/#\]\\])#[\p{L}_][\p{L}\p{N}_/-]*$`,
    String.raw`^\s{0,3}#{1,6}$`,
    String.raw`\[\[[^[\]|\n]*\]?$`,
    String.raw`\{(?:[#.:=%<-]|\{|[\w-]+=)[^{}\n]*$`,
    String.raw`(?<=^|\s)\^[\p{L}\p{N}-]*$`,
    String.raw`\\begin\{(?<name>[a-z]{1,20}\*?)\}(?!.*\\end\{\k<name>\}).*$`,
  ].join('|'),
  'u',
);
const openExpression = /\{[^{}]*(?:\{[^{}]*\}[^{}]*)*(?:\{[^{}]*)?$/;
