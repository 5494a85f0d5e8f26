import type { Change } from './kept-cuts';
import type { Segment } from './markup';

/** A segment and where it stands. */
export interface Place<Kind extends Segment = Segment> {
  readonly index: number;
  readonly segment: Kind;
  /** Offset of its first character. */
  readonly start: number;
  /** Line of its first character, counted from 0. Most segments begin a line; parts of very long ones don't. */
  readonly line: number;
}

/** As the Language Server Protocol has it: both count from 0, `character` in UTF-16 code units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/**
 * A document's segments, and the ways between offsets, lines and them. The place that was asked for last is kept, and
 * the next one is walked to from there: at the caret that is no distance, however long the document.
 */
export class SegmentList<Kind extends Segment> {
  private segments: Kind[] = [];
  /** Line ends in each segment. */
  private lineEnds: number[] = [];
  private here = { index: 0, start: 0, line: 0 };
  private characters = 0;
  private allLineEnds = 0;
  private lines: { text: string; readonly starts: number[] } | undefined;

  constructor(segments: readonly Kind[]) {
    this.splice(0, 0, segments);
  }

  /** Segments. */
  get count(): number {
    return this.segments.length;
  }

  /** Characters. */
  get length(): number {
    return this.characters;
  }

  get lineCount(): number {
    return this.allLineEnds + 1;
  }

  [Symbol.iterator](): Iterator<Kind> {
    return this.segments[Symbol.iterator]();
  }

  /** `index` < count. */
  get(index: number): Kind {
    return this.segments[index]!;
  }

  range(from: number, to: number): Kind[] {
    return this.segments.slice(from, to);
  }

  splice(from: number, count: number, inserted: readonly Kind[]): void {
    this.walkTo(Math.min(from, Math.max(0, this.segments.length - 1)));
    for (let index = from; index < from + count; index++) this.tally(index, -1);
    this.segments = spliced(this.segments, from, count, inserted);
    this.lineEnds = spliced(
      this.lineEnds,
      from,
      count,
      inserted.map(({ text }) => countLineEnds(text)),
    );
    for (let index = from; index < from + inserted.length; index++) this.tally(index, 1);
    if (this.here.index > 0 && this.here.index === this.segments.length) this.step(-1);
  }

  /** Puts `changed` in place of a segment that is the same but for one change. Costs that, and little for the segment's length. */
  exchange(index: number, changed: Kind, { from, to, text }: Change): void {
    this.walkTo(index);
    const before = this.get(index).text;
    const first = Math.max(0, from - 1); // a `\r` there may have met a `\n`, or meets one now
    const ends = lineStarts(changed.text, first, from + text.length);
    const gone = lineStarts(before, first, to);
    if (this.lines?.text === before) {
      const { starts } = this.lines;
      starts.splice(countUpTo(starts, first), gone.length, ...ends);
      const moved = text.length - (to - from);
      for (let at = countUpTo(starts, first) + ends.length; at < starts.length; at++) starts[at]! += moved;
      this.lines.text = changed.text;
    }
    this.tally(index, -1);
    this.segments[index] = changed;
    this.lineEnds[index]! += ends.length - gone.length; // `index` is one of them
    this.tally(index, 1);
  }

  /** The segment that `offset` is in: at a boundary the one that begins there; the last beyond the end. */
  at(offset: number): Place<Kind> | undefined {
    if (this.segments.length === 0) return undefined;
    while (this.here.index > 0 && offset < this.here.start) this.step(-1);
    while (this.here.index < this.segments.length - 1 && offset >= this.here.start + this.lengthHere())
      this.step(1);
    return { ...this.here, segment: this.get(this.here.index) };
  }

  /** The text from `start` to `end`, in time that depends on these alone. */
  slice(start: number, end: number): string {
    const from = Math.max(0, start);
    const first = this.at(from);
    if (!first || end <= from) return '';
    let text = first.segment.text.slice(from - first.start, end - first.start);
    let offset = first.start + first.segment.text.length;
    for (let index = first.index + 1; index < this.segments.length && offset < end; index++) {
      const next = this.get(index).text;
      text += next.slice(0, end - offset);
      offset += next.length;
    }
    return text;
  }

  /** Between the two characters of a line's end, before them. */
  positionAt(offset: number): LinePosition {
    const place = this.at(Math.max(0, offset));
    if (!place) return { line: 0, character: 0 };
    const { text } = place.segment;
    const target = Math.min(Math.max(0, offset - place.start), text.length);
    const starts = this.lineStartsOf(place.index);
    const passed = countUpTo(starts, target);
    const lineStart = starts[passed - 1] ?? 0;
    let end = target;
    while (end > lineStart && isLineEnd(text, end - 1)) end--;
    const before = passed > 0 ? 0 : this.lengthOfLineBefore(place.index);
    return { line: place.line + passed, character: before + end - lineStart };
  }

  /** A line beyond the last is the document's end; a character beyond its line's last is the line's. */
  offsetAt({ line, character }: LinePosition): number {
    if (line < 0) return 0;
    if (line >= this.lineCount || this.segments.length === 0) return this.characters;
    while (this.here.index > 0 && (line < this.here.line || (line === this.here.line && this.isInsideLine())))
      this.step(-1);
    while (this.here.index < this.segments.length - 1 && this.endsBeforeLine(line)) this.step(1);

    const { text } = this.get(this.here.index);
    const starts = this.lineStartsOf(this.here.index);
    const passed = line - this.here.line;
    const lineStart = passed > 0 ? starts[passed - 1]! : 0; // the segment has that line
    const next = starts[passed];
    if (next === undefined) return this.offsetInLine(lineStart, Math.max(0, character));
    let lineEnd = next;
    while (lineEnd > lineStart && isLineEnd(text, lineEnd - 1)) lineEnd--;
    return this.here.start + Math.min(lineStart + Math.max(0, character), lineEnd);
  }

  /** In a line that begins at `lineStart` of this segment and does not end in it. */
  private offsetInLine(lineStart: number, character: number): number {
    const { index, start } = this.here;
    let offset = start + this.lengthHere();
    const wanted = start + lineStart + character;
    for (let next = index + 1; next < this.segments.length && wanted > offset; next++) {
      const { text } = this.get(next);
      const lineEnd = this.lineStartsOf(next)[0];
      if (lineEnd !== undefined) {
        let end = lineEnd;
        while (end > 0 && isLineEnd(text, end - 1)) end--;
        return Math.min(wanted, offset + end);
      }
      offset += text.length;
    }
    return Math.min(wanted, offset);
  }

  /** Characters of the line that a segment begins in before the segment: of most 0, as they begin a line. */
  private lengthOfLineBefore(index: number): number {
    let length = 0;
    for (let before = index - 1; before >= 0; before--) {
      const { text } = this.get(before);
      length += text.length;
      if (this.lineEnds[before]! > 0) return length - this.lineStartsOf(before).at(-1)!; // it has line ends
    }
    return length;
  }

  private isInsideLine(): boolean {
    const { text } = this.get(this.here.index - 1);
    return !isLineEnd(text, text.length - 1);
  }

  private endsBeforeLine(line: number): boolean {
    const last = this.here.line + this.lineEndsHere();
    const { text } = this.get(this.here.index);
    return line > last || (line === last && isLineEnd(text, text.length - 1));
  }

  /** Where lines begin in a segment behind its line ends. Of the segment that was asked for last they are kept. */
  private lineStartsOf(index: number): readonly number[] {
    const { text } = this.get(index);
    if (this.lines?.text !== text) this.lines = { text, starts: lineStarts(text) };
    return this.lines.starts;
  }

  private walkTo(index: number): void {
    while (this.here.index > index) this.step(-1);
    while (this.here.index < index) this.step(1);
  }

  private step(by: 1 | -1): void {
    if (by < 0) this.here.index--;
    this.here.start += by * this.lengthHere();
    this.here.line += by * this.lineEndsHere();
    if (by > 0) this.here.index++;
  }

  private lengthHere(): number {
    return this.get(this.here.index).text.length;
  }

  private lineEndsHere(): number {
    return this.lineEnds[this.here.index]!;
  }

  private tally(index: number, sign: 1 | -1): void {
    this.characters += sign * this.get(index).text.length;
    this.allLineEnds += sign * this.lineEnds[index]!;
  }
}

/** In place where that is possible: a long list of arguments would overflow the stack. */
function spliced<Item>(items: Item[], from: number, count: number, inserted: readonly Item[]): Item[] {
  if (inserted.length > 10_000) return [...items.slice(0, from), ...inserted, ...items.slice(from + count)];
  items.splice(from, count, ...inserted);
  return items;
}

/** The offsets behind the line ends among the characters [from, to): `\n`, `\r\n`, and `\r` alone. */
function lineStarts(text: string, from = 0, to = text.length): number[] {
  const starts: number[] = [];
  for (let index = from; index < to; index++) {
    if (endsLine(text, index)) starts.push(index + 1);
  }
  return starts;
}

/** How many of the numbers, which rise, are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isLineEnd(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit === LINE_FEED || unit === CARRIAGE_RETURN;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (endsLine(text, index)) count++;
  return count;
}

/** Whether a line ends behind the character: it is `\n`, or `\r` without one behind it. */
function endsLine(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit === LINE_FEED || (unit === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED);
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
