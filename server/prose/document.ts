import { LineTally } from '../../model/tokenizer/paragraphs';
import type { ProseBlock, Token } from '../../model/tokens/token';
import { BlockTokens, type BlockToRead } from './block-tokens';
import { markupOf, moved, plainText } from './blocks';
import { currentBlock, cutAt, lastEnd } from './current-block';
import { cutAlone, isCutAlike, isCutShortFrom } from './cut-short';
import { type Change, keepsOther, mayEnd } from './kept-cuts';
import { endOf, type Lead, labelBlocks, leadBefore, type SegmentEnd } from './labels';
import { type Markup, type MarkupBlock, nothing, type ParsedSegment, type Segment } from './markup';
import { endsInsideLine, LEAST_SEGMENT, LONGEST_SEGMENT } from './segment-builder';
import { type LinePosition, type Place, SegmentList } from './segment-list';
import { splitPrefix, type TokensBefore } from './tokens-before';

/** A text that is asked for a part at a time: a string, or an open document. */
export interface TextSource {
  readonly length: number;
  slice(start: number, end: number): string;
}

/**
 * An open document. It is held as segments (markup.ts), each with its own text, so that a keystroke and the question
 * after it touch one or two of them, and of a long one only its last words. Nothing but `text` and `blocks` takes time
 * by the document's length. What it answers equals what a document made from the whole text would answer.
 */
export class ProseDocument implements TextSource {
  private markup: Markup;
  private readonly segments: SegmentList<ReadSegment>;
  /** Of plain text: what says how it is to be read. */
  private readonly lines: LineTally | undefined;
  /** Segments that nothing behind them closes. */
  private unclosed = 0;

  /** @param markup default: the language's. */
  constructor(languageId: string, text: string, markup = markupOf(languageId)) {
    if (!markup) this.lines = new LineTally(text);
    this.markup = markup ?? plainText(this.lines!); // one of the two is there
    this.segments = new SegmentList(this.cut(text, true));
    for (const { isUnclosed } of this.segments) if (isUnclosed) this.unclosed++;
  }

  /** The whole of it, put together: megabytes may have to be copied. */
  get text(): string {
    return textOf([...this.segments]);
  }

  get length(): number {
    return this.segments.length;
  }

  get lineCount(): number {
    return this.segments.lineCount;
  }

  /** As of a string, for offsets from 0 on; costs what it gives. */
  slice(start: number, end: number): string {
    return this.segments.slice(start, end);
  }

  positionAt(offset: number): LinePosition {
    return this.segments.positionAt(offset);
  }

  offsetAt(position: LinePosition): number {
    return this.segments.offsetAt(position);
  }

  /** Puts `text` in place of [start, end). Offsets outside the document mean its edges. */
  change(start: number, end: number, text: string): void {
    const from = Math.min(Math.max(0, start), this.length);
    const to = Math.min(Math.max(from, end), this.length);
    const first = this.segments.at(from);
    const last = this.segments.at(to);
    if (!first || !last) this.replace(0, 0, this.cut(text, true));
    else if (first.index !== last.index || !this.changeInside(first, from, to, text))
      this.changeAcross(first, last, from, to, text);
    this.followLines();
  }

  /** Whether words written at `offset` would be prose. */
  isProse(offset: number): boolean {
    const found = this.segments.at(offset);
    if (!found) return true;
    const { segment } = found;
    const caret = offset - found.start;
    if (segment.kind === 'other') return caret > segment.lastInside;
    if (this.parsed(segment).closed.some(({ first, last }) => caret >= first && caret <= last)) return false;
    return !this.markup.isOpen(segment.text.slice(0, caret));
  }

  /** Every block of prose, with the document's offsets; reads whatever has not been read yet. */
  blocks(): ProseBlock[] {
    const blocks: ProseBlock[] = [];
    let offset = 0;
    for (let index = 0; index < this.segments.count; index++) {
      for (const block of this.blocksOf(index)) blocks.push(moved(block, offset));
      offset += this.segments.get(index).text.length;
    }
    return blocks;
  }

  /**
   * The last `count` tokens before `offset` and the unfinished word there. Fewer at the document's start, and behind
   * long stretches in which there are hardly any.
   */
  tokensBefore(offset: number, count: number): TokensBefore {
    const found = this.segments.at(offset);
    if (!found) return { tokens: [], prefix: { text: '', start: offset } };

    // Collected from the caret backwards, two more than are asked for: they may be the prefix.
    const parts: (readonly Token[])[] = [];
    let missing = count + 2;
    const collect = (tokens: readonly Token[]) => {
      parts.push(missing < tokens.length ? tokens.slice(-missing) : tokens);
      missing -= tokens.length;
    };
    const collectAll = (blocks: readonly (readonly Token[])[]) => {
      for (let index = blocks.length - 1; index >= 0 && missing > 0; index--) collect(blocks[index]!);
    };
    collectAll(this.tokensUpTo(found, offset - found.start));
    let { start } = found;
    let unread = MOST_READ + MOST_READ_A_TOKEN * count;
    for (let index = found.index - 1; index >= 0 && missing > 0 && unread > 0; index--) {
      const segment = this.segments.get(index);
      start -= segment.text.length;
      if (segment.kind === 'other') {
        unread -= OTHER_READ;
        continue;
      }
      unread -= segment.text.length;
      collectAll(this.allTokens(segment, index, start));
    }
    const { tokens, prefix } = splitPrefix(([] as Token[]).concat(...parts.reverse()), offset);
    return { tokens: tokens.length > count ? tokens.slice(tokens.length - count) : tokens, prefix };
  }

  private tokensUpTo(
    { segment, index, start }: Place<ReadSegment>,
    caret: number,
  ): readonly (readonly Token[])[] {
    const blocks = this.blocksOf(index);
    const current = currentBlock(segment.text, blocks, caret);
    const wanted: BlockToRead[] = blocks
      .filter((block) => block !== current && block.ranges[0]!.start < caret && lastEnd(block) <= caret)
      .map((block) => ({ block, hasEnded: true }));
    if (current) wanted.push({ block: cutAt(current, caret), hasEnded: false });
    segment.tokensUpTo ??= new BlockTokens();
    return segment.tokensUpTo.read(segment.text, wanted, start);
  }

  private allTokens(segment: ReadSegment, index: number, start: number): readonly (readonly Token[])[] {
    segment.allTokens ??= new BlockTokens();
    return segment.allTokens.readAll(segment.text, this.blocksOf(index), start);
  }

  private parsed(segment: ReadSegment): ParsedSegment {
    segment.parsed ??= segment.kind === 'prose' ? this.markup.parse(segment.text) : nothing;
    return segment.parsed;
  }

  /** The blocks of a segment, with what heads them. */
  private blocksOf(index: number): readonly MarkupBlock[] {
    const segment = this.segments.get(index);
    const lead = leadBefore(index, (before) => {
      const known = this.segments.get(before);
      known.end ??= endOf(known);
      return known.end;
    });
    const { labelled } = segment;
    if (
      labelled === undefined ||
      labelled.lead?.line !== lead?.line ||
      labelled.lead?.isDirect !== lead?.isDirect
    )
      segment.labelled = { lead, blocks: labelBlocks(segment.text, this.parsed(segment).blocks, lead) };
    return segment.labelled!.blocks; // it has just been set
  }

  private cut(text: string, atDocumentStart: boolean): ReadSegment[] {
    return this.markup.segment(text, atDocumentStart).map((segment) => ({ ...segment }));
  }

  private replace(from: number, count: number, inserted: readonly ReadSegment[]): void {
    if (this.lines) {
      for (const segment of this.segments.range(from, from + count)) this.lines.remove(segment.text);
      for (const segment of inserted) this.lines.add(segment.text);
    }
    for (const { isUnclosed } of this.segments.range(from, from + count)) if (isUnclosed) this.unclosed--;
    for (const { isUnclosed } of inserted) if (isUnclosed) this.unclosed++;
    this.segments.splice(from, count, inserted);
  }

  /** Plain text is cut anew when its lines come to look wrapped, or no more so: once or twice in a document's life. */
  private followLines(): void {
    if (!this.lines || plainText(this.lines) === this.markup) return;
    this.markup = plainText(this.lines);
    this.segments.splice(0, this.segments.count, this.cut(this.text, true));
  }

  private changeAcross(
    first: Place<ReadSegment>,
    last: Place<ReadSegment>,
    start: number,
    end: number,
    text: string,
  ): void {
    const beginning = first.segment.text.slice(0, start - first.start);
    const changed = beginning + text + last.segment.text.slice(end - last.start);
    const mayClose = this.unclosed > 0 && mayEnd.test(changed);
    const keepsCuts = !mayClose && isCutShortFrom(this.segments, last.index);
    const from = this.firstToCut(first.index, keepsCuts, mayClose);
    const again = textOf(this.segments.range(from, first.index)) + changed;
    if (!keepsCuts || !this.recutAlone(from, last.index + 1, again)) this.recut(from, last.index + 1, again);
    // What was read of the segment before the change still holds.
    const now = this.segments.at(first.start);
    if (now?.start === first.start && now.segment !== first.segment)
      takeTokens(now.segment, first.segment, start - first.start);
  }

  private firstToCut(changed: number, keepsCuts: boolean, mayClose: boolean): number {
    if (keepsCuts && changed > 0 && this.segments.get(changed - 1).isCutShort) return changed;
    // The segment before may go on now, for what begins a segment is its first line. Front matter takes the first two.
    const before = changed <= 2 ? 0 : changed - 1;
    if (!mayClose) return before;
    const unclosed = [...this.segments].findIndex(({ isUnclosed }) => isUnclosed);
    return Math.min(before, unclosed);
  }

  /** Cuts [from, to) again and nothing behind it (cut-short.ts). False: what is opened there now does not end there. */
  private recutAlone(from: number, to: number, changed: string): boolean {
    const cut = cutAlone(this.cut(changed, from === 0), this.segments.get(to), (text) =>
      this.cut(text, false),
    );
    if (cut)
      this.replace(from, to - from + cut.joined, this.reused(cut.segments, this.segments.range(from, to)));
    return cut !== undefined;
  }

  /**
   * Cuts again from segment `from` until a cut falls together with one that was there: the segments from `to` on were
   * not changed, and what begins at a cut depends on nothing before it. Doubles its reach until that is so.
   */
  private recut(from: number, to: number, changed: string): void {
    let text = changed;
    let end = to;
    for (let reach = 1; ; reach *= 4) {
      const known = this.segments.range(end, end + reach);
      const tail = textOf(known);
      const before = new Set(this.segments.range(from, end + reach));
      const cut = this.reused(this.cut(text + tail, from === 0), before);
      if (end + reach >= this.segments.count) {
        this.replace(from, this.segments.count - from, cut);
        return;
      }
      // What nothing closes so far may be closed further on.
      const mayBeClosed = cut.some(
        (segment) => segment.isUnclosed && (mayEnd.test(changed) || !before.has(segment)),
      );
      // The last of the known segments was cut with nothing behind it; the cut before it is the one to be met.
      const meeting = text.length + tail.length - known.at(-1)!.text.length;
      const kept = segmentsUpTo(cut, meeting);
      if (kept !== undefined && !mayBeClosed) {
        this.replace(from, end + reach - 1 - from, cut.slice(0, kept));
        return;
      }
      text += tail;
      end += reach;
    }
  }

  /** Keeps what was already found out about segments whose text has not changed. */
  private reused(cut: ReadSegment[], before: Iterable<ReadSegment>): ReadSegment[] {
    const known = new Map(Array.from(before, (segment) => [segment.text, segment]));
    return cut.map((segment) => {
      const old = known.get(segment.text);
      if (!old || !isCutAlike(old, segment)) return segment;
      known.delete(segment.text); // each only once: it has its own place
      return old;
    });
  }

  /** Changes one segment only, if the change surely cuts nothing in another way. Says whether it did. */
  private changeInside(at: Place<ReadSegment>, start: number, end: number, text: string): boolean {
    const { segment, index } = at;
    const change = { from: start - at.start, to: end - at.start, text };
    const keepsCuts =
      segment.kind === 'other' ? keepsOther(segment, change) : this.keepsProse(segment, index, change);
    if (!keepsCuts) return false;
    const changed: ReadSegment = {
      kind: segment.kind,
      text: segment.text.slice(0, change.from) + text + segment.text.slice(change.to),
      lastInside: segment.kind === 'other' ? segment.lastInside + text.length - (end - start) : -1,
      isCutShort: segment.isCutShort,
    };
    takeTokens(changed, segment, change.from);
    if (this.lines) this.replace(index, 1, [changed]);
    else this.segments.exchange(index, changed, change);
    return true;
  }

  /** In a line that begins as plain prose, behind its beginning, letters and the like cut nothing. */
  private keepsProse(segment: ReadSegment, index: number, { from, to, text: inserted }: Change): boolean {
    const { text } = segment;
    if (mayCut.test(inserted) || mayCut.test(text.slice(from, to))) return false;
    const [left, right] = [text.slice(Math.max(0, from - 2), from), text.slice(to, to + 2)];
    if (mayBeAddress.test(left + inserted + right) || mayBeAddress.test(left + text.slice(from, to) + right))
      return false;
    const lineStart = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
    if (this.markup.wordsMayCut || (this.unclosed > 0 && mayEnd.test(text.slice(lineStart, to))))
      return false;
    if (!beginsAsProse.test(text.slice(lineStart, Math.min(from, lineStart + 40)))) return false;
    if (index <= 2 && /^[-+]/.test(this.segments.get(0).text)) return false; // may be front matter
    // Length too can cut: where a line begins beyond the least, and in a line beyond the longest.
    const grown = inserted.length - (to - from);
    const isLast = index === this.segments.count - 1;
    if (Math.max(text.length, text.length + grown) > LONGEST_SEGMENT) return false;
    if (!isLast && (Math.min(text.length, text.length + grown) < LEAST_SEGMENT || endsInsideLine(segment)))
      return false;
    const previous = index > 0 ? this.segments.get(index - 1) : undefined;
    if (previous && (endsInsideLine(previous) || previous.text.length < LEAST_SEGMENT)) return false;
    const feed = text.indexOf('\n', to);
    const next = feed < 0 ? text.length : feed + 1;
    const joined = lineStart > 0 && lineStart < LEAST_SEGMENT;
    if (joined && Math.max(next, next + grown) - lineStart >= LEAST_SEGMENT) return false;
    return (
      Math.min(next, next + grown) >= LEAST_SEGMENT || !/\S/.test(text.slice(next, next + LEAST_SEGMENT))
    );
  }
}

/** A line's end, and the marks that make a segment heavy. */
const mayCut = /[\n\r\\`*_[\]<>&$~|@!]/;
const mayBeAddress = /www|:\/\//i;

/**
 * Characters of prose that are read to find tokens, and so many more for each that is asked for: English has 5.5 a
 * token, with much markup 10. Megabytes of markup without a word are not gone through to find one.
 */
const MOST_READ = 32_768;
const MOST_READ_A_TOKEN = 8;
/** Characters that a segment without prose counts as, so that a hundred thousand of them end the search too. */
const OTHER_READ = 8;

/** A segment with what has been found out about it, filled on demand. */
interface ReadSegment extends Segment {
  parsed?: ParsedSegment;
  labelled?: { readonly lead: Lead | undefined; readonly blocks: readonly MarkupBlock[] };
  end?: SegmentEnd;
  allTokens?: BlockTokens;
  /** As far as the caret that was asked for last. */
  tokensUpTo?: BlockTokens;
}

/** The tokens go over to the segment's next state, whose text is another from `unchanged` on. */
function takeTokens(segment: ReadSegment, old: ReadSegment, unchanged: number): void {
  segment.allTokens = old.allTokens;
  segment.tokensUpTo = old.tokensUpTo;
  old.allTokens = undefined;
  old.tokensUpTo = undefined;
  segment.allTokens?.changed(unchanged);
  segment.tokensUpTo?.changed(unchanged);
}

/** Indented or not: a letter, quote or bracket that begins nothing but prose in any of the markups. */
const beginsAsProse = /^[ \t]*[\p{L}"“”„'‘’«»(¿¡—–]/u;

function textOf(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join('');
}

/** How many of the segments end at or before `offset`, if one ends exactly there. */
function segmentsUpTo(segments: readonly Segment[], offset: number): number | undefined {
  let end = 0;
  for (let index = 0; index < segments.length; index++) {
    if (end === offset) return index;
    end += segments[index]!.text.length;
  }
  return undefined;
}
