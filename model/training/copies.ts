/**
 * Which of the candidate pieces to hold out of a text that repeats itself. Trained on a copy of held-out text, the loss there would be that of
 * memorised text; without all the copies of a text that consists of them, nothing would be left to train on.
 */
import { PassageNumbers, paragraphsOf, sentencesOf } from '../vocabulary/passages';

/** From this share of a text on, sentences that stand elsewhere too make it a copy, not a text with a usual phrase in it. */
const COPIED_SHARE = 0.5;
/** Shorter sentences, in tokens, stand in many places without being copies. */
const LEAST_COPIED = 8;

export interface HeldOutChoice {
  /** Indices of the pieces to hold out. */
  readonly heldOut: ReadonlySet<number>;
  /** Every paragraph of the other pieces, in order. */
  readonly rest: readonly { readonly ids: Int32Array; readonly isCopy: boolean }[];
}

/** A paragraph and how much of it is known from held-out pieces. */
interface Paragraph {
  readonly ids: Int32Array;
  readonly piece: number;
  /** Numbers of its long sentences, in order; the same one may stand in it twice. */
  readonly sentences: readonly { readonly number: number; readonly tokens: number }[];
  copiedTokens: number;
}

/**
 * Goes through the candidates in order. A candidate most of whose sentences stand elsewhere too costs those copies; where they and
 * what was accepted before exceed a limit, the candidate stays in the training text. Where each of them does, all are held out and their
 * copies trained on.
 *
 * @param candidates indices of pieces.
 * @param mostHeldOut tokens of all accepted pieces together.
 * @param mostCopied tokens of all their copies together.
 */
export function chooseHeldOut(
  pieces: readonly Int32Array[],
  candidates: readonly number[],
  { mostHeldOut, mostCopied }: { readonly mostHeldOut: number; readonly mostCopied: number },
): HeldOutChoice {
  const { byPiece, bySentence } = indexSentences(pieces);
  const heldOut = new Set<number>();
  const copied = new Set<number>();
  let heldOutTokens = 0;
  let copiedTokens = 0;
  for (const candidate of candidates) {
    const { length } = pieces[candidate]!;
    if (heldOutTokens + length > mostHeldOut) continue;
    const elsewhere = ({ piece }: Paragraph) => piece !== candidate && !heldOut.has(piece);
    const repeated = new Map<number, number>(); // number of a sentence to its tokens
    let repeatedTokens = 0;
    for (const { number, tokens } of byPiece[candidate]!.flatMap(({ sentences }) => sentences)) {
      if (!repeated.has(number) && !bySentence[number]!.some(elsewhere)) continue;
      repeated.set(number, tokens);
      repeatedTokens += tokens;
    }
    if (isCopied(repeatedTokens, length)) {
      const cost = setAside(repeated, copied, bySentence, elsewhere, mostCopied - copiedTokens);
      if (cost === undefined) continue;
      copiedTokens += cost;
    }
    heldOut.add(candidate);
    heldOutTokens += length;
  }
  // All of it repeats, and so will the text to come: then the loss on copies of trained text predicts the loss there.
  for (const candidate of heldOut.size > 0 ? [] : candidates) {
    const { length } = pieces[candidate]!;
    if (heldOutTokens + length > mostHeldOut) continue;
    heldOut.add(candidate);
    heldOutTokens += length;
  }
  const rest = byPiece.flatMap((paragraphs, piece) => (heldOut.has(piece) ? [] : paragraphs));
  return {
    heldOut,
    rest: rest.map(({ ids, copiedTokens }) => ({ ids, isCopy: isCopied(copiedTokens, ids.length) })),
  };
}

/**
 * Adds sentences to those that are `copied`, and to the copied tokens of every paragraph `elsewhere` that has them.
 *
 * @returns tokens of the paragraphs that thereby became copies; undefined, with everything as before, if they are more than `most`.
 */
function setAside(
  sentences: ReadonlyMap<number, number>,
  copied: Set<number>,
  bySentence: readonly (readonly Paragraph[])[],
  elsewhere: (paragraph: Paragraph) => boolean,
  most: number,
): number | undefined {
  const changed: [paragraph: Paragraph, tokens: number][] = [];
  const added: number[] = [];
  let cost = 0;
  for (const [number, tokens] of sentences) {
    if (copied.has(number)) continue;
    copied.add(number);
    added.push(number);
    for (const paragraph of bySentence[number]!) {
      if (!elsewhere(paragraph)) continue;
      const wasCopied = isCopied(paragraph.copiedTokens, paragraph.ids.length);
      paragraph.copiedTokens += tokens;
      changed.push([paragraph, tokens]);
      if (!wasCopied && isCopied(paragraph.copiedTokens, paragraph.ids.length)) cost += paragraph.ids.length;
      if (cost <= most) continue;
      for (const [touched, by] of changed) touched.copiedTokens -= by;
      for (const each of added) copied.delete(each);
      return undefined;
    }
  }
  return cost;
}

/** The paragraphs of each piece, and those in which each long sentence stands, once for each time. */
function indexSentences(pieces: readonly Int32Array[]): {
  byPiece: Paragraph[][];
  bySentence: Paragraph[][];
} {
  const numbers = new PassageNumbers();
  const bySentence: Paragraph[][] = [];
  const byPiece = pieces.map((text, piece) =>
    [...paragraphsOf(text)].map((ids) => {
      const sentences = [...sentencesOf(ids)]
        .filter(({ length }) => length >= LEAST_COPIED)
        .map((sentence) => ({ number: numbers.of(sentence), tokens: sentence.length }));
      const paragraph: Paragraph = { ids, piece, sentences, copiedTokens: 0 };
      for (const { number } of sentences) {
        bySentence[number] ??= [];
        bySentence[number].push(paragraph);
      }
      return paragraph;
    }),
  );
  return { byPiece, bySentence };
}

/** Whether a text of so many tokens consists mostly of copied ones. */
function isCopied(copiedTokens: number, tokens: number): boolean {
  return copiedTokens > 0 && copiedTokens >= COPIED_SHARE * tokens;
}
