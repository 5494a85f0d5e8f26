import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END } from '../../model/vocabulary/special';
import { type Accepts, likeliest } from './candidates';
import { type Caret, lastVisible } from './caret';
import type { Outlook, Prospect } from './outlook';
import type { Reader } from './reader';
import { type Piece, type Place, sinceParagraphStart, type Writer } from './writing';

/** A text to insert at the caret, word by word. */
export interface Offer {
  readonly insertText: string;
  /** P(the text goes on with all of it). */
  readonly probability: number;
  /** The words in it, in order, and where each ends within `insertText`. */
  readonly words: readonly { readonly id: number; readonly completes: boolean; readonly end: number }[];
}

/** Words and marks of an offer at most, by default: reading a longer one costs more than it saves. */
const MOST_WORDS = 6;
/** Letters that an offer must add at least: accepting costs one keystroke, so one letter saves nothing. */
const LEAST_LETTERS = 2;
/** A mark that is more likely wrong than right is not attached to a word, however sure that is: it would have to be taken away again. */
const SURE_MARK = 0.5;
/** Likeliest candidates among which one that can be written at the caret is looked for. */
const TRIED = 6;

const SENTENCE_FINAL = /^[.!?…。！？]+$/;
const CLOSING = /^[)\]}»”’"“›」』）]/;
const OPENING = /[([{«“‘„‚¿¡‹「『（]$/;

/** The best offer at the caret with at least `threshold` of confidence; with `asked`, the best there is. */
export function makeOffer(
  reader: Reader,
  outlook: Outlook,
  caret: Caret,
  writer: Writer,
  accepts: Accepts,
  {
    threshold,
    asked,
    doubled,
    longest = MOST_WORDS,
  }: {
    threshold: number;
    asked: boolean;
    doubled: ReadonlySet<string> | undefined;
    longest?: number | undefined;
  },
): Offer | undefined {
  const { lexicon } = reader;
  const first = firstWord(outlook, caret, writer, lexicon, { least: asked ? 0 : threshold, doubled });
  if (first === undefined) return undefined;

  let probability = first.prospect.confidence;
  let insertText = first.piece.insertText;
  let place = writer.after(first.piece, first.place);
  const words = [{ id: first.prospect.id, completes: first.prospect.completes, end: insertText.length }];
  // An offer never ends with an opening mark, whose other side nobody can see yet.
  let sure = { length: opens(first.piece.word, first.place) ? 0 : 1, probability };
  // A new word ends the offer: no distribution of what follows it is known before it is in the lexicon.
  while (words.length < longest && first.prospect.id >= 0) {
    reader.align(place.context);
    const probabilities = reader.distribution();
    const [next] = likeliest(probabilities, undefined, 1, accepts);
    if (next === undefined) break;
    // Asked for, an opening mark takes a word with it, however unsure.
    const unfinished = asked && sure.length === 0;
    if (!unfinished && probability * next.probability < threshold) break;
    if (!unfinished && next.probability < SURE_MARK && isMark(lexicon.key(next.id))) break;
    if (Math.max(probabilities[SENTENCE_END]!, probabilities[PARAGRAPH_END]!) > next.probability) break;
    if (repeats(next.id, place.context, lexicon, doubled)) break;
    const piece = writer.write(next.id, place);
    if (piece === undefined) break;
    // Beyond its end a sentence goes on only with the marks that close it.
    if (SENTENCE_FINAL.test(lastVisible(place.context)?.text ?? '') && !CLOSING.test(piece.insertText)) break;
    probability *= next.probability;
    insertText += piece.insertText;
    words.push({ id: next.id, completes: false, end: insertText.length });
    if (!opens(piece.word, place)) sure = { length: words.length, probability };
    place = writer.after(piece, place);
  }
  words.length = sure.length;
  insertText = insertText.slice(0, words.at(-1)?.end ?? 0);
  const least = asked ? 1 : LEAST_LETTERS;
  return [...insertText.trim()].length < least
    ? undefined
    : { insertText, probability: sure.probability, words };
}

/** The likeliest of completing the word under the caret and going on after it. */
function firstWord(
  outlook: Outlook,
  caret: Caret,
  writer: Writer,
  lexicon: Lexicon,
  { least, doubled }: { least: number; doubled: ReadonlySet<string> | undefined },
): { prospect: Prospect; piece: Piece; place: Place } | undefined {
  const completions = outlook.words(TRIED);
  const best = completions[0]?.confidence ?? 0;
  // What follows the word can only win if the word's ending here is likelier than its going on.
  const followers = caret.prefix === '' ? [] : outlook.followers(TRIED, Math.max(least, best));
  const prospects = [...completions, ...followers].sort((a, b) => b.confidence - a.confidence);
  for (const prospect of prospects) {
    if (prospect.confidence < least || prospect.confidence === 0) return undefined;
    const place = prospect.completes || caret.prefix === '' ? caret : behind(caret);
    if (!prospect.completes && repeats(prospect.id, place.context, lexicon, doubled)) continue;
    const piece = writer.write(prospect.id, place);
    if (piece !== undefined && !piece.replaces) return { prospect, piece, place };
  }
  return undefined;
}

/** The place after the word under the caret. */
function behind(caret: Caret): Place {
  const word: Token = { kind: 'word', text: caret.prefix, start: caret.start, end: caret.offset };
  return { context: [...caret.context, word], prefix: '', touching: true };
}

function isMark(key: string): boolean {
  return !/[\p{L}\p{N}]/u.test(key);
}

/** Whether a mark opens something at a place; a straight quote does at every odd one. */
function opens(mark: string, place: Place): boolean {
  if (mark !== '"') return OPENING.test(mark);
  return sinceParagraphStart(place.context).filter(({ text }) => text === '"').length % 2 === 0;
}

/** Whether a word would be written twice in a row, which neither the training text nor this one does. */
function repeats(
  id: number,
  context: readonly Token[],
  lexicon: Lexicon,
  doubled: ReadonlySet<string> | undefined,
): boolean {
  const last = context.at(-1);
  const key = lexicon.key(id);
  if (last === undefined || foldWord(last.text) !== key || doubled?.has(key)) return false;
  return !context.some(
    (token, index) => foldWord(token.text) === key && foldWord(context[index + 1]?.text ?? '') === key,
  );
}
