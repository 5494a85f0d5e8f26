import type { Token } from '../../model/tokens/token';
import type { TextSource } from '../prose/document';
import type { LetterCase } from './letter-case';

/** How the next word's letters are written at a place in the text. */
export type Casing = 'asUsual' | 'capital' | 'allCapitals';

const OPENING = /^[([{«“‘„‚¿¡‹"'*_—–-]$/;
const QUOTE = /^[“„«"‹]$/;

/** Words that headings in title case leave small. */
const SMALL_WORDS = /^(a|an|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|with)$/i;

/** The casing of a word that begins after `context`. */
export function casingAfter(
  context: readonly Token[],
  heading: Heading | undefined,
  usualForm: (word: Token) => string,
): Casing {
  const sentence = sinceSentenceStart(context);
  if (isShouted(sentence, usualForm)) return 'allCapitals';
  if (startsSentence(sentence)) return 'capital';
  return heading?.titleCase ? 'capital' : 'asUsual';
}

/** A line that is a heading, and whether its words are capitalised; while it is empty, whether the other headings' are. */
export interface Heading {
  readonly titleCase: boolean;
}

/**
 * The rest of a word of which `typed` stands in the text, which are `length` code units of it: what the writer typed is
 * kept, and its capitals go on if there are two of them or more that the word does not have of itself.
 */
export function restOf(
  form: string,
  length: number,
  typed: string,
  casing: Casing,
  letterCase: LetterCase,
): string {
  const rest = form.slice(length);
  const shouted =
    isAllCapitals(typed) &&
    (casing === 'allCapitals' ||
      (letters(typed) > 1 && !letterCase.capital(form).startsWith(typed) && !form.startsWith(typed)));
  return shouted ? letterCase.upper(rest) : rest;
}

/**
 * A whole word as it is written at a place. `inTitle` leaves the small words of a heading small. A capital inside a word
 * that begins small is the word's own (`iPhone`, Irish `tAthair`): no sentence start changes it.
 */
export function written(form: string, casing: Casing, inTitle: boolean, letterCase: LetterCase): string {
  if (casing === 'allCapitals') return letterCase.upper(form);
  if (casing === 'asUsual' || (inTitle && SMALL_WORDS.test(form)) || innerCapital.test(form)) return form;
  return letterCase.capital(form);
}

const innerCapital = /^\p{Ll}{1,3}\p{Lu}/u;

/** Title case, judged by the heading's words so far and by the headings before it. */
export function readHeading(text: TextSource, offset: number, languageId: string): Heading | undefined {
  const from = Math.max(0, offset - LONGEST_HEADING);
  const near = text.slice(from, offset);
  const feed = near.lastIndexOf('\n');
  if (feed < 0 && from > 0) return undefined;
  const line = near.slice(feed + 1);
  const lineStart = from + feed + 1;
  const pattern = languageId === 'latex' || languageId === 'tex' ? LATEX_HEADING : MARKDOWN_HEADING;
  const here = pattern.exec(line)?.[1];
  if (here === undefined) return undefined;
  const own = titleVotes(here);
  if (own !== 0) return { titleCase: own > 0 };
  const before = text.slice(Math.max(0, lineStart - 20_000), lineStart).split('\n');
  const votes = before.reduce((sum, other) => sum + titleVotes(pattern.exec(other)?.[1] ?? ''), 0);
  return { titleCase: votes > 0 };
}

/** What stands on a longer line is a paragraph. */
const LONGEST_HEADING = 2_000;
const MARKDOWN_HEADING = /^ {0,3}#{1,6}[ \t]+(.*)$/;
const LATEX_HEADING = /\\(?:chapter|(?:sub)*section|title)\*?\{([^{}]*)/;

/** Capitalised words less small ones, the first word and small words aside; the word under the caret too. */
function titleVotes(heading: string): number {
  const words = heading.match(/\p{L}[\p{L}\p{M}'’]*(?=[^\p{L}\p{M}'’])/gu)?.slice(1) ?? [];
  return words
    .filter((word) => !SMALL_WORDS.test(word))
    .reduce((sum, word) => sum + (/^\p{Lu}/u.test(word) ? 1 : -1), 0);
}

function sinceSentenceStart(context: readonly Token[]): readonly Token[] {
  let start = context.length;
  while (start > 0) {
    const { kind } = context[start - 1]!;
    if (kind === 'sentenceEnd' || kind === 'paragraphEnd') break;
    start--;
  }
  return context.slice(start);
}

/** At its very beginning, behind opening marks, or at the first word of a quotation: `he said, “|`. */
function startsSentence(sentence: readonly Token[]): boolean {
  if (sentence.every((token) => OPENING.test(token.text))) return true;
  const last = sentence.at(-1);
  const beforeLast = sentence.at(-2);
  return (
    last !== undefined &&
    QUOTE.test(last.text) &&
    /^[,:]$/.test(beforeLast?.text ?? '') &&
    opensQuote(sentence)
  );
}

/** A straight quote opens at every odd place. */
function opensQuote(sentence: readonly Token[]): boolean {
  return sentence.at(-1)?.text !== '"' || sentence.filter((token) => token.text === '"').length % 2 === 1;
}

/** Every word so far is in capitals, and at least one is not usually written so (`NASA` alone is no shouting). */
function isShouted(sentence: readonly Token[], usualForm: (word: Token) => string): boolean {
  const words = sentence.filter((token) => token.kind === 'word' && letters(token.text) > 1);
  return (
    words.length > 0 &&
    words.every((word) => isAllCapitals(word.text)) &&
    words.some((word) => !isAllCapitals(usualForm(word)))
  );
}

function isAllCapitals(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}
