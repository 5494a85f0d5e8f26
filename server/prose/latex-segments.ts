import { otherEnvironments } from './latex-commands';
import type { Segment } from './markup';
import { eachLine, firstVisible, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/**
 * Cuts LaTeX at blank lines and headings. The preamble, what follows `\end{document}`, and environments without prose
 * that begin at a line's start are segments of their own that need no parser.
 */
export function segmentLatex(text: string): Segment[] {
  const builder = new SegmentBuilder(text);
  let closing: RegExp | undefined;
  let isFresh = true;
  let breakBefore = false;

  eachLine(text, (start, end, next, goesOn) => {
    if (closing) {
      if (closing.test(text.slice(start, end))) {
        builder.other(next, end);
        closing = undefined;
        isFresh = true;
      }
      return;
    }
    const visible = firstVisible(text, start, end);
    const blank = visible === end || (mayBeSpace(text, visible) && /^\s*$/.test(text.slice(visible, end)));
    // Nothing but a command makes a line more than a paragraph's.
    const command = blank || text.charCodeAt(visible) !== BACKSLASH ? '' : text.slice(visible, end);
    const heading = command !== '' && isHeading(command);
    const length = builder.lengthAt(start);
    const tooLong = length > LONGEST_SEGMENT || goesOn;
    if (!isFresh && (tooLong || (!blank && (breakBefore || heading) && builder.mayCutAt(start, end - start))))
      builder.prose(start, tooLong);
    isFresh = false;
    breakBefore = blank || heading;

    closing = command === '' ? undefined : closingOf(command);
    if (!closing) return;
    builder.prose(start);
    // It may be over in its own line.
    if (closing.test(command)) {
      builder.other(next, end);
      closing = undefined;
      isFresh = true;
    }
  });
  if (closing) builder.other(text.length, text.length);
  else builder.prose(text.length);
  return builder.segments;
}

/** White space that is neither a space nor a tab. */
function mayBeSpace(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit < 33 || unit > 159;
}

const isHeading = (command: string): boolean =>
  /^\\(?:part|chapter|(?:sub)*section|item|begin|end)(?![a-zA-Z])/.test(command);

/** What ends the part without prose that this line begins, if it begins one. */
function closingOf(command: string): RegExp | undefined {
  if (/^\\document(?:class|style)/.test(command)) return /\\begin\s*\{document\}/;
  if (/^\\end\s*\{document\}/.test(command)) return never;
  const name = /^\\begin\s*\{([a-zA-Z]+\*?)\}/.exec(command)?.[1];
  if (!name || !otherEnvironments.has(name)) return undefined;
  return new RegExp(`\\\\end\\s*\\{${name.replace('*', '\\*')}\\}`);
}

const never = /$^/;
const BACKSLASH = 92;
