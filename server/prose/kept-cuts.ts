import type { Segment } from './markup';

/** Within a segment: `text` in place of [from, to). */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A change inside a long stretch of code or the like that neither opens nor closes anything. */
export function keepsOther(segment: Segment, { from, to, text }: Change): boolean {
  // What is opened, and how, stands in the first two lines.
  const opening = segment.text.indexOf('\n', segment.text.indexOf('\n') + 1);
  if (opening <= 0 || from <= opening || to > segment.text.length) return false;
  if (segment.isUnclosed || mayEndAtAnyLine.test(segment.text)) return false;
  const lineStart = segment.text.lastIndexOf('\n', from - 1) + 1;
  const feed = segment.text.indexOf('\n', to);
  const lineEnd = feed < 0 ? segment.text.length : feed;
  const before = segment.text.slice(lineStart, lineEnd);
  const after = segment.text.slice(lineStart, from) + text + segment.text.slice(to, lineEnd);
  const isClosingLine = lineEnd >= segment.lastInside && segment.lastInside < segment.text.length;
  return !isClosingLine && !mayClose.test(before) && !mayClose.test(after);
}

/** What begins a stretch that a blank line and what comes behind may end (closing.ts). */
const mayEndAtAnyLine =
  /^[ \t]*(?:\$\$|-{3}|\+{3}|import|export|\\begin\s*\{(?!verb|lst|mint|tikz|tab|alltt|comm|file))/;

/** The end of an environment that nothing closed. */
export const mayEnd = /\\end/;

/** What ends a stretch of `other` in any of the markups. */
const mayClose = /^[ \t]*(?:`{2}|~{2}|\$|--|\+\+|\.\.|\/\/|#\+|:|\*)|-->|<\/|\\begin|\\end/im;
