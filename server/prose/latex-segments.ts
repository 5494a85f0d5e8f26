import { otherEnvironments } from './latex-commands';
import type { Segment } from './markup';
import { eachLine, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/**
 * Cuts LaTeX at blank lines and headings. The preamble, what follows `\end{document}`, and environments without prose
 * that begin at a line's start are segments of their own that need no parser.
 */
export function segmentLatex(text: string): Segment[] {
  const builder = new SegmentBuilder(text);
  let closing: RegExp | undefined;
  let isFresh = true;
  let breakBefore = false;

  eachLine(text, (line, start, end, next) => {
    if (closing) {
      if (closing.test(line)) {
        builder.other(next, end);
        closing = undefined;
        isFresh = true;
      }
      return;
    }
    const blank = /^\s*$/.test(line);
    if (!isFresh && !blank && (breakBefore || isHeading(line) || builder.lengthAt(start) > LONGEST_SEGMENT)) {
      builder.prose(start);
    }
    isFresh = false;
    breakBefore = blank || isHeading(line);

    closing = closingOf(line);
    if (!closing) return;
    builder.prose(start);
    // It may be over in its own line.
    if (closing.test(line)) {
      builder.other(next, end);
      closing = undefined;
      isFresh = true;
    }
  });
  if (closing) builder.other(text.length, text.length);
  else builder.prose(text.length);
  return builder.segments;
}

const isHeading = (line: string): boolean =>
  /^\s*\\(?:part|chapter|(?:sub)*section|item|begin|end)(?![a-zA-Z])/.test(line);

/** What ends the part without prose that this line begins, if it begins one. */
function closingOf(line: string): RegExp | undefined {
  if (/^\s*\\document(?:class|style)/.test(line)) return /\\begin\s*\{document\}/;
  if (/^\s*\\end\s*\{document\}/.test(line)) return never;
  const name = /^\s*\\begin\s*\{([a-zA-Z]+\*?)\}/.exec(line)?.[1];
  if (!name || !otherEnvironments.has(name)) return undefined;
  return new RegExp(`\\\\end\\s*\\{${name.replace('*', '\\*')}\\}`);
}

const never = /$^/;
