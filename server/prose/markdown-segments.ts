import type { Segment } from './markup';
import { eachLine, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/**
 * Cuts Markdown at lines where every container (list, quote, footnote) is closed: after a blank line, at headings,
 * at list items and quotes that stand at the margin. Fenced code, `$$` formulas, HTML that may hold blank lines and
 * front matter are segments of their own that need no parser.
 */
export function segmentMarkdown(text: string, atDocumentStart: boolean): Segment[] {
  const builder = new SegmentBuilder(text);
  let closing = atDocumentStart ? frontMatterClosing(text) : undefined;
  let frontMatterLine = closing !== undefined;
  let state = freshState('');
  let isFresh = true;

  eachLine(text, (line, start, end, next) => {
    if (closing) {
      if (!frontMatterLine && closing.test(line)) {
        builder.other(next, end);
        closing = undefined;
        isFresh = true;
      }
      frontMatterLine = false;
      return;
    }
    if (isFresh) {
      state = freshState(line);
      isFresh = false;
    } else if (beginsSegment(line, state) || builder.lengthAt(start) > LONGEST_SEGMENT) {
      builder.prose(start);
      state = freshState(line);
    }
    closing = opensOther(line, state);
    if (closing) {
      builder.prose(start);
      return;
    }
    const blank = isBlank(line);
    state.afterBlank = blank;
    state.isHtml = !blank && (state.isHtml || /^ {0,3}<[a-zA-Z/!?]/.test(line));
    state.isHeading = !state.isHtml && heading.test(line);
  });
  if (closing) builder.other(text.length, text.length);
  else builder.prose(text.length);
  return builder.segments;
}

/** What is known of the segment so far. */
interface State {
  /** Where the content of its list item or footnote begins; 0 if it is neither. */
  readonly contentColumn: number;
  readonly isQuote: boolean;
  readonly isList: boolean;
  isHtml: boolean;
  isHeading: boolean;
  afterBlank: boolean;
}

function freshState(line: string): State {
  const item = rule.test(line) ? null : listItem.exec(line);
  const contentColumn = item ? item[0].length : /^ {0,3}\[\^[^\]]+\]:/.test(line) ? 4 : 0;
  return {
    contentColumn,
    isQuote: /^ {0,3}>/.test(line),
    isList: item !== null,
    isHtml: false,
    isHeading: false,
    afterBlank: false,
  };
}

const listItem = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?=\S)| (?= {4})|$)/;
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const heading = /^ {0,3}#{1,6}(?:\s|$)/;

function beginsSegment(line: string, state: State): boolean {
  if (isBlank(line)) return false;
  const indent = indentOf(line);
  if (state.isHeading) return indent < 4;
  if (state.afterBlank && indent < 4 && (state.contentColumn === 0 || indent < state.contentColumn))
    return true;
  if (indent > 0 || state.isHtml) return false;
  if (heading.test(line) || /^[-+*] +\S/.test(line)) return true;
  if (line.startsWith('>')) return !state.isQuote;
  return state.isList && /^\d{1,9}[.)] +\S/.test(line);
}

/** The line that closes what this line opens, if it opens something that is no prose. */
function opensOther(line: string, state: State): RegExp | undefined {
  const indent = indentOf(line);
  if (indent > 3 || state.isHtml || (state.contentColumn > 0 && indent >= state.contentColumn))
    return undefined;
  const first = line.charAt(indent);
  if (first === '`' || first === '~') {
    const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    return fence ? new RegExp(`^ {0,3}${first}{${fence.length},}[ \\t]*$`) : undefined;
  }
  if (first === '$') {
    const fence = /^ {0,3}(\${2,})[^$]*$/.exec(line)?.[1];
    return fence ? new RegExp(`^ {0,3}\\\${${fence.length},}[ \\t]*$`) : undefined;
  }
  if (first !== '<') return undefined;
  if (/^ {0,3}<!--(?!.*-->)/.test(line)) return /-->/;
  const tag = /^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)/i.exec(line)?.[1];
  return tag && !line.toLowerCase().includes(`</${tag.toLowerCase()}>`)
    ? /<\/(?:script|pre|style|textarea)>/i
    : undefined;
}

/** YAML or TOML at the top: a fence, then what looks like a setting, so that a mere rule is not mistaken for it. */
function frontMatterClosing(text: string): RegExp | undefined {
  const found = /^(---|\+\+\+)[ \t]*\r?\n(?:\1|[\w"'-]+[ \t]*[:=]|\[|$)/.exec(text);
  if (!found) return undefined;
  return found[1] === '---' ? /^---[ \t]*$/ : /^\+\+\+[ \t]*$/;
}

const isBlank = (line: string): boolean => !/[^ \t]/.test(line);

/** Columns of white space at the start; a tab reaches the next multiple of four. */
function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns++;
    else if (character === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}
