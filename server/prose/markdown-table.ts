import { canBeParsed } from './markdown-limits';
import { joinParsed, type ParsedSegment, unread } from './markup';
import { eachLine, firstVisible } from './segment-builder';

/**
 * A table with more marks than the Markdown parser takes, cell by cell: to the parser each is a table of its own, and
 * most of them it has read before. Undefined where there is no table at the segment's beginning or behind a blank line.
 *
 * @param parse reads a segment.
 */
export function parseLargeTable(
  text: string,
  parse: (text: string) => ParsedSegment,
): ParsedSegment | undefined {
  const rows: { start: number; end: number }[] = [];
  eachLine(text, (start, end) => void rows.push({ start, end }));
  const delimiter = rows.findIndex(
    ({ start, end }, index) =>
      index > 0 &&
      isDelimiterRow(text, start, end) &&
      isBlank(text, rows[index - 2]) &&
      !isBlank(text, rows[index - 1]),
  );
  if (delimiter < 0) return undefined;

  const header = rows[delimiter - 1]!; // there is one
  const before = text.slice(0, header.start);
  const cells = [{ at: 0, parsed: canBeParsed(before) ? parse(before) : unread(before) }];
  for (const { start, end } of [header, ...rows.slice(delimiter + 1)]) {
    for (const cell of cellsOf(text, start, end)) {
      const content = text.slice(cell.start, cell.end);
      if (content.trim() === '') continue;
      const alone = `|${content}|\n|-|\n`;
      const parsed = canBeParsed(alone)
        ? parse(alone)
        : { blocks: [], closed: [{ first: 1, last: content.length + 1 }] };
      cells.push({ at: cell.start - 1, parsed });
    }
  }
  return joinParsed(cells);
}

function isBlank(text: string, row: { start: number; end: number } | undefined): boolean {
  return !row || firstVisible(text, row.start, row.end) === row.end;
}

/** A table's second row: `|---|:-:|`. */
export function isDelimiterRow(text: string, start: number, end: number): boolean {
  let dashes = 0;
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    if (unit === DASH) dashes++;
    else if (unit !== SPACE && unit !== TAB && unit !== COLON && unit !== BAR) return false;
  }
  return dashes > 0;
}

/** What stands between the bars of a row. A backslash takes the next bar's meaning, in code too. */
function cellsOf(text: string, rowStart: number, rowEnd: number): { start: number; end: number }[] {
  const cells: { start: number; end: number }[] = [];
  let start = rowStart;
  for (let index = rowStart; index < rowEnd; index++) {
    const unit = text.charCodeAt(index);
    if (unit === BACKSLASH) index++;
    else if (unit === BAR) {
      cells.push({ start, end: index });
      start = index + 1;
    }
  }
  cells.push({ start, end: rowEnd });
  return cells;
}

const TAB = 9;
const SPACE = 32;
const DASH = 45;
const COLON = 58;
const BACKSLASH = 92;
const BAR = 124;
