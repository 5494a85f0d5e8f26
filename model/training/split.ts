/** Sets held-out text apart, so that the weights to keep are chosen on text that was not trained on. */
import { concatenate } from '../vocabulary/concatenate';
import { PassageBag, paragraphsOf, sentencesOf } from '../vocabulary/passages';
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
/** From this share of a text on, sentences that stand elsewhere too make it a copy, not a text with a usual phrase in it. */
const copiedShare = 0.5;
/** Shorter sentences, in tokens, stand in many places without being copies. */
const leastCopied = 8;

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
 * set aside: trained on, it would make the model look as if it could foresee what it knows by heart.
 */
export function splitHeldOut(documents: readonly Int32Array[]): SplitText {
  const nothing = new Int32Array(0);
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  if (total < leastTokens) return { train: concatenate(documents), valid: nothing, copies: nothing };
  const pieceTokens = Math.min(usualPiece, Math.ceil(total / leastPieces));
  const pieces = documents.flatMap((document) => cutPieces(document, pieceTokens));
  // A text that nowhere ends can't be cut.
  if (pieces.length < 2) return { train: concatenate(pieces), valid: nothing, copies: nothing };
  const every = Math.max(heldOutEvery, Math.ceil(total / mostHeldOut));
  const first = Math.min(Math.floor(every / 2), pieces.length - 1);
  const isHeldOut = (index: number): boolean => index % every === first;
  const rest = pieces.filter((_, index) => !isHeldOut(index));
  const heldOut = pieces.filter((_, index) => isHeldOut(index));
  const copied = copiedSentences(heldOut, rest);
  const train: Int32Array[] = [];
  const copies: Int32Array[] = [];
  for (const paragraph of rest.flatMap((piece) => [...paragraphsOf(piece)])) {
    (isCopy(paragraph, copied) ? copies : train).push(paragraph);
  }
  return { train: concatenate(train), valid: concatenate(heldOut), copies: concatenate(copies) };
}

/** The sentences of those held-out pieces that stand in the rest as well, for the most part. */
function copiedSentences(heldOut: readonly Int32Array[], rest: readonly Int32Array[]): PassageBag {
  const candidates = new PassageBag();
  for (const piece of heldOut) for (const sentence of longSentencesOf(piece)) candidates.add(sentence);
  const repeated = new PassageBag();
  for (const piece of rest) {
    for (const sentence of longSentencesOf(piece)) {
      if (candidates.has(sentence) && !repeated.has(sentence)) repeated.add(sentence);
    }
  }
  const copied = new PassageBag();
  for (const piece of heldOut.filter((piece) => isCopy(piece, repeated))) {
    for (const sentence of longSentencesOf(piece)) if (repeated.has(sentence)) copied.add(sentence);
  }
  return copied;
}

/** Whether a text consists mostly of such sentences. */
function isCopy(text: Int32Array, sentences: PassageBag): boolean {
  let tokens = 0;
  for (const sentence of longSentencesOf(text)) if (sentences.has(sentence)) tokens += sentence.length;
  return tokens > 0 && tokens >= copiedShare * text.length;
}

function* longSentencesOf(text: Int32Array): Generator<Int32Array> {
  for (const sentence of sentencesOf(text)) if (sentence.length >= leastCopied) yield sentence;
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
