/**
 * What the Markdown parser is given at most. It takes about 20 µs for each mark, wherever it stands, and more than that
 * for each container that is open; of 144,000 segments of READMEs and manuals one in a thousand has more marks than
 * a heavy segment, and none is nested so deeply.
 */

/** Marks and lines beyond which a segment is cut at the next line. */
export const HEAVY_SEGMENT = 192;
/** The same where the next line is indented, so that it may belong to a list. */
export const HEAVIEST_SEGMENT = 256;
/** Marks and lines beyond which a segment, for all that, is not parsed. */
const MOST_MARKS = 384;
/** Quotes and list items inside each other, in one line. */
const DEEPEST = 12;

/** Marks in [start, end) that make the parser work. Those of containers count at a line's beginning only. */
export function marksIn(text: string, start: number, end: number): number {
  let marks = depthAt(text, start, end);
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 128) continue;
    if (isMark[unit] === 1) marks++;
    else if (isMark[unit] === MAY_BE_ADDRESS && beginsAddress(text, index)) marks++;
  }
  return marks;
}

const beginsAddress = (text: string, index: number): boolean =>
  text.startsWith('://', index) || /^www/i.test(text.slice(index, index + 3));

/** Whether the parser can be trusted to read a segment in a few milliseconds, without running out of stack. */
export function canBeParsed(text: string): boolean {
  let marks = 0;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    if (depthAt(text, start, end) > DEEPEST) return false;
    marks += 1 + marksIn(text, start, end);
    if (marks > MOST_MARKS) return false;
    start = end + 1;
  }
  return true;
}

/** Containers that a line opens one in another: `> - 1. ` is three. */
function depthAt(text: string, start: number, end: number): number {
  container.lastIndex = start;
  let depth = 0;
  while (container.lastIndex < end && container.test(text)) depth++;
  return depth > DEEPEST && isRule(text.slice(start, end)) ? 0 : depth;
}

/** `* * *` */
const isRule = (line: string): boolean => /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*\r?$/.test(line);

const container = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;

const MAY_BE_ADDRESS = 2;
const isMark = new Uint8Array(128); // (ASCII) 1: it is; 0: it is not
for (const letter of ':wW') isMark[letter.charCodeAt(0)] = MAY_BE_ADDRESS;
for (const mark of '\\`*_[]<>&$~|@!') isMark[mark.charCodeAt(0)] = 1;
