import type { ProseRange, Span } from '../../model/tokens/token';
import { type Closing, Stretch } from './closing';
import {
  type CaretSpan,
  caretsInside,
  type Markup,
  type MarkupBlock,
  type ParsedSegment,
  type Segment,
} from './markup';
import { endsInAddress } from './open-address';
import { eachLine, firstVisible, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/** What a line is, to a markup whose structure stands at the beginnings of lines. */
export type LineKind =
  /** No prose; with `above`, neither are the lines below it that are indented more, or those up to a blank one. */
  | { readonly kind: 'other'; readonly below?: 'indented' | 'paragraph' }
  /**
   * Prose behind `prefix` characters of markup. It begins a paragraph, or is one alone, or else goes on with the line
   * above. `below`: what is indented more below it is none, and of options (`:name: x`) right below it neither.
   */
  | {
      readonly kind: 'prose';
      readonly prefix: number;
      readonly begins?: boolean;
      readonly isLine?: boolean;
      readonly below?: 'indented' | 'options';
    };

/** A markup by its lines, and by what may stand inside them. */
export interface LineMarkup {
  /** What begins a stretch without prose that ends at a line of its own. */
  opens(line: string): Closing | undefined;
  lineOf(line: string): LineKind;
  /** Inside lines, by named group: `gap`, `silent` and `sign` as in markdown-inline.ts, or `lead`, `text` and `tail`. Global. */
  readonly marks: RegExp;
  /** What is open at the end of a line. */
  readonly open: RegExp;
  /** What parts the cells of a table's row. Default: there are no tables. */
  readonly cells?: { readonly row: RegExp; readonly bar: string };
}

/** Cut at blank lines before lines at the margin: what is indented belongs to what stands above it. */
export function createLineMarkup(language: LineMarkup): Markup {
  return {
    wordsMayCut: true,
    segment: (text) => segment(text, language),
    parse: (text) => new LineReader(text, language).read(),
    isOpen(before) {
      const line = before.slice(before.lastIndexOf('\n') + 1);
      return language.open.test(line.slice(-LONGEST_LOOK)) || endsInAddress(line, /\s/);
    },
  };
}

const LONGEST_LOOK = 1000;

function segment(text: string, language: LineMarkup): Segment[] {
  const builder = new SegmentBuilder(text);
  let stretch: Stretch | undefined;
  let isFresh = true;
  let afterBlank = false;
  eachLine(text, (lineStart, end, next, goesOn) => {
    let start = lineStart;
    if (stretch) {
      const over = stretch.take(text, start, end);
      if (!over) return;
      stretch = undefined;
      isFresh = true;
      const rest = builder.endOther(over, end, next);
      if (rest === undefined) return;
      start = rest;
    }
    const visible = firstVisible(text, start, end);
    const blank = visible === end;
    const length = builder.lengthAt(start);
    const tooLong = goesOn || length > LONGEST_SEGMENT;
    const begins = !blank && afterBlank && visible === start;
    if (!isFresh && (tooLong || (begins && builder.mayCutAt(start, end - start))))
      builder.prose(start, tooLong);
    isFresh = false;
    afterBlank = blank;
    const closing = blank ? undefined : language.opens(text.slice(start, end));
    if (!closing) return;
    builder.prose(start);
    stretch = new Stretch(closing);
    stretch.take(text, start, end);
    afterBlank = false;
  });
  if (stretch) builder.other(text.length, text.length);
  else builder.prose(text.length);
  return builder.segments;
}

class LineReader {
  private readonly blocks: MarkupBlock[] = [];
  private readonly closed: CaretSpan[] = [];
  private ranges: ProseRange[] = [];
  private gaps: Span[] = [];

  constructor(
    private readonly text: string,
    private readonly language: LineMarkup,
  ) {}

  read(): ParsedSegment {
    const { text, language } = this;
    /** Lines indented by more than this hold no prose; Infinity: they do. */
    let indent = Number.POSITIVE_INFINITY;
    let untilBlank = false;
    let options = false;
    eachLine(text, (start, end, next) => {
      const visible = firstVisible(text, start, end);
      if (visible === end) {
        this.endBlock(false);
        untilBlank = false;
        options = false;
        if (visible - start > indent) this.closed.push({ first: start, last: end });
        return;
      }
      const isOption = options && /^\s+:[^:\s][^:]*:(?:\s|$)/.test(text.slice(start, end));
      if (visible - start > indent || untilBlank || isOption) {
        this.endBlock(false);
        this.closed.push({ first: start, last: end });
        return;
      }
      indent = Number.POSITIVE_INFINITY;
      options = false;
      const line = language.lineOf(text.slice(start, end));
      if (line.below === 'indented') indent = visible - start;
      if (line.below === 'paragraph') untilBlank = true;
      if (line.below === 'options') options = true;
      if (line.kind === 'other') {
        this.endBlock(false);
        this.closed.push({ first: start, last: end });
        return;
      }
      if (line.begins || line.isLine) this.endBlock(false);
      if (line.prefix > 0) this.closed.push({ first: start + 1, last: start + line.prefix - 1 });
      this.line(start + line.prefix, line.isLine ? end : next);
      if (line.isLine) this.endBlock(true);
    });
    this.endBlock(false);
    return { blocks: this.blocks, closed: this.closed };
  }

  private line(start: number, end: number): void {
    const { cells } = this.language;
    const line = this.text.slice(start, end);
    if (!cells?.row.test(line)) {
      this.content(start, end);
      return;
    }
    this.endBlock(false);
    let from = start;
    for (let bar = line.indexOf(cells.bar); bar >= 0; bar = line.indexOf(cells.bar, bar + 1)) {
      this.content(from, start + bar);
      this.endBlock(true);
      from = start + bar + cells.bar.length;
    }
    this.content(from, end);
    this.endBlock(true);
  }

  private content(start: number, end: number): void {
    let from = start;
    for (const { 0: mark, index, groups = {} } of this.text.slice(start, end).matchAll(this.language.marks)) {
      const span = { start: start + index, end: start + index + mark.length };
      this.range(from, span.start);
      const { lead, text } = groups;
      if (groups.gap !== undefined) this.gaps.push(span);
      if (lead !== undefined && text !== undefined) {
        const textStart = span.start + lead.length;
        const textEnd = textStart + text.length;
        this.closed.push(
          { first: span.start + 1, last: textStart - 1 },
          { first: textEnd + 1, last: span.end - 1 },
        );
        this.range(textStart, textEnd);
      } else if (groups.sign === undefined) this.closed.push(caretsInside(span));
      from = span.end;
    }
    this.range(from, end);
  }

  private range(start: number, end: number): void {
    if (end > start) this.ranges.push({ start, end });
  }

  private endBlock(isLine: boolean): void {
    if (this.ranges.some(({ start, end }) => /\S/.test(this.text.slice(start, end))))
      this.blocks.push({ ranges: this.ranges, gaps: this.gaps, isLine });
    this.ranges = [];
    this.gaps = [];
  }
}
