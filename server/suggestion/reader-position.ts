import type { TokensBefore } from '../prose/tokens-before';
import type { Change } from './attention';
import { firstWhere } from './first-where';

/** Code units: more than is typed between two requests, so a caret that moved so far was placed elsewhere. */
const FAR_CHARACTERS = 2_500;
/** Tokens read since the anchor, beyond which reading anew is cheaper than comparing them with the document's. */
const LONGEST_TOKENS = 2_000;

/** Offsets in the document, kept in place as it changes. */
interface Stretch {
  /** Where the reader began; 0 is the document's start. */
  readonly anchor: number;
  /** Where it last stood, or where the text before that has changed since. */
  readonly reached: number;
  /** Characters that changes have brought since. */
  readonly inserted: number;
}

/**
 * Which part of the document a reader has read: it reads on from there while that is cheaper than beginning anew, nearer to
 * the caret.
 */
export class ReaderPosition {
  /** Undefined: nothing that could be read on from. */
  private stretch: Stretch | undefined;

  /** The reader is a new one. */
  reset(): void {
    this.stretch = undefined;
  }

  /** A change of the document, before or after it was made. */
  change({ start, end, text }: Change): void {
    if (!this.stretch) return;
    const { anchor, reached, inserted } = this.stretch;
    const moved = text.length - (end - start);
    if (start < anchor && anchor < end) this.stretch = undefined;
    else
      this.stretch = {
        anchor: end <= anchor ? anchor + moved : anchor,
        reached: end <= reached ? reached + moved : Math.min(start, reached),
        inserted: inserted + text.length,
      };
  }

  /**
   * What the reader is to have read when the caret is at `offset`: from where it began, or from somewhere else.
   *
   * @param already tokens that it has read.
   * @param coldTokens as many as it reads where it begins anew.
   * @param tokensBefore the last `most` tokens before the caret, or all that there are.
   */
  read(
    offset: number,
    already: number,
    coldTokens: number,
    tokensBefore: (most: number) => TokensBefore,
  ): TokensBefore {
    const { stretch } = this;
    const readsOn = stretch !== undefined && isNear(stretch, offset, already, coldTokens);
    const before = tokensBefore(readsOn ? mostSince(stretch, offset, already) : coldTokens);
    const from = readsOn ? firstWhere(before.tokens, ({ start }) => start >= stretch.anchor) : 0;
    const tokens = from > 0 && from < before.tokens.length ? before.tokens.slice(from) : before.tokens;
    const isWhole = !readsOn && tokens.length < coldTokens; // then text before the first token is part of it
    this.stretch = { anchor: isWhole ? 0 : (tokens[0]?.start ?? 0), reached: offset, inserted: 0 };
    return { tokens, prefix: before.prefix };
  }
}

/** Whether reading on to the caret is worth it. */
function isNear(
  { anchor, reached, inserted }: Stretch,
  offset: number,
  already: number,
  coldTokens: number,
): boolean {
  return (
    already + inserted < LONGEST_TOKENS + coldTokens &&
    offset - reached < FAR_CHARACTERS &&
    (anchor === 0 || offset - anchor > FAR_CHARACTERS / 2)
  );
}

/** No fewer tokens than there can be from the anchor to the caret: one has a letter or more, and the ends of sentences and paragraphs none. */
function mostSince({ reached, inserted }: Stretch, offset: number, already: number): number {
  const come = Math.max(0, offset - reached) + inserted;
  return already + 2 * come + 8;
}
