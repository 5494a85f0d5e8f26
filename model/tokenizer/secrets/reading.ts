import type { SecretKind } from '../../tokens/secret-kinds';
import type { Token } from '../../tokens/token';
import { type Announcement, announcementOf } from './announcements';
import { infoOf } from './info';

/** Tokens from an announcement to the end of what it announces, and of one chunk, at most. */
export const LONGEST_REACH = 64;
/** A line up to this many characters was not broken because it was full: what is announced in it ends with it. */
const SHORT_LINE = 60;

/** The tokens of a block while the rules go through them, and what is to be withheld. */
export class Reading {
  /** By index − from; undefined: stays. */
  private marks: (SecretKind | undefined)[] | undefined;

  /** @param from index of the block's first token. */
  constructor(
    readonly text: string,
    readonly tokens: Token[],
    readonly from: number,
  ) {}

  mark(start: number, end: number, kind: SecretKind): void {
    this.marks ??= [];
    for (let index = start; index < end; index++) this.marks[index - this.from] = kind;
  }

  isMarked(index: number): boolean {
    return this.marks?.[index - this.from] !== undefined;
  }

  /** Puts gaps in place of what was marked, one for each row of marks. */
  apply(): void {
    const { tokens, marks, from } = this;
    if (marks === undefined) return;
    let kept = from;
    for (let index = from; index < tokens.length; ) {
      const secret = marks[index - from];
      if (secret === undefined) {
        tokens[kept++] = tokens[index++]!;
        continue;
      }
      const { start } = tokens[index]!;
      let { end } = tokens[index]!;
      while (++index < tokens.length && marks[index - from] === secret) end = tokens[index]!.end;
      tokens[kept++] = { kind: 'gap', text: '', start, end, secret };
    }
    tokens.length = kept;
  }

  /** Whether a line ends before a token that was not broken because it was full. */
  endsLine(index: number): boolean {
    const { text, tokens } = this;
    const before = tokens[index - 1]!;
    const feed = text.slice(before.end, tokens[index]!.start).indexOf('\n');
    if (feed < 0) return false;
    const lineEnd = before.end + feed;
    const lineStart = text.slice(Math.max(0, lineEnd - SHORT_LINE - 1), lineEnd).lastIndexOf('\n');
    return lineStart >= 0 || lineEnd <= SHORT_LINE;
  }

  /** Behind a token and what is joined to it. */
  chunkEnd(index: number): number {
    const { tokens } = this;
    let end = index + 1;
    while (end < Math.min(tokens.length, index + LONGEST_REACH) && isJoined(tokens, end)) end++;
    while (end > index + 1 && /^[.,;:!?)\]}»”"'…]$/.test(tokens[end - 1]!.text)) end--;
    return end;
  }

  someMade(start: number, end: number): boolean {
    for (let at = start; at < end; at++)
      if (looksMade(this.tokens[at]!) || this.tokens[at]!.kind === 'number') return true;
    return false;
  }
}

/** No space between a token and the one before it. */
export function isJoined(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  return token !== undefined && token.end > token.start && tokens[index - 1]!.end === token.start;
}

/** Letters and digits mixed, random letters, or what is withheld already. */
export function looksMade(token: Token): boolean {
  if (token.kind === 'gap') return token.secret !== undefined;
  if (token.kind !== 'word') return false;
  return infoOf(token.text).secret !== undefined || (/\d/.test(token.text) && /\p{L}/u.test(token.text));
}

/** Inline code that says `password`. */
export function announcedByGap(
  text: string,
  { start, end, secret }: Token,
  origin = 0,
): Announcement | undefined {
  if (secret !== undefined || end - start > 60) return undefined;
  return announcementOf(text.slice(start - origin, end - origin));
}
