import { parser } from '@lezer/html';
import type { ProseRange, Span } from '../../model/tokens/token';
import { type CaretSpan, caretsInside, type MarkupBlock, type ParsedSegment } from './markup';
import { readReference } from './references';

/**
 * The prose of a stretch of HTML: what stands between its tags, a block for each element that is set apart. Tags with
 * their attributes, comments, character references, scripts, code and drawings are not. Takes what is not well-formed.
 */
export function readHtml(text: string): ParsedSegment {
  const blocks: MarkupBlock[] = [];
  const closed: CaretSpan[] = [];
  let ranges: ProseRange[] = [];
  let gaps: Span[] = [];
  const endBlock = (): void => {
    if (ranges.some(({ start, end }) => /\S/.test(text.slice(start, end))))
      blocks.push({ ranges, gaps, isLine: false });
    ranges = [];
    gaps = [];
  };
  const visible = (start: number, end: number): void => {
    // A quote's further lines begin with its mark where the stretch stands in one.
    let from = start;
    for (const { 0: mark, index } of text.slice(start, end).matchAll(/\n[ \t]*(?:>[ \t]?)+/g)) {
      if (start + index + 1 > from) ranges.push({ start: from, end: start + index + 1 });
      from = start + index + mark.length;
    }
    if (end > from) ranges.push({ start: from, end });
  };

  parser.parse(text).iterate({
    enter({ name, from, to, node }) {
      switch (name) {
        case 'Document':
          return;
        case 'Text':
          visible(from, to);
          return;
        case 'Element': {
          const tag = tagOf(text, from);
          if (apart.has(tag)) endBlock();
          if (!unread.has(tag)) return;
          const opening = node.firstChild;
          if (sentenceParts.has(tag)) gaps.push({ start: from, end: to });
          closed.push({ first: from + 1, last: opening && isCut(text, to) ? to : to - 1 });
          return false;
        }
        case 'OpenTag':
        case 'CloseTag':
        case 'SelfClosingTag':
        case 'MismatchedCloseTag':
        case 'Comment':
        case 'DoctypeDecl':
        case 'ProcessingInst': {
          if (apart.has(tagOf(text, from))) endBlock();
          closed.push({ first: from + 1, last: isCut(text, to) ? to : to - 1 });
          return false;
        }
        case 'EntityReference':
        case 'CharacterReference': {
          const span = { start: from, end: to };
          const as = readReference(text.slice(from, to));
          if (as === undefined) gaps.push(span);
          else ranges.push({ ...span, as });
          closed.push(caretsInside(span));
          return false;
        }
        default:
          return;
      }
    },
    leave({ name, from }) {
      if (name === 'Element' && apart.has(tagOf(text, from))) endBlock();
    },
  });
  endBlock();
  return { blocks, closed };
}

/** Whether a tag goes on to the end of the text without its bracket. */
const isCut = (text: string, end: number): boolean => end === text.length && text.charAt(end - 1) !== '>';

function tagOf(text: string, start: number): string {
  return /^<[/]?([a-z][a-z\d]*)/i.exec(text.slice(start, start + 20))?.[1]?.toLowerCase() ?? '';
}

/** Elements inside a sentence whose content is no prose; by the tag that opens one. */
export function opensUnread(tag: string): string | undefined {
  const name = /^<([a-z]+)(?:\s[^>]*)?>$/i.exec(tag)?.[1]?.toLowerCase();
  return name !== undefined && unread.has(name) ? name : undefined;
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Elements that are paragraphs of their own, or part two. */
const apart = names(
  `address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset figcaption
   figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link main menu nav ol optgroup option p pre script section
   style summary table tbody td template textarea tfoot th thead title tr ul video`,
);
/** Elements that hold no prose. */
const unread = names('script style pre code kbd samp var tt math svg textarea template head object select');
/** Of these the ones that a sentence goes on behind: they stand for something in it. */
const sentenceParts = names('code kbd samp var tt math svg');
