import type { Segment } from './markup';

/** Beyond this a segment is cut at the next line even inside a paragraph, so that one parse stays short. */
export const LONGEST_SEGMENT = 16_384;

/** Collects segments while lines go by. */
export class SegmentBuilder {
  readonly segments: Segment[] = [];
  private start = 0;

  constructor(private readonly text: string) {}

  lengthAt(offset: number): number {
    return offset - this.start;
  }

  /** Ends the current segment at `end`, if there is anything in it. */
  prose(end: number): void {
    if (end > this.start)
      this.push({ text: this.text.slice(this.start, end), kind: 'prose', lastInside: -1 });
  }

  /** Ends a segment that is no prose; carets up to `lastInside` (an offset of the whole text) are in it. */
  other(end: number, lastInside: number): void {
    const text = this.text.slice(this.start, end);
    if (text !== '') this.push({ text, kind: 'other', lastInside: lastInside - this.start });
  }

  private push(segment: Segment): void {
    this.segments.push(segment);
    this.start += segment.text.length;
  }
}

/** Goes through the lines: `visit(line without its end, start, end of the visible line, start of the next)`. */
export function eachLine(
  text: string,
  visit: (line: string, start: number, end: number, next: number) => void,
): void {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? next : feed;
    if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    visit(text.slice(start, end), start, end, next);
    start = next;
  }
}

const CARRIAGE_RETURN = 13;
