/** Sets held-out text apart, so that the weights to keep are chosen on text that was not trained on. */
import { concatenate } from '../vocabulary/concatenate';
import { PARAGRAPH_END, SENTENCE_END } from '../vocabulary/special';
import { chooseHeldOut } from './copies';

/** Pieces are at least this long, in tokens: the text around a shorter one, which is trained on, is too much like it … */
const USUAL_PIECE = 400;
/**
 * … unless the text is so short that fewer than this many pieces would come of it. A single held-out piece is a sample of one
 * passage: with a file of another kind held out as a whole, the sample folder's perplexity was 99 instead of 25.
 */
const LEAST_PIECES = 100;
/** One piece in this many is held out. */
const HELD_OUT_EVERY = 20;
/** Beyond this, more held-out text only costs time. */
const MOST_HELD_OUT = 40_000;
/** Texts shorter than this are trained on as a whole. */
const LEAST_TOKENS = 2_000;
/** However long its pieces are, no more than this share of a text is held out, … */
const MOST_HELD_OUT_SHARE = 0.1;
/** … and no more than this share set aside as copies: the rest is enough to train on, also where everything stands there many times. */
const MOST_COPIED_SHARE = 0.25;

export interface SplitText {
  readonly train: Int32Array;
  readonly valid: Int32Array;
  /** What stands in both: other copies of held-out text. It belongs to the corpus, but must not be trained on. */
  readonly copies: Int32Array;
}

/**
 * Cuts documents into pieces of whole paragraphs, up to a few hundred tokens each, and holds out one in twenty, spread evenly
 * over the text; at most 40,000 tokens. Of a text below 2,000 tokens nothing is held out. Concatenates the rest in order.
 *
 * Writers keep drafts, backups and the compiled book beside its chapters. Where a held-out piece has such a copy, the copy is
 * set aside: trained on, the held-out loss would be that of memorised text. A piece that has too many copies is not
 * held out, unless all have. At least 65 % of any text is trained on.
 */
export function splitHeldOut(documents: readonly Int32Array[]): SplitText {
  const nothing = new Int32Array(0);
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  if (total < LEAST_TOKENS) return { train: concatenate(documents), valid: nothing, copies: nothing };
  const pieceTokens = Math.min(USUAL_PIECE, Math.ceil(total / LEAST_PIECES));
  const pieces = documents.flatMap((document) => cutPieces(document, pieceTokens));
  // A text that nowhere ends can't be cut.
  if (pieces.length < 2) return { train: concatenate(pieces), valid: nothing, copies: nothing };
  const every = Math.max(HELD_OUT_EVERY, Math.ceil(total / MOST_HELD_OUT));
  const first = Math.min(Math.floor(every / 2), pieces.length - 1);
  const candidates = [...pieces.keys()].filter((index) => index % every === first);
  const { heldOut, rest } = chooseHeldOut(pieces, candidates, {
    mostHeldOut: MOST_HELD_OUT_SHARE * total,
    mostCopied: MOST_COPIED_SHARE * total,
  });
  return {
    train: concatenate(rest.filter(({ isCopy }) => !isCopy).map(({ ids }) => ids)),
    valid: concatenate(pieces.filter((_, index) => heldOut.has(index))),
    copies: concatenate(rest.filter(({ isCopy }) => isCopy).map(({ ids }) => ids)),
  };
}

/** Pieces end at the first paragraph's end (or, in text without paragraphs, sentence's end) that makes them `pieceTokens` long. */
function cutPieces(document: Int32Array, pieceTokens: number): Int32Array[] {
  const end = document.includes(PARAGRAPH_END) ? PARAGRAPH_END : SENTENCE_END;
  const pieces: Int32Array[] = [];
  let start = 0;
  document.forEach((id, index) => {
    if (id === end && index + 1 - start >= pieceTokens) {
      pieces.push(document.subarray(start, index + 1));
      start = index + 1;
    }
  });
  if (start < document.length) pieces.push(document.subarray(start));
  return pieces;
}
