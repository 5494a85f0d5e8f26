import { isElidedWord } from '../../model/tokenizer/elisions';
import { tokenizeProse, tokenizeUnfinished } from '../../model/tokenizer/prose';
import type { ProseBlock, Span, Token } from '../../model/tokenizer/token';
import { markupOf, moved } from './blocks';
import { type Markup, type MarkupBlock, nothing, type ParsedSegment, type Segment } from './markup';

/** What stands before the caret: whole tokens, then the word that is being written. */
export interface TokensBefore {
  /** In the order of the text; offsets are the document's. */
  readonly tokens: Token[];
  /** The unfinished word at the caret and where it starts; '' at the caret if there is none. */
  readonly prefix: { readonly text: string; readonly start: number };
}

/**
 * An open document. It is held as segments (markup.ts), each with its own text, so that a keystroke and the question
 * after it touch one or two of them. What it answers equals what a document made from the whole text would answer.
 */
export class ProseDocument {
  private readonly markup: Markup;
  private segments: ReadSegment[];

  constructor(languageId: string, text: string) {
    this.markup = markupOf(languageId);
    this.segments = this.cut(text, true);
  }

  get text(): string {
    return this.segments.map((segment) => segment.text).join('');
  }

  /** Puts `text` in place of [start, end). Offsets outside the document mean its edges. */
  change(start: number, end: number, text: string): void {
    const first = this.segmentAt(Math.max(0, start));
    const last = this.segmentAt(Math.max(start, end));
    if (!first || !last) {
      this.segments = this.cut(text, true);
      return;
    }
    if (first.index === last.index && this.changeInside(first, start, end, text)) return;

    // The segment before may go on now, for what begins a segment is its first line. Front matter takes the first two.
    const from = first.index <= 2 ? 0 : first.index - 1;
    const segmentsBefore = this.segments.slice(from, first.index);
    const lead = segmentsBefore.map((segment) => segment.text).join('');
    const middle =
      lead +
      this.segments[first.index]!.text.slice(0, start - first.start) +
      text +
      last.rest(end - last.start);
    this.recut(from, last.index + 1, middle);
  }

  /** Whether words written at `offset` would be prose. */
  isProse(offset: number): boolean {
    const found = this.segmentAt(offset);
    if (!found) return true;
    const { segment } = found;
    const caret = offset - found.start;
    if (segment.kind === 'other') return caret > segment.lastInside;
    if (this.read(segment).closed.some(({ first, last }) => caret >= first && caret <= last)) return false;
    return !this.markup.isOpen(segment.text.slice(0, caret));
  }

  /** Every block of prose, with the document's offsets; reads whatever has not been read yet. */
  blocks(): ProseBlock[] {
    const blocks: ProseBlock[] = [];
    let offset = 0;
    for (const segment of this.segments) {
      for (const block of this.read(segment).blocks) blocks.push(moved(block, offset));
      offset += segment.text.length;
    }
    return blocks;
  }

  /** The last `count` tokens before `offset` (fewer at the document's start), and the unfinished word there. */
  tokensBefore(offset: number, count: number): TokensBefore {
    const found = this.segmentAt(offset);
    if (!found) return { tokens: [], prefix: { text: '', start: offset } };
    const here = this.tokensInSegment(found.segment, offset - found.start);
    const prefix = { text: here.prefix.text, start: here.prefix.start + found.start };

    // Collected from the caret backwards, segment by segment.
    const parts: Token[][] = [movedTokens(here.tokens, found.start)];
    let missing = count - here.tokens.length;
    let start = found.start;
    for (let index = found.index - 1; index >= 0 && missing > 0; index--) {
      const segment = this.segments[index]!;
      start -= segment.text.length;
      segment.tokens ??= tokenizeProse(segment.text, this.read(segment).blocks);
      parts.push(movedTokens(segment.tokens.slice(-missing), start));
      missing -= segment.tokens.length;
    }
    const tokens = parts.reverse().flat();
    return { tokens: count > 0 ? tokens.slice(-count) : [], prefix };
  }

  private tokensInSegment(segment: ReadSegment, caret: number): TokensBefore {
    const blocks = this.read(segment).blocks;
    const current = currentBlock(segment.text, blocks, caret);
    const finished = blocks.filter((block) => block !== current && block.ranges[0]!.start < caret);
    const tokens = tokenizeProse(
      segment.text,
      finished.filter((block) => lastEnd(block) <= caret),
    );
    if (current) tokens.push(...tokenizeUnfinished(segment.text, cutAt(current, caret)));
    return splitPrefix(tokens, segment.text, caret);
  }

  private read(segment: ReadSegment): ParsedSegment {
    segment.parsed ??= segment.kind === 'prose' ? this.markup.parse(segment.text) : nothing;
    return segment.parsed;
  }

  private cut(text: string, atDocumentStart: boolean): ReadSegment[] {
    return this.markup.segment(text, atDocumentStart).map((segment) => ({ ...segment }));
  }

  /**
   * Cuts again from segment `from` until a cut falls together with one that was there: the segments from `to` on were
   * not changed, and what begins at a cut depends on nothing before it. Doubles its reach until that is so.
   */
  private recut(from: number, to: number, changed: string): void {
    let text = changed;
    let end = to;
    for (let reach = 1; ; reach *= 4) {
      const known = this.segments.slice(end, end + reach);
      const tail = known.map((segment) => segment.text).join('');
      const cut = this.reused(this.cut(text + tail, from === 0), from, end + reach);
      if (end + reach >= this.segments.length) {
        this.segments = [...this.segments.slice(0, from), ...cut];
        return;
      }
      // The last of the known segments was cut with nothing behind it; the cut before it is the one to be met.
      const meeting = text.length + tail.length - known.at(-1)!.text.length;
      const kept = segmentsUpTo(cut, meeting);
      if (kept !== undefined) {
        this.segments.splice(from, end + reach - 1 - from, ...cut.slice(0, kept));
        return;
      }
      text += tail;
      end += reach;
    }
  }

  /** Keeps what was already found out about segments whose text has not changed. */
  private reused(cut: ReadSegment[], from: number, to: number): ReadSegment[] {
    const known = new Map(this.segments.slice(from, to).map((segment) => [segment.text, segment]));
    return cut.map((segment) => {
      const old = known.get(segment.text);
      return old?.kind === segment.kind && old.lastInside === segment.lastInside ? old : segment;
    });
  }

  /** A change inside a long stretch of code or the like that neither opens nor closes anything: nothing is cut again. */
  private changeInside(at: Place, start: number, end: number, text: string): boolean {
    const { segment } = at;
    if (segment.kind !== 'other') return false;
    // What is opened, and how, stands in the first two lines.
    const opening = segment.text.indexOf('\n', segment.text.indexOf('\n') + 1);
    const from = start - at.start;
    const to = end - at.start;
    if (opening <= 0 || from <= opening || to > segment.text.length) return false;
    const lineStart = segment.text.lastIndexOf('\n', from - 1) + 1;
    const feed = segment.text.indexOf('\n', to);
    const lineEnd = feed < 0 ? segment.text.length : feed;
    const before = segment.text.slice(lineStart, lineEnd);
    const after = segment.text.slice(lineStart, from) + text + segment.text.slice(to, lineEnd);
    const isClosingLine = lineEnd >= segment.lastInside && segment.lastInside < segment.text.length;
    if (isClosingLine || mayClose.test(before) || mayClose.test(after)) return false;
    this.segments[at.index] = {
      ...segment,
      text: segment.text.slice(0, from) + text + segment.text.slice(to),
      lastInside: segment.lastInside + text.length - (end - start),
    };
    return true;
  }

  /** The segment that a caret at `offset` is in: at a boundary the one that begins there. */
  private segmentAt(offset: number): Place | undefined {
    let start = 0;
    for (let index = 0; index < this.segments.length; index++) {
      const segment = this.segments[index]!;
      const end = start + segment.text.length;
      if (offset < end || index === this.segments.length - 1) {
        return { index, start, segment, rest: (from) => segment.text.slice(Math.max(0, from)) };
      }
      start = end;
    }
    return undefined;
  }
}

/** A segment with what has been found out about it; both are filled on demand and dropped with it. */
interface ReadSegment extends Segment {
  parsed?: ParsedSegment;
  /** Tokens of the whole segment, offsets from its start. */
  tokens?: Token[];
}

interface Place {
  readonly index: number;
  readonly start: number;
  readonly segment: ReadSegment;
  rest(from: number): string;
}

/** What ends a stretch of `other` in any of the markups. */
const mayClose = /^[ \t]*(?:`{2}|~{2}|\$|--|\+\+)|-->|<\/|\\begin|\\end/im;

/** How many of the segments end at or before `offset`, if one ends exactly there. */
function segmentsUpTo(segments: readonly Segment[], offset: number): number | undefined {
  let end = 0;
  for (let index = 0; index < segments.length; index++) {
    if (end === offset) return index;
    end += segments[index]!.text.length;
  }
  return undefined;
}

function lastEnd(block: ProseBlock): number {
  return Math.max(block.ranges.at(-1)?.end ?? 0, block.gaps?.at(-1)?.end ?? 0);
}

/** The block that the caret goes on with: the innermost one around it, or the one before it on its line or the line above. */
function currentBlock(text: string, blocks: readonly MarkupBlock[], caret: number): MarkupBlock | undefined {
  let before: MarkupBlock | undefined;
  let around: MarkupBlock | undefined;
  for (const block of blocks) {
    if (block.ranges[0]!.start > caret) continue;
    if (block.ranges.some(({ start, end }) => start <= caret && caret <= end)) around = block;
    if (!before || lastEnd(block) >= lastEnd(before)) before = block;
  }
  if (around || !before) return around;
  const between = text.slice(lastEnd(before), caret);
  if (!between.includes('\n')) return before;
  return !before.isLine && /^[^\S\n]*\n[^\S\n]*$/.test(between) ? before : undefined;
}

/** The block as if the text stopped at the caret; white space up to it belongs to the block. */
function cutAt(block: MarkupBlock, caret: number): ProseBlock {
  const before = (spans: readonly Span[]): Span[] => spans.filter((span) => span.start < caret);
  const ranges = before(block.ranges).map(({ start, end }) => ({ start, end: Math.min(end, caret) }));
  const last = ranges.at(-1);
  if (caret > lastEnd(block) && last) ranges.push({ start: caret, end: caret });
  return { ranges, gaps: before(block.gaps ?? []) };
}

/** Takes the unfinished word off the end: letters up to the caret, with an apostrophe or hyphen that may go on inside it. */
function splitPrefix(tokens: Token[], text: string, caret: number): TokensBefore {
  let start = caret;
  const last = tokens.at(-1);
  const previous = tokens.at(-2);
  if (last?.end === caret && (last.kind === 'word' || last.kind === 'number')) {
    // A finished elision (`l'`) waits for the next word.
    if (!/['’ʼ]$/.test(last.text)) {
      start = last.start;
      tokens.pop();
    }
  } else if (
    last?.end === caret &&
    previous?.kind === 'word' &&
    previous.end === last.start &&
    /^['’ʼ‐‑-]$/.test(last.text)
  ) {
    tokens.length -= 2;
    if (last.text !== '-' && isElidedWord(previous.text)) {
      tokens.push({
        kind: 'word',
        text: text.slice(previous.start, caret),
        start: previous.start,
        end: caret,
      });
    } else start = previous.start;
  }
  return { tokens, prefix: { text: text.slice(start, caret), start } };
}

function movedTokens(tokens: readonly Token[], by: number): Token[] {
  return by === 0
    ? [...tokens]
    : tokens.map((token) => ({ ...token, start: token.start + by, end: token.end + by }));
}
