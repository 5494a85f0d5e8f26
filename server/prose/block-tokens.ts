import { isRestart, tokenizeBlock } from '../../model/tokenizer/prose';
import type { ProseBlock, Span, Token } from '../../model/tokens/token';

/** A block to be cut into tokens; one that has not ended stops at the caret. */
export interface BlockToRead {
  readonly block: ProseBlock;
  readonly hasEnded: boolean;
}

/**
 * The tokens of a segment's blocks, kept while the text changes: each block is read again from the last word before the
 * change on. So a letter at the end of a page-long paragraph costs a word or two. Tokens that stay are the same objects.
 */
export class BlockTokens {
  private kept: KeptBlock[] = [];
  /** Where the segment stood when its tokens got the document's offsets. */
  private origin = 0;
  /** So much of the segment's text is as it was when the tokens were read. */
  private unchanged = Number.POSITIVE_INFINITY;
  /** What `readAll` was last asked for, and answered. */
  private whole: readonly ProseBlock[] | undefined;
  private answer: readonly (readonly Token[])[] = [];

  /** The segment's text is another from `offset` on. */
  changed(offset: number): void {
    this.unchanged = Math.min(this.unchanged, offset);
  }

  /** As `read`, of blocks that have ended all. What was read of the same list before is answered without a look at each. */
  readAll(text: string, blocks: readonly ProseBlock[], origin: number): readonly (readonly Token[])[] {
    const isRead =
      blocks === this.whole && origin === this.origin && this.unchanged === Number.POSITIVE_INFINITY;
    if (!isRead) {
      const wanted = blocks.map((block) => ({ block, hasEnded: true }));
      this.answer = this.read(text, wanted, origin);
      this.whole = blocks;
    }
    return this.answer;
  }

  /** The tokens by block. Blocks count from the segment's start, which is the document's `origin`; tokens from the document's. */
  read(text: string, blocks: readonly BlockToRead[], origin: number): readonly (readonly Token[])[] {
    this.moveTo(origin);
    this.kept.length = Math.min(this.kept.length, blocks.length);
    blocks.forEach((wanted, index) => {
      const kept = this.kept[index];
      if (!kept) this.kept.push({ ...wanted, tokens: [] });
      else if (this.unchanged === Number.POSITIVE_INFINITY && isSame(kept, wanted)) return;
      this.readOn(this.kept[index]!, wanted, text);
    });
    this.unchanged = Number.POSITIVE_INFINITY;
    return this.kept.map(({ tokens }) => tokens);
  }

  private readOn(kept: KeptBlock, wanted: BlockToRead, text: string): void {
    const { tokens } = kept;
    const agreed = Math.min(this.unchanged, agreement(kept.block, wanted.block));
    let count = wanted.block.label !== undefined ? 0 : endedBefore(tokens, this.origin + agreed);
    while (count > 0 && !isRestart(text, tokens, count - 1, this.origin)) count--;
    const from = count > 0 ? tokens[count - 1]!.end - this.origin : 0;
    tokens.length = count;
    for (const token of tokenizeBlock(text, wanted.block, wanted.hasEnded, from))
      tokens.push(moved(token, this.origin));
    kept.block = wanted.block;
    kept.hasEnded = wanted.hasEnded;
  }

  private moveTo(origin: number): void {
    const by = origin - this.origin;
    this.origin = origin;
    if (by === 0) return;
    for (const kept of this.kept) kept.tokens = kept.tokens.map((token) => moved(token, by));
  }
}

interface KeptBlock {
  block: ProseBlock;
  hasEnded: boolean;
  tokens: Token[];
}

function isSame(a: BlockToRead, b: BlockToRead): boolean {
  return a.hasEnded === b.hasEnded && agreement(a.block, b.block) === Number.POSITIVE_INFINITY;
}

/** Up to where two blocks have the same ranges and gaps. */
function agreement(a: ProseBlock, b: ProseBlock): number {
  if (a === b) return Number.POSITIVE_INFINITY;
  // What heads a block says how all of it is read.
  if (a.label !== b.label) return 0;
  return Math.min(spansAgreement(a.ranges, b.ranges), spansAgreement(a.gaps ?? [], b.gaps ?? []));
}

function spansAgreement(a: readonly Span[], b: readonly Span[]): number {
  for (let index = 0; index < a.length || index < b.length; index++) {
    const one = a[index];
    const other = b[index];
    if (!one || !other) return (one ?? other)!.start; // one of the two is there
    if (one.start !== other.start) return Math.min(one.start, other.start);
    if (one.end !== other.end) return Math.min(one.end, other.end);
  }
  return Number.POSITIVE_INFINITY;
}

/** How many of the tokens end before `offset`. */
function endedBefore(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tokens[middle]!.end < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function moved(token: Token, by: number): Token {
  return by === 0 ? token : { ...token, start: token.start + by, end: token.end + by };
}
