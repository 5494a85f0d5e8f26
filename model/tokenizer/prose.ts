import {
  APOSTROPHE,
  classAt,
  DIGIT,
  HYPHEN,
  isInvisibleMark,
  LETTER,
  MARK,
  PUNCTUATION,
  SEGMENTED,
  SPACE,
  widthAt,
} from '../tokens/characters';
import type { SecretKind } from '../tokens/secret-kinds';
import type { ProseBlock, Span, Token, TokenKind } from '../tokens/token';
import { isElision } from './elisions';
import { behindLineBreak, behindMidLetter, standsInWord } from './joins';
import { plainBlocks } from './paragraphs';
import { gapsInChunk } from './secrets/chunk';
import { canBeginBehind, withholdSecrets } from './secrets/withhold';
import { createSentenceWatch, type SentenceWatch } from './sentences';

/**
 * Cuts prose into tokens, in order and without overlaps; every visible character of the blocks' ranges belongs to
 * one. Without blocks the text is plain (paragraphs.ts). A block that has tokens ends with
 * `paragraphEnd`, which stands in place of its last sentence's end. Nothing is an error; time is linear.
 */
export function tokenizeProse(text: string, blocks: readonly ProseBlock[] = plainBlocks(text)): Token[] {
  const scanner = new Scanner(text);
  for (const block of blocks) scanner.block(block);
  return scanner.tokens;
}

/**
 * The tokens of one block, or what of them comes after `from`, which `isRestart` must allow. A block that has not ended
 * stops at the caret: it gets no paragraph end, but a sentence end if its last sentence is complete and a space follows.
 */
export function tokenizeBlock(text: string, block: ProseBlock, hasEnded: boolean, from = 0): Token[] {
  const scanner = new Scanner(text, from);
  if (hasEnded) scanner.block(block);
  else scanner.unfinishedBlock(block);
  return scanner.tokens;
}

/**
 * Whether what comes after token `index` of a block depends on nothing before its end, nor what comes before on anything
 * after: it is a word with a space behind it, which ends no sentence and begins no key, and no rule about secrets reaches
 * over it. The text begins at the tokens' offset `origin`.
 */
export function isRestart(text: string, tokens: readonly Token[], index: number, origin: number): boolean {
  const { kind, end } = tokens[index]!;
  return (
    kind === 'word' &&
    end - origin < text.length &&
    classAt(text, end - origin) === SPACE &&
    canBeginBehind(text, tokens, index, origin)
  );
}

/**
 * A chunk without a space that is longer is no prose: a key, a drawing, the same letter over and over. One in a script
 * without spaces is read in parts of about this length. Chunks are looked at as a whole, so their length is time.
 */
const LONGEST_CHUNK = 1000;

/** Created at first need: most texts have no script that needs it. Words are cut alike whatever the locale. */
let segmenter: Intl.Segmenter | undefined;
/** The latest runs' segments: a line without spaces is read again at each key that is typed at its end. */
const segmented = new Map<string, readonly number[]>();
const SEGMENTED_KEPT = 64;

function segmentLengths(run: string): readonly number[] {
  const known = segmented.get(run);
  if (known) return known;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  const lengths = Array.from(segmenter.segment(run), ({ segment }) => segment.length);
  if (segmented.size >= SEGMENTED_KEPT) segmented.clear();
  segmented.set(run, lengths);
  return lengths;
}

class Scanner {
  readonly tokens: Token[] = [];
  private readonly sentences: SentenceWatch = createSentenceWatch();
  /** Whether the last token is a word that reaches to the end of the last range, where markup may stand inside it. */
  private touches = false;
  /** Where a token would go on with that word; -1: nowhere. */
  private joinsAt = -1;

  /** `from`: the end of a token that was found before, or 0. */
  constructor(
    private readonly text: string,
    private readonly from = 0,
  ) {}

  block(block: ProseBlock): void {
    const before = this.tokens.length;
    this.spansOf(block);
    withholdSecrets(this.text, this.tokens, before, block.label);
    const hasTokens = this.from > 0 || this.tokens.length > before;
    if (hasTokens) this.pushEnd('paragraphEnd', this.tokens.at(-1)?.end ?? this.from);
  }

  unfinishedBlock(block: ProseBlock): void {
    this.spansOf(block);
    const end = this.sentences.openEnd();
    if (end >= 0 && end < (block.ranges.at(-1)?.end ?? 0)) this.pushEnd('sentenceEnd', end);
    withholdSecrets(this.text, this.tokens, 0, block.label);
  }

  private spansOf(block: ProseBlock): void {
    this.sentences.reset();
    const gaps = block.gaps ?? [];
    let gap = gaps.findIndex(({ start }) => start >= this.from);
    if (gap < 0) gap = gaps.length;
    let before = -1;
    this.touches = false;
    for (const range of block.ranges) {
      if (range.end < this.from) continue;
      for (; gap < gaps.length && gaps[gap]!.start < range.start; gap++) this.pushGap(gaps[gap]!);
      const start = Math.max(range.start, this.from);
      const goesOn = this.touches && standsInWord(this.text.slice(before, start));
      this.joinsAt = goesOn ? start : -1;
      if (range.as !== undefined) this.spelled(range, range.as, goesOn);
      else if (range.end > start) {
        this.range({ start, end: range.end });
        const last = this.tokens.at(-1);
        this.touches = last?.end === range.end && (last.kind === 'word' || last.kind === 'number');
      }
      before = range.end;
    }
    this.joinsAt = -1;
    for (; gap < gaps.length; gap++) this.pushGap(gaps[gap]!);
  }

  /** What markup spells: letters belong to the word around them, spaces part words. */
  private spelled({ start, end }: Span, as: string, goesOn: boolean): void {
    const kind = as === '' ? MARK : classAt(as, 0);
    const isApostrophe = kind === APOSTROPHE && goesOn && classAt(this.text, end) === LETTER;
    if (kind === SPACE) this.touches = false;
    else if (kind === MARK) this.touches = goesOn;
    else {
      const isWord = kind === LETTER || kind === SEGMENTED || isApostrophe;
      this.add({ kind: isWord ? 'word' : kind === DIGIT ? 'number' : 'punctuation', text: as, start, end });
      this.touches = isWord;
    }
  }

  /** Goes through the range chunk by chunk: what stands between spaces is looked at as a whole first. */
  private range(range: Span): void {
    const { text } = this;
    let index = range.start;
    while (index < range.end) {
      let kind = classAt(text, index);
      if (kind === SPACE) {
        index++;
        continue;
      }
      const start = index;
      // Nearly every chunk is a row of letters, or one with a sign or two after it.
      while (kind === LETTER) {
        index += widthAt(text, index);
        kind = index < range.end ? classAt(text, index) : SPACE;
      }
      const lettersEnd = index;
      let letters = lettersEnd - start;
      let strange = false;
      let digits = 0;
      let others = 0;
      while (kind !== SPACE) {
        if (kind === SEGMENTED && index - start >= LONGEST_CHUNK) break;
        if (kind === LETTER) letters++;
        else if (kind === DIGIT) digits++;
        if (kind !== PUNCTUATION) others++;
        else if (strangeIn(text, index, range.end)) strange = true;
        index += widthAt(text, index);
        kind = index < range.end ? classAt(text, index) : SPACE;
        if (kind !== SPACE || index >= range.end) continue;
        const goesOn = behindLineBreak(text, index, range.end);
        if (goesOn < 0) continue;
        index = goesOn;
        kind = classAt(text, index);
      }
      if (index - start >= 2 * LONGEST_CHUNK) {
        this.pushGap({ start, end: index });
        continue;
      }
      // Long runs may be keys; letters and digits in one chunk may be a password.
      if (strange || letters >= 16 || digits >= 6 || (letters > 0 && digits > 0) || index - start > 64)
        this.strangeChunk(start, index);
      else if (others > 0 || lettersEnd === start || text.charAt(start + 1) === '.') this.chunk(start, index);
      else {
        this.push('word', start, lettersEnd);
        if (lettersEnd < index) this.chunk(lettersEnd, index);
      }
    }
  }

  /** A chunk that may hold something else than prose: tokens around its gaps. */
  private strangeChunk(start: number, end: number): void {
    let index = start;
    for (const gap of gapsInChunk(this.text, start, end)) {
      this.chunk(index, gap.start);
      this.pushGap(gap, gap.secret);
      index = gap.end;
    }
    this.chunk(index, end);
  }

  private chunk(start: number, end: number): void {
    const { text } = this;
    let index = start;
    while (index < end) {
      const kind = classAt(text, index);
      if (kind === LETTER) index = this.word(index, end);
      else if (kind === DIGIT) index = this.number(index, end);
      else if (kind === SEGMENTED) index = this.segments(index, end);
      else if (kind === SPACE || (kind === MARK && isInvisibleMark(text, index))) index++;
      else if (kind === APOSTROPHE && this.beginsClippedWord(index, start)) index = this.word(index, end);
      else index = this.sign(index, end);
    }
  }

  private word(start: number, end: number): number {
    const { text } = this;
    initialism.lastIndex = start;
    if (text.charAt(start + 1) === '.' && initialism.test(text) && initialism.lastIndex <= end) {
      return this.push('word', start, initialism.lastIndex);
    }
    let index = start + widthAt(text, start);
    let apostrophes = 0;
    for (; index < end; index += widthAt(text, index)) {
      const kind = classAt(text, index);
      if (kind === LETTER || kind === MARK || kind === DIGIT) continue;
      if (kind === SPACE || kind === PUNCTUATION) {
        const goesOn =
          kind === SPACE ? behindLineBreak(text, index, end) : behindMidLetter(text, start, index, end);
        if (goesOn < 0) break;
        index = goesOn;
        continue;
      }
      const next = index + 1 < end ? classAt(text, index + 1) : SPACE;
      if (kind === HYPHEN && (next === LETTER || next === DIGIT)) continue;
      if (kind === HYPHEN && behindLineBreak(text, index + 1, end) > 0) continue;
      if (kind !== APOSTROPHE || next !== LETTER) break;
      if (apostrophes++ === 0 && isElision(text.slice(start, index), text, index + 1)) {
        index++;
        break;
      }
    }
    return this.push('word', start, index);
  }

  /** Digits and what belongs to them; with a letter in it (`21st`, `10-year`) it is a word. */
  private number(start: number, end: number): number {
    const { text } = this;
    let index = start + widthAt(text, start);
    for (; index < end; index += widthAt(text, index)) {
      const kind = classAt(text, index);
      if (kind === DIGIT || kind === MARK) continue;
      if (kind === LETTER) return this.word(start, end);
      const next = index + 1 < end ? classAt(text, index + 1) : SPACE;
      if (kind === HYPHEN && next === LETTER) return this.word(start, end);
      if (next !== DIGIT || !".,:/'’".includes(text.charAt(index))) break;
    }
    return this.push('number', start, index);
  }

  /** A whole run of a script without spaces at once, since the segmenter decides by what stands around. */
  private segments(start: number, end: number): number {
    const { text } = this;
    let index = start;
    for (; index < end; index += widthAt(text, index)) {
      const kind = classAt(text, index);
      if (kind !== SEGMENTED && kind !== MARK) break;
    }
    const run = text.slice(start, index);
    let from = start;
    for (const length of segmentLengths(run)) from = this.push('word', from, from + length);
    return index;
  }

  /** One visible character with the marks on it, or a row of dots, dashes or TeX's quotes (` `` `, `''`). */
  private sign(start: number, end: number): number {
    const { text } = this;
    const first = text.charAt(start);
    let index = start + widthAt(text, start);
    if (first === '.' && text.startsWith('..', index) && index + 2 <= end)
      return this.push('punctuation', start, index + 2);
    if (first === '-') while (index < end && index < start + 3 && text.charAt(index) === '-') index++;
    if ((first === '`' || first === "'") && index < end && text.charAt(index) === first) index++;
    if (isRegional(text, start) && index < end && isRegional(text, index)) index += 2; // two make a flag
    while (index < end && continuesSign(text, index)) {
      const joins = text.charCodeAt(index) === ZERO_WIDTH_JOINER && index + 1 < end;
      index += widthAt(text, index);
      if (joins && classAt(text, index) === PUNCTUATION) index += widthAt(text, index);
    }
    return this.push('punctuation', start, index);
  }

  /** `'tis`, `’em`: the few words whose apostrophe is not a quote. */
  private beginsClippedWord(index: number, chunkStart: number): boolean {
    if (index > chunkStart && classAt(this.text, index - 1) === LETTER) return false;
    clippedWord.lastIndex = index + 1;
    return clippedWord.test(this.text);
  }

  private push(kind: TokenKind, start: number, end: number): number {
    this.add({ kind, text: this.text.slice(start, end), start, end });
    return end;
  }

  private pushGap({ start, end }: Span, secret?: SecretKind): void {
    this.add({ kind: 'gap', text: '', start, end, ...(secret && { secret }) });
  }

  private add(token: Token): void {
    const last = this.tokens.at(-1);
    const goesOn = token.start === this.joinsAt && (token.kind === 'word' || token.kind === 'number');
    this.joinsAt = -1;
    if (goesOn && last !== undefined && last.text.length < LONGEST_JOINED) {
      const kind = last.kind === 'number' && token.kind === 'number' ? 'number' : 'word';
      const whole: Token = { kind, text: last.text + token.text, start: last.start, end: token.end };
      this.tokens[this.tokens.length - 1] = whole;
      this.sentences.rejoin(whole);
      return;
    }
    const sentenceEnd = this.sentences.endBefore(this.text, token);
    if (sentenceEnd >= 0) this.pushEnd('sentenceEnd', sentenceEnd);
    this.tokens.push(token);
  }

  private pushEnd(kind: 'sentenceEnd' | 'paragraphEnd', offset: number): void {
    this.tokens.push({ kind, text: '', start: offset, end: offset });
  }
}

const initialism = /(?:\p{L}\.){2,20}(?!\p{L})/uy;
const clippedWord = /(?:tis|twas|twere|twill|twould|em|til)(?!\p{L})/iuy;
const ZERO_WIDTH_JOINER = 0x200d;
/** A word put together from parts has fewer letters: putting together takes time for each. */
const LONGEST_JOINED = 100;

/** Signs that addresses, paths, code and passwords are made of. A stop counts when a letter follows it. */
function strangeIn(text: string, index: number, end: number): boolean {
  switch (text.charAt(index)) {
    case '@':
    case '/':
    case '\\':
    case '_':
    case '=':
    case '#':
    case '$':
    case '%':
    case ':':
      return true;
    case '.':
      return index + 1 < end && classAt(text, index + 1) !== SPACE;
    default:
      return false;
  }
}

function isRegional(text: string, index: number): boolean {
  const point = text.codePointAt(index)!;
  return point >= 0x1f1e6 && point <= 0x1f1ff;
}

/** Marks, variation selectors, joiners, and the skin tones of emoji. */
function continuesSign(text: string, index: number): boolean {
  if (classAt(text, index) === MARK) return true;
  const point = text.codePointAt(index)!;
  return point >= 0x1f3fb && point <= 0x1f3ff;
}
