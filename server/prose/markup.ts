import type { ProseBlock, Span } from '../../model/tokens/token';

/**
 * A markup language, as far as prose goes. A document is cut into segments by a quick look at its lines; a real
 * parser then reads one segment at a time. So a keystroke costs one segment, however long the document is.
 */
export interface Markup {
  /**
   * Cuts a text that begins at a segment's start, or at the document's. The segments together are the text. Where
   * one begins depends on nothing before it, which is what lets a document be cut again from any of them.
   */
  segment(text: string, atDocumentStart: boolean): Segment[];
  /** The prose of one segment of kind `prose`; offsets count from its start. Never throws. */
  parse(text: string): ParsedSegment;
  /**
   * Whether something that is not prose has been opened before the caret and not closed yet: what a parser that
   * waits for the closing mark cannot know. `before` is the segment's text up to the caret.
   */
  isOpen(before: string): boolean;
  /** Whether letters at a line's beginning may say that it is no prose, so that each of them may cut in another way. */
  readonly wordsMayCut?: true;
}

export interface Segment {
  readonly text: string;
  /** `other` is no prose at all: a code block, a formula, front matter, a preamble. It is not parsed. */
  readonly kind: 'prose' | 'other';
  /** Of `other`: its last caret offset that is inside; beyond it begins what comes next. */
  readonly lastInside: number;
  /** It ended for its length, or for the work that it makes, or at one of many places where it could: begun elsewhere it would end elsewhere. */
  readonly isCutShort?: boolean;
  /** It is cut short, for nothing in all the text behind it closes what it opens. */
  readonly isUnclosed?: true;
}

export interface ParsedSegment {
  readonly blocks: readonly MarkupBlock[];
  /** Caret offsets (both inclusive) that are not in prose: code, formulas, addresses, commands. */
  readonly closed: readonly CaretSpan[];
}

export interface MarkupBlock extends ProseBlock {
  /** A line that is one block, such as a heading: the next line does not go on with it. */
  readonly isLine: boolean;
}

export interface CaretSpan {
  readonly first: number;
  readonly last: number;
}

/** A segment without anything in it. */
export const nothing: ParsedSegment = { blocks: [], closed: [] };

/** The result for a segment that is not parsed, as it would take too long: it counts as having no prose. */
export function unread(text: string): ParsedSegment {
  return { blocks: [], closed: [{ first: 0, last: text.length }] };
}

/** The parts of a segment that were parsed by themselves, each from the offset `at` on. */
export function joinParsed(parts: readonly { at: number; parsed: ParsedSegment }[]): ParsedSegment {
  const blocks: MarkupBlock[] = [];
  const closed: CaretSpan[] = [];
  for (const { at, parsed } of parts) {
    const span = ({ start, end }: Span): Span => ({ start: start + at, end: end + at });
    for (const block of parsed.blocks)
      blocks.push({
        ...block,
        ranges: block.ranges.map((range) => ({ ...range, ...span(range) })),
        gaps: block.gaps?.map(span) ?? [],
      });
    for (const { first, last } of parsed.closed) closed.push({ first: first + at, last: last + at });
  }
  return { blocks, closed };
}

/** The carets strictly inside a span: at either end one is outside again. */
export function caretsInside(span: Span): CaretSpan {
  return { first: span.start + 1, last: span.end - 1 };
}
