/** Sets held-out text apart, so that the weights to keep are chosen on text that was not trained on. */
import { concatenate } from '../vocabulary/concatenate';
import { PARAGRAPH_END, SENTENCE_END } from '../vocabulary/special';

/** Pieces are at least this long, in tokens: a shorter one can't be told apart from its neighbours … */
const usualPiece = 400;
/**
 * … unless the text is so short that fewer than this many pieces would come of it. A single held-out piece tells of one
 * passage only: with a file of another kind held out as a whole, the sample folder's perplexity was 99 instead of 25.
 */
const leastPieces = 100;
/** One piece in this many is held out. */
const heldOutEvery = 20;
/** Beyond this, more held-out text only costs time. */
const mostHeldOut = 40_000;
/** Texts shorter than this are trained on as a whole. */
const leastTokens = 2_000;

/**
 * Cuts documents into pieces of whole paragraphs, up to a few hundred tokens each, and holds out one in twenty, spread evenly
 * over the text; at most 40,000 tokens. Of a text below 2,000 tokens nothing is held out. Concatenates the rest in order.
 */
export function splitHeldOut(documents: readonly Int32Array[]): { train: Int32Array; valid: Int32Array } {
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  if (total < leastTokens) return { train: concatenate(documents), valid: new Int32Array(0) };
  const pieceTokens = Math.min(usualPiece, Math.ceil(total / leastPieces));
  const pieces = documents.flatMap((document) => cutPieces(document, pieceTokens));
  // A text that nowhere ends can't be cut.
  if (pieces.length < 2) return { train: concatenate(pieces), valid: new Int32Array(0) };
  const every = Math.max(heldOutEvery, Math.ceil(total / mostHeldOut));
  const first = Math.min(Math.floor(every / 2), pieces.length - 1);
  const isHeldOut = (index: number): boolean => index % every === first;
  return {
    train: concatenate(pieces.filter((_, index) => !isHeldOut(index))),
    valid: concatenate(pieces.filter((_, index) => isHeldOut(index))),
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
