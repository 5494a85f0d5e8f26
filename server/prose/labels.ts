import { announcementOf } from '../../model/tokenizer/secrets/announcements';
import type { MarkupBlock, Segment } from './markup';

/** Longest line, in code units, that can announce what follows (`Passwords:`); a longer one is prose. */
const LONGEST_LEAD = 120;
/** Longest paragraph, in code units, that the line above can announce; a longer one is prose. */
const LONGEST_VALUE = 80;

/**
 * The blocks of a segment with what heads them, where that announces a secret: the heading of a table's column, the cell to
 * the left, the line above a list (`Passwords:`). In the order of the text; time is linear.
 *
 * @param before what stands before the segment and heads it.
 */
export function labelBlocks(
  text: string,
  blocks: readonly MarkupBlock[],
  before?: Lead,
): readonly MarkupBlock[] {
  let lead = before?.line;
  let isDirect = before?.isDirect ?? false;
  let labelled: MarkupBlock[] | undefined;
  const rows = new TableRows(text);
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index]!;
    const start = block.ranges[0]!.start;
    const end = block.ranges.at(-1)!.end;
    rows.moveTo(start);
    const isItem = listItem.test(rows.beforeBlock);
    const isValue = isItem || (isDirect && end - start <= LONGEST_VALUE);
    const label = rows.isCell ? rows.labelOf(text.slice(start, end)) : isValue ? lead : undefined;
    if (label !== undefined) {
      labelled ??= blocks.slice();
      labelled[index] = { ...block, label };
    }
    const line = text.slice(Math.max(start, end - LONGEST_LEAD), end);
    const closing = line.endsWith('\n') ? '' : text.slice(end, end + 4).split('\n', 1)[0]; // emphasis ends behind the block
    const own = leadIn(`${line}${closing}`, heading.test(rows.beforeBlock));
    if (own !== undefined || !isItem) lead = own;
    isDirect = own !== undefined;
  }
  return labelled ?? blocks;
}

/** A line that announces a secret, and whether nothing stands between: behind a list it heads no more than the list. */
export interface Lead {
  readonly line: string;
  readonly isDirect: boolean;
}

/** What a segment does to those behind it. */
export interface SegmentEnd {
  /** Its last line, if it announces a secret. */
  readonly lead: string | undefined;
  /** It goes on with a list, which what is before it may head. */
  readonly isList: boolean;
}

/** Segments of a list that its heading reaches over. */
const LONGEST_LIST = 100;

/** What heads segment `index`: the nearest announcement before it with nothing but a list in between. */
export function leadBefore(index: number, endOfSegment: (index: number) => SegmentEnd): Lead | undefined {
  for (let before = index - 1; before >= Math.max(0, index - LONGEST_LIST); before--) {
    const { lead, isList } = endOfSegment(before);
    if (lead !== undefined) return { line: lead, isDirect: before === index - 1 };
    if (!isList) return undefined;
  }
  return undefined;
}

export function endOf({ kind, text }: Segment): SegmentEnd {
  if (kind !== 'prose') return { lead: undefined, isList: false };
  const end = text.slice(-2 * LONGEST_LEAD).trimEnd();
  const line = end.slice(end.lastIndexOf('\n') + 1);
  const beginning = text.slice(0, 60);
  return {
    lead: leadIn(line, heading.test(line)),
    isList: listItem.test(beginning) || /^\s*(?:\\begin\{\w+\}|$)/.test(beginning),
  };
}

const listItem = /^\s*(?:[-+*•–]|\d{1,9}[.)]|\\item)(?:\s|\[|$)/;
const heading = /^\s{0,3}#{1,6}\s|^\s*\\(?:part|chapter|(?:sub)*section)\b/;

/** A line that ends with a colon and announces a secret, or a heading that does. */
function leadIn(text: string, isHeading: boolean): string | undefined {
  const line = text.slice(text.trimEnd().lastIndexOf('\n') + 1);
  const isShort = /^[\p{L}\p{N} '’()-]{2,40}$/u.test(line.trim()) && line.trim().split(' ').length <= 4;
  if (!isHeading && !isShort && !/[:：][*_~`}\s]*$/.test(line)) return undefined;
  const announced = announcementOf(line);
  return announced && (!(isHeading || isShort) || announced.level !== 'label') ? line : undefined;
}

/** Cells of pipe tables: which column they stand in, and what stands at its top and to the left. */
class TableRows {
  /** Of the line that the block begins in, up to the block; cut to its first characters. */
  beforeBlock = '';
  isCell = false;
  private lineStart = 0;
  private at = 0;
  /** Pipes in the line so far. */
  private column = 0;
  private isBelowRow = false;
  /** The cell to the left, and the cells of the table's first row by column. */
  private previous = '';
  private top = new Map<number, string>();

  constructor(private readonly text: string) {}

  moveTo(start: number): void {
    const { text } = this;
    for (; this.at < start; this.at++) {
      const sign = text.charCodeAt(this.at);
      if (sign === LINE_FEED) this.nextLine();
      else if (sign === PIPE && text.charCodeAt(this.at - 1) !== BACKSLASH) this.column++;
    }
    this.beforeBlock = text.slice(this.lineStart, Math.min(start, this.lineStart + 60));
    this.isCell = this.column > 0 || this.isFirstCell(start);
  }

  /** What heads a cell, which is the next one's left neighbour. */
  labelOf(cell: string): string | undefined {
    const { column, previous, isBelowRow } = this;
    this.previous = cell.slice(0, LONGEST_LEAD);
    if (!isBelowRow) this.top.set(column, this.previous);
    const above = isBelowRow ? this.top.get(column) : undefined;
    return [above, previous].find((label) => label !== undefined && announcementOf(label) !== undefined);
  }

  private nextLine(): void {
    this.isBelowRow = this.column > 0;
    if (!this.isBelowRow) this.top.clear();
    this.lineStart = this.at + 1;
    this.column = 0;
    this.previous = '';
  }

  /** Without a pipe before it, but one behind it, and a row or a rule next to it. */
  private isFirstCell(start: number): boolean {
    const line = this.text.slice(start, start + 400);
    return /^[^\n]*\|/.test(line) && (this.isBelowRow || /^[^\n]*\n[ \t>]*:?-+:?[ \t]*\|/.test(line));
  }
}

const LINE_FEED = 10;
const PIPE = 0x7c;
const BACKSLASH = 0x5c;
