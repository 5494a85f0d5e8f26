import type { Nodes, PhrasingContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { ProseRange, Span } from '../../model/tokens/token';
import { opensUnread, readHtml } from './html-text';
import { markdownIsOpen } from './markdown-caret';
import { type Dialect, marksInText } from './markdown-inline';
import { canBeParsed } from './markdown-limits';
import { segmentMarkdown } from './markdown-segments';
import { parseLargeTable } from './markdown-table';
import {
  type CaretSpan,
  caretsInside,
  joinParsed,
  type Markup,
  type MarkupBlock,
  type ParsedSegment,
  unread,
} from './markup';
import { inSource, remembering, skeletonOf } from './skeleton';

/**
 * Markdown with GitHub's tables and footnotes and with formulas. Prose is what stands in paragraphs, headings, list
 * items and cells and between the tags of HTML, link texts included; not code, formulas, tags, addresses, labels, keys.
 */
export const markdown: Markup = createMarkdown('markdown');
/** The same with JavaScript in it: imports, exports, components, `{expressions}`. */
export const mdx: Markup = { ...createMarkdown('mdx'), wordsMayCut: true };

function createMarkdown(dialect: Dialect): Markup {
  const parseShape = remembering((text) => parseMarkdown(text, dialect));
  const parseQuickly = (text: string): ParsedSegment => {
    const skeleton = skeletonOf(text, plainWords);
    return skeleton.text.length > LONGEST_SKELETON
      ? unread(text)
      : inSource(parseShape(skeleton.text), skeleton);
  };
  return {
    segment: (text, atDocumentStart) => segmentMarkdown(text, atDocumentStart, dialect),
    parse(text) {
      if (!markup.test(text)) return plainParagraph(text);
      if (!canBeParsed(text)) return parseLargeTable(text, parseQuickly) ?? unread(text);
      return parseQuickly(text);
    },
    isOpen: (before) => markdownIsOpen(before, dialect),
  };
}

/** The parser takes up to a microsecond for each character, marks aside. */
const LONGEST_SKELETON = 8192;

/**
 * Words with nothing but space and the marks of a sentence around them, among which there is no address (`www. ` alone
 * is one to GitHub), label or emphasis; and the further letters of a word behind an opening mark, so that they too can
 * be typed without a parse.
 */
const plainWords =
  /(?<!\S)(?!www)\p{L}+(?:['’]\p{L}+)?(?:[,.;:!?]? (?!www)\p{L}+(?:['’]\p{L}+)?)*(?=[,.;:!?]?(?:\s|$))|(?<=[*_~`[]\p{L})\p{L}+(?=[*_~`\],;!?\s]|$)/giu;

/** What makes a paragraph more than a row of words. */
const markup =
  /[\\`*_[\]<>&$~|@#{^]|==|::|:[a-z]+:|:\/\/|www\.|^(?: {4}| {0,3}\t| {0,3}(?:[-+=#>]|\d{1,9}[.)](?:[ \t]|$)))|\n[ \t]*\r?\n[ \t]*\S/m;

const options = {
  extensions: [gfm(), math()],
  mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
};

/** The slow way, without a skeleton: what the quick one is tested against. */
export function parseMarkdown(text: string, dialect: Dialect = 'markdown'): ParsedSegment {
  const reader = new Reader(text, dialect);
  reader.flow(fromMarkdown(text + missingDefinitions(text), options));
  return { blocks: reader.blocks, closed: reader.closed };
}

function plainParagraph(text: string): ParsedSegment {
  const start = text.search(/\S/);
  if (start < 0) return { blocks: [], closed: [] };
  return {
    blocks: [{ ranges: [{ start, end: text.trimEnd().length }], gaps: [], isLine: false }],
    closed: [],
  };
}

/** A label's definition may stand anywhere in the document: whatever is written like a reference is one. */
function missingDefinitions(text: string): string {
  const labels = new Set<string>();
  for (const [, label] of text.matchAll(/\]\[([^[\]\n]{1,200})\]/g)) labels.add(`[${label}]`);
  for (const [, label] of text.matchAll(/\[\^([^[\]\s]{1,200})\]/g)) labels.add(`[^${label}]`);
  return [...labels].map((label) => `\n\n${label}: x`).join('');
}

/** Goes through a syntax tree and collects what a reader reads. */
class Reader {
  readonly blocks: MarkupBlock[] = [];
  readonly closed: CaretSpan[] = [];
  private ranges: ProseRange[] = [];
  private gaps: Span[] = [];

  constructor(
    private readonly source: string,
    private readonly dialect: Dialect,
  ) {}

  flow(node: Nodes): void {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
      case 'tableCell':
        this.leaf(node.children, node.type !== 'paragraph');
        return;
      case 'code':
      case 'math':
      case 'definition': {
        const { start, end } = this.spanOf(node);
        if (end > start) this.closed.push({ first: start, last: end });
        return;
      }
      case 'html':
        this.html(this.spanOf(node));
        return;
      default:
        if ('children' in node) for (const child of node.children) this.flow(child);
    }
  }

  private html({ start, end }: Span): void {
    const part = joinParsed([{ at: start, parsed: readHtml(this.source.slice(start, end)) }]);
    this.blocks.push(...part.blocks);
    this.closed.push(...part.closed);
  }

  private leaf(children: readonly PhrasingContent[], isLine: boolean): void {
    this.phrases(children);
    if (this.ranges.length > 0) this.blocks.push({ ranges: this.ranges, gaps: this.gaps, isLine });
    this.ranges = [];
    this.gaps = [];
  }

  private phrases(nodes: readonly PhrasingContent[]): void {
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const tag = node.type === 'html' ? opensUnread(node.value) : undefined;
      const closing = tag === undefined ? -1 : this.closingTag(nodes, index, tag);
      if (closing < 0) {
        this.phrase(node);
        continue;
      }
      this.gap({ start: this.spanOf(node).start, end: this.spanOf(nodes[closing]!).end });
      index = closing;
    }
  }

  private closingTag(nodes: readonly PhrasingContent[], from: number, tag: string): number {
    const pattern = new RegExp(`^</${tag}\\s*>$`, 'i');
    return nodes.findIndex((node, at) => at > from && node.type === 'html' && pattern.test(node.value));
  }

  private phrase(node: PhrasingContent): void {
    const span = this.spanOf(node);
    if (span.start >= span.end) return;
    switch (node.type) {
      case 'text':
        this.text(span);
        return;
      case 'inlineMath':
        // `costs $5 and $6` is no formula: a closing sign follows no space and precedes no digit.
        if (
          /^\$\s|\s\$$/.test(this.source.slice(span.start, span.end)) ||
          /\d/.test(this.source.charAt(span.end))
        ) {
          this.text(span);
        } else this.gap(span);
        return;
      case 'inlineCode':
      case 'image':
      case 'imageReference':
        this.gap(span);
        return;
      case 'html':
      case 'footnoteReference':
        this.closed.push(caretsInside(span));
        return;
      case 'link':
      case 'linkReference': {
        const first = node.children[0];
        const last = node.children.at(-1);
        // An address that stands for itself has no text of its own.
        if (this.source.charAt(span.start) !== '[') {
          this.gap(span);
          return;
        }
        if (!first || !last) return;
        this.phrases(node.children);
        this.closed.push({ first: this.spanOf(last).end + 1, last: span.end - 1 });
        return;
      }
      default:
        if ('children' in node) this.phrases(node.children);
    }
  }

  private gap(span: Span): void {
    this.gaps.push(span);
    this.closed.push(caretsInside(span));
  }

  /** Text as it stands in the source, without what extensions have put into it. */
  private text(span: Span): void {
    let { start } = span;
    for (const mark of marksInText(this.source.slice(span.start, span.end), this.dialect)) {
      const at = { start: span.start + mark.start, end: span.start + mark.end };
      this.range(start, at.start);
      if (mark.kind === 'gap') this.gaps.push(at);
      if (mark.as !== undefined) this.ranges.push({ ...at, as: mark.as });
      if (mark.isClosed) this.closed.push(caretsInside(at));
      start = at.end;
    }
    this.range(start, span.end);
  }

  private range(start: number, end: number): void {
    if (end > start) this.ranges.push({ start, end });
  }

  /** Where a node stands; nothing beyond the text, where the definitions were added. */
  private spanOf(node: Nodes): Span {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? 0;
    return { start: Math.min(start, this.source.length), end: Math.min(end, this.source.length) };
  }
}
