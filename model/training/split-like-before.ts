/** Sets held-out text apart for a network that has read most of the text before. */
import { concatenate } from '../vocabulary/concatenate';
import { PassageBag, paragraphsOf } from '../vocabulary/passages';
import type { SplitText } from './split';

/** Of what is new, one token in this many is held out. */
const HELD_OUT_EVERY = 20;
/** Beyond this, more held-out text only costs time. */
const MOST_HELD_OUT = 40_000;

/** What the network was trained on and what it was held to, in paragraphs of the same ids as the documents. */
export interface SplitBefore {
  readonly train: Int32Array;
  readonly valid: Int32Array;
}

/**
 * What was held out before is held out again, and what was trained on is not: it has memorised that, and its first
 * measurement would be too good. Of new paragraphs one in twenty is held out, evenly by tokens.
 */
export function splitLikeBefore(documents: readonly Int32Array[], before: SplitBefore): SplitText {
  const trained = bagOf(before.train);
  const heldOut = bagOf(before.valid);
  const placed = new PassageBag();
  const train: Int32Array[] = [];
  const valid: Int32Array[] = [];
  const copies: Int32Array[] = [];
  let validTokens = 0;
  let owed = 0;
  for (const paragraph of documents.flatMap((document) => [...paragraphsOf(document)])) {
    if (placed.has(paragraph)) {
      copies.push(paragraph);
      continue;
    }
    const isNew = !trained.has(paragraph) && !heldOut.has(paragraph);
    if (isNew) owed += paragraph.length / HELD_OUT_EVERY;
    const isOwed = isNew && owed >= paragraph.length;
    if (isOwed) owed -= paragraph.length;
    if (validTokens < MOST_HELD_OUT && (heldOut.has(paragraph) || isOwed)) {
      valid.push(paragraph);
      validTokens += paragraph.length;
      placed.add(paragraph);
    } else train.push(paragraph);
  }
  return { train: concatenate(train), valid: concatenate(valid), copies: concatenate(copies) };
}

function bagOf(ids: Int32Array): PassageBag {
  const bag = new PassageBag();
  for (const paragraph of paragraphsOf(ids)) bag.add(paragraph);
  return bag;
}
