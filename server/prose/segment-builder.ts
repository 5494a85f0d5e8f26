import type { StretchEnd } from './closing';
import type { Segment } from './markup';

/** Beyond this a segment is cut at the next line, or inside a line, so that one parse stays short. */
export const LONGEST_SEGMENT = 16_384;
/** Of shorter paragraphs several stand in one segment: a document of tiny ones would have hundreds of thousands. */
export const LEAST_SEGMENT = 64;
/** A line is cut at white space among so many characters before the longest, if there is any. */
const SPACE_SOUGHT = 256;
/** What is left of a line behind a cut is longer than a line that is wrapped by hand (model/tokenizer/paragraphs.ts). */
const LEAST_REST = 128;

/** Collects segments while lines go by. */
export class SegmentBuilder {
  readonly segments: Segment[] = [];
  private start = 0;
  /** The current segment could have ended before, if it had been longer. */
  private wasTooShort = false;

  constructor(private readonly text: string) {}

  lengthAt(offset: number): number {
    return offset - this.start;
  }

  /** Ends the current segment at `end`, if there is anything in it. */
  prose(end: number, isTooLong = false): void {
    const isCutShort = isTooLong || this.wasTooShort;
    if (end > this.start)
      this.push({ text: this.text.slice(this.start, end), kind: 'prose', lastInside: -1, isCutShort });
  }

  /**
   * Whether the current segment may end at `end`, where a paragraph begins, with a line so long: not if both are short. A long
   * paragraph, which may be too much to be parsed, has no other before it.
   */
  mayCutAt(end: number, nextLine: number): boolean {
    const may = this.lengthAt(end) >= LEAST_SEGMENT || nextLine >= LEAST_SEGMENT;
    if (!may) this.wasTooShort = true;
    return may;
  }

  /** Ends a segment that is no prose; carets up to `lastInside` (an offset of the whole text) are in it. */
  other(end: number, lastInside: number, isUnclosed = false): void {
    const text = this.text.slice(this.start, end);
    if (text === '') return;
    this.push({
      text,
      kind: 'other',
      lastInside: lastInside - this.start,
      ...(isUnclosed && { isUnclosed }),
    });
  }

  /**
   * Ends a segment that is no prose where its stretch is over, in the line that ends at `end`. Answers where prose goes on
   * in that line, if it does. Not behind a stretch that ends inside a part of a line that is too long: which parts it has
   * depends on where it begins.
   */
  endOther(over: StretchEnd, end: number, next: number, isUnclosed = false): number | undefined {
    if (over.before) {
      this.other(over.at, over.lastInside, isUnclosed);
      return over.at;
    }
    const isPart = next === end && end < this.text.length;
    if (isPart || firstVisible(this.text, over.at, end) === end) {
      this.other(next, end);
      return undefined;
    }
    this.other(over.at, over.at);
    return over.at;
  }

  private push(segment: Segment): void {
    this.wasTooShort = false;
    this.segments.push(segment);
    this.start += segment.text.length;
  }
}

/**
 * Goes through the lines: `visit(start, end of the visible line, start of the next, whether it begins inside a line, where
 * the text is cut)`. One that is longer than a segment may be comes in parts, each of which ends where the part's
 * own text says, so that the parts are the same from whichever of them a reading begins.
 */
export function eachLine(
  text: string,
  visit: (start: number, end: number, next: number, goesOn: boolean) => void,
): void {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? next : feed;
    if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    let goesOn = false;
    while (end - start > LONGEST_SEGMENT + LEAST_REST) {
      const cut = partEnd(text, start);
      visit(start, cut, cut, goesOn);
      start = cut;
      goesOn = true;
    }
    visit(start, end, next, goesOn);
    start = next;
  }
}

/** Whether two segments of the same line meet at the end of `segment`: a change on either side may move the cut. */
export function endsInsideLine({ text }: Segment): boolean {
  return text.charCodeAt(text.length - 1) !== LINE_FEED;
}

/** Behind the last white space that there is before the longest part's end; else there, between two characters. */
function partEnd(text: string, start: number): number {
  const longest = start + LONGEST_SEGMENT;
  for (let end = longest; end > longest - SPACE_SOUGHT; end--) {
    const unit = text.charCodeAt(end - 1);
    if (unit === SPACE || unit === TAB) return end;
  }
  const unit = text.charCodeAt(longest - 1);
  const splits = (unit >= 0xd800 && unit < 0xdc00) || unit === CARRIAGE_RETURN;
  return splits ? longest - 1 : longest;
}

/** The first character from `from` on that is neither a space nor a tab, or `end`. */
export function firstVisible(text: string, from: number, end: number): number {
  let index = from;
  while (index < end) {
    const unit = text.charCodeAt(index);
    if (unit !== SPACE && unit !== TAB) break;
    index++;
  }
  return index;
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
