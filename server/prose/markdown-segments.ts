import { type Closing, closedBy, mayBeInFormula, Stretch } from './closing';
import { formulaEnvironments } from './latex-commands';
import type { Dialect } from './markdown-inline';
import { HEAVIEST_SEGMENT, HEAVY_SEGMENT, marksIn } from './markdown-limits';
import { isDelimiterRow } from './markdown-table';
import type { Segment } from './markup';
import { eachLine, firstVisible, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/**
 * Cuts Markdown at lines where every container (list, quote, footnote) is closed: after a blank line, at headings,
 * at list items and quotes that stand at the margin. Fenced code, `$$` formulas, HTML that may hold blank lines and
 * front matter are segments of their own that need no parser.
 */
export function segmentMarkdown(text: string, atDocumentStart: boolean, dialect: Dialect): Segment[] {
  const builder = new SegmentBuilder(text);
  const frontMatter = atDocumentStart ? frontMatterClosing(text) : undefined;
  let stretch = frontMatter && new Stretch(frontMatter);
  let state: State | undefined;
  let weight = 0;
  // One object for all lines: a megabyte may have half a million.
  const shape: Shape = { text, start: 0, end: 0, visible: 0, first: 0, indent: 0 };

  eachLine(text, (lineStart, end, next, goesOn) => {
    let start = lineStart;
    if (stretch) {
      const over = stretch.take(text, start, end);
      if (!over) return;
      stretch = undefined;
      state = undefined;
      const rest = builder.endOther(over, end, next);
      if (rest === undefined) return;
      start = rest;
    }
    const visible = firstVisible(text, start, end);
    shape.start = start;
    shape.end = end;
    shape.visible = visible;
    shape.first = visible < end ? text.charCodeAt(visible) : 0;
    shape.indent = indentOf(text, start, visible);
    const tooLong = goesOn || builder.lengthAt(start) > LONGEST_SEGMENT;
    if (state && (tooLong || isTooHeavy(weight, shape, state))) {
      builder.prose(start, true);
      state = undefined;
    } else if (state && beginsSegment(shape, state)) {
      // HTML stays apart, as it may be too much to parse.
      if (builder.mayCutAt(start, end - start) || shape.first === LESS) builder.prose(start);
      state = undefined;
    }
    if (builder.lengthAt(start) === 0) weight = 0;
    state ??= freshState(shape);
    if (shape.first === COLON && shape.indent < 4 && divisionFence.test(lineOf(shape))) {
      builder.prose(start);
      builder.other(next, end);
      state = undefined;
      return;
    }
    const closing = opensOther(shape, state) ?? (dialect === 'mdx' ? opensScript(shape, state) : undefined);
    if (closing) {
      builder.prose(start);
      stretch = new Stretch(closing);
      stretch.take(text, start, end);
      return;
    }
    weight += 1 + follow(shape, state);
  });
  if (stretch) builder.other(text.length, text.length);
  else builder.prose(text.length);
  return builder.segments;
}

/** A line as it is looked at: few need more than their first characters. */
interface Shape {
  readonly text: string;
  start: number;
  end: number;
  /** Where its first visible character stands; its end if it is blank. */
  visible: number;
  /** That character's code unit; 0 if it is blank. */
  first: number;
  /** Columns of white space at the start; a tab reaches the next multiple of four. */
  indent: number;
}

/** What is known of the segment since the last place where it could have been cut. */
interface State {
  /** Where the content of its list item or footnote begins; 0 if it is neither. */
  readonly contentColumn: number;
  readonly isQuote: boolean;
  readonly isList: boolean;
  /** Its first line, which may be a table's header. */
  header: { readonly start: number; readonly end: number } | undefined;
  isTable: boolean;
  /** The mark and the length of the fence of code inside a list item. */
  fence: string | undefined;
  isHtml: boolean;
  isHeading: boolean;
  afterBlank: boolean;
}

function freshState(shape: Shape): State {
  const { first } = shape;
  let contentColumn = 0;
  let isList = false;
  if (isMarker(first)) {
    const line = lineOf(shape);
    const item = rule.test(line) ? null : listItem.exec(line);
    contentColumn = item ? item[0].length : 0;
    isList = item !== null;
  } else if (first === BRACKET && /^ {0,3}\[\^[^\]]+\]:/.test(lineOf(shape))) contentColumn = 4;
  return {
    contentColumn,
    isQuote: first === QUOTE && /^ {0,3}>/.test(lineOf(shape)),
    isList,
    header: contentColumn > 0 ? undefined : { start: shape.start, end: shape.end },
    isTable: false,
    fence: undefined,
    isHtml: false,
    isHeading: false,
    afterBlank: false,
  };
}

const listItem = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?=\S)| (?= {4})|$)/;
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const heading = /^ {0,3}#{1,6}(?:\s|$)/;
const fence = /^\s*(`{3,}(?=[^`]*$)|~{3,})/;

function beginsSegment(shape: Shape, state: State): boolean {
  const { first, indent } = shape;
  if (first === 0) return false;
  if (state.isHeading) return indent < 4;
  if (state.afterBlank && indent < 4 && (state.contentColumn === 0 || indent < state.contentColumn))
    return true;
  if (indent > 0 || state.isHtml) return false;
  if (first === HASH) return heading.test(lineOf(shape));
  if (first === QUOTE) return !state.isQuote;
  if (!isMarker(first)) return false;
  const line = lineOf(shape);
  return /^[-+*] +\S/.test(line) || (state.isList && /^\d{1,9}[.)] +\S/.test(line));
}

/**
 * So much markup would take the parser too long: a table is read in another way then, and code is quick to read. What is
 * indented is torn from its list only when it must be.
 */
function isTooHeavy(weight: number, { first, indent }: Shape, { isTable, fence }: State): boolean {
  if (isTable || fence !== undefined) return false;
  return weight > (first !== 0 && indent < 4 ? HEAVY_SEGMENT : HEAVIEST_SEGMENT);
}

/** Takes note of a line, and answers what it adds to the segment's weight. */
function follow(shape: Shape, state: State): number {
  const { first, text, visible, end } = shape;
  const { header } = state;
  state.header = undefined;
  state.afterBlank = first === 0;
  state.isHeading = false;
  if (first === 0) {
    state.isHtml = false;
    state.isTable = false;
    return 0;
  }
  if (state.contentColumn > 0 && (first === TICK || first === TILDE || state.fence !== undefined)) {
    const marks = first === TICK || first === TILDE ? fence.exec(lineOf(shape))?.[1] : undefined;
    const wasOpen = state.fence !== undefined;
    if (!wasOpen) state.fence = marks;
    else if (marks?.startsWith(state.fence!)) state.fence = undefined;
    if (wasOpen || marks !== undefined) return 0;
  }
  if (first === LESS && shape.indent < 4) state.isHtml ||= /^ {0,3}<[a-zA-Z/!?]/.test(lineOf(shape));
  if (state.isHtml) return 0;
  if (first === HASH) state.isHeading = heading.test(lineOf(shape));
  if (header && header.start !== shape.start && isDelimiterRow(text, visible, end))
    state.isTable = text.slice(header.start, header.end).includes('|');
  state.header = header?.start === shape.start ? header : undefined;
  // List items cost more than lines, and lists in lists by their depth.
  const item = isMarker(first) || first === EQUALS ? 1 + (Math.max(0, shape.indent - 4) >> 1) : 0;
  return marksIn(text, visible, end) + item;
}

/** What closes what this line opens, if it opens something that is no prose. */
function opensOther(shape: Shape, state: State): Closing | undefined {
  const { first, indent } = shape;
  if (first !== TICK && first !== TILDE && first !== DOLLAR && first !== LESS && first !== BACKSLASH)
    return undefined;
  if (indent > 3 || state.isHtml || (state.contentColumn > 0 && indent >= state.contentColumn))
    return undefined;
  const line = lineOf(shape);
  if (first === TICK || first === TILDE) {
    const marks = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    return marks ? closedBy(new RegExp(`^ {0,3}${marks.charAt(0)}{${marks.length},}[ \\t]*$`)) : undefined;
  }
  if (first === DOLLAR) {
    const marks = /^ {0,3}(\${2,})[^$]*$/.exec(line)?.[1];
    return marks ? closedBy(new RegExp(`(?<!\\$)\\\${${marks.length},}`), mayBeInFormula) : undefined;
  }
  if (first === BACKSLASH) {
    const name = /^ {0,3}\\begin\{([a-zA-Z]+\*?)\}/.exec(line)?.[1];
    if (!name || !formulaEnvironments.has(name) || line.includes(`\\end{${name}}`)) return undefined;
    return closedBy(new RegExp(`\\\\end\\{${name.replace('*', '\\*')}\\}`), mayBeInFormula);
  }
  if (/^ {0,3}<!--(?!.*-->)/.test(line)) return closedBy(/-->/);
  const tag = /^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)/i.exec(line)?.[1];
  return tag && !line.toLowerCase().includes(`</${tag.toLowerCase()}>`)
    ? closedBy(/<\/(?:script|pre|style|textarea)>/i)
    : undefined;
}

/** The imports and exports of MDX stand at the margin behind a blank line, and end at one. */
function opensScript(shape: Shape, state: State): Closing | undefined {
  const isFresh = state.header?.start === shape.start;
  return isFresh && shape.indent === 0 && /^(?:import|export)(?:[\s{*]|$)/.test(lineOf(shape))
    ? { endIn: () => -1, takes: (_line, afterBlank) => !afterBlank }
    : undefined;
}

/** `::: {.note}`: what it opens is read like anything else. */
const divisionFence = /^ {0,3}:{3,}/;

/** YAML or TOML at the top: a fence, then what looks like a setting, so that a mere rule is not mistaken for it. */
function frontMatterClosing(text: string): Closing | undefined {
  const found = /^(---|\+\+\+)[ \t]*\r?\n(?:\1|[\w"'-]+[ \t]*[:=]|\[|$)/.exec(text);
  if (!found) return undefined;
  return found[1] === '---'
    ? closedBy(/^(?:---|\.\.\.)[ \t]*$/, (line, afterBlank) => yamlLine(line, afterBlank))
    : closedBy(/^\+\+\+[ \t]*$/, (line, afterBlank) => !afterBlank || tomlLine.test(line));
}

/** Indented lines, comments, items, keys; between blank lines a key may have several words. A key that is being typed has no colon yet. */
const yamlLine = (line: string, afterBlank: boolean): boolean =>
  /^(?:[ \t]|#|-(?:[ \t]|$)|---|\.\.\.|[\]}]|["']?[\p{L}\p{N}_.$@/-]+["']?[ \t]*:(?:[ \t]|$))/u.test(line) ||
  (!afterBlank &&
    /^["']?[\p{L}\p{N}_.-]+(?:(?: [\p{L}\p{N}_.-]+){0,3}["']?[ \t]*:(?:[ \t]|$)|$)/u.test(line));

const tomlLine = /^(?:[ \t]|#|\[|[\]}"']|\+\+\+|[\w.-]+[ \t]*=)/;

const lineOf = ({ text, start, end }: Shape): string => text.slice(start, end);

function indentOf(text: string, start: number, visible: number): number {
  let columns = 0;
  for (let index = start; index < visible; index++)
    columns += text.charCodeAt(index) === TAB ? 4 - (columns % 4) : 1;
  return columns;
}

/** Whether a list item's mark, or a rule, may begin with it. */
const isMarker = (unit: number): boolean =>
  unit === 42 || unit === 43 || unit === 45 || unit === 95 || (unit >= 48 && unit <= 57); // * + - _ 0–9

const TAB = 9;
const HASH = 35;
const DOLLAR = 36;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const QUOTE = 62;
const BRACKET = 91;
const BACKSLASH = 92;
const TICK = 96;
const TILDE = 126;
