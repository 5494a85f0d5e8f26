import type { Segment } from './markup';

/** A segment and where it stands. */
export interface Place<Kind extends Segment = Segment> {
  readonly index: number;
  readonly segment: Kind;
  /** Offset of its first character. */
  readonly start: number;
  /** Line of its first character, counted from 0. A segment begins a line. */
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
    let { line } = place;
    let lineStart = 0;
    for (let next = afterLineEnd(text, 0); next >= 0 && next <= target; next = afterLineEnd(text, next)) {
      lineStart = next;
      line++;
    }
    let end = target;
    while (end > lineStart && isLineEnd(text, end - 1)) end--;
    return { line, character: end - lineStart };
  }

  /** A line beyond the last is the document's end; a character beyond its line's last is the line's. */
  offsetAt({ line, character }: LinePosition): number {
    if (line < 0) return 0;
    if (line >= this.lineCount || this.segments.length === 0) return this.characters;
    while (this.here.index > 0 && line < this.here.line) this.step(-1);
    while (this.here.index < this.segments.length - 1 && line >= this.here.line + this.lineEndsHere())
      this.step(1);
    const { text } = this.get(this.here.index);
    let lineStart = 0;
    for (let passed = this.here.line; passed < line; passed++) lineStart = afterLineEnd(text, lineStart);
    const next = afterLineEnd(text, lineStart);
    let lineEnd = next < 0 ? text.length : next;
    while (lineEnd > lineStart && isLineEnd(text, lineEnd - 1)) lineEnd--;
    return this.here.start + Math.min(lineStart + Math.max(0, character), lineEnd);
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

const lineEnd = /\r\n|\n|\r/g;

/** The offset behind the next line end, or -1. */
function afterLineEnd(text: string, from: number): number {
  lineEnd.lastIndex = from;
  return lineEnd.test(text) ? lineEnd.lastIndex : -1;
}

function isLineEnd(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit === 10 || unit === 13;
}

function countLineEnds(text: string): number {
  let count = 0;
  if (text.includes('\r')) {
    for (let next = afterLineEnd(text, 0); next >= 0; next = afterLineEnd(text, next)) count++;
    return count;
  }
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) count++;
  return count;
}
