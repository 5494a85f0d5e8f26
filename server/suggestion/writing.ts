import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { TextSource } from '../prose/document';
import { type Caret, lastVisible } from './caret';
import { type Casing, casingAfter, type Heading, readHeading, restOf, written } from './casing';
import { createSpacing, type Spacing } from './spacing';

/** A place to write at: the caret, or the end of what an offer has written so far. */
export interface Place {
  readonly context: readonly Token[];
  readonly prefix: string;
  readonly touching: boolean;
}

/** How one word is written at a place: what to insert there, and the word as it will stand in the text. */
export interface Piece {
  readonly insertText: string;
  /** As it will stand: what is typed already is kept. */
  readonly word: string;
  /** As it would be written from its first letter; what a list may put in place of small letters. */
  readonly whole: string;
}

/** Writes words as this text would: its case, its apostrophes, its spaces. */
export interface Writer {
  /** Undefined where the word cannot stand: a comma after a space. */
  write(id: number, place: Place): Piece | undefined;
  /** The place behind a piece. */
  after(piece: Piece, place: Place): Place;
}

/** How far around the caret the text is asked whether its apostrophes are curly. */
const NEAR_CHARACTERS = 10_000;

export function createWriter(
  text: TextSource,
  caret: Caret,
  languageId: string,
  lexicon: Lexicon,
  formOf: (id: number) => string,
): Writer {
  let heading: Heading | undefined | null = null; // null: not looked at yet
  let spacing: Spacing | undefined;
  let apostrophe: string | undefined;

  const usualForm = (word: Token): string => {
    const id = lexicon.idOf(foldWord(word.text));
    return id === UNKNOWN ? word.text.toLowerCase() : formOf(id);
  };
  const spelled = (id: number): string => {
    const form = formOf(id);
    if (form.length < 2 || !form.includes("'")) return form;
    apostrophe ??= apostropheOf(text, caret.offset);
    return form.replaceAll("'", apostrophe);
  };

  // A list asks for many words at one place.
  let asked: readonly Token[] | undefined;
  let casing: Casing = 'asUsual';
  const casingAt = (context: readonly Token[]): Casing => {
    if (heading === null) heading = readHeading(text, caret.start, languageId);
    if (context !== asked) casing = casingAfter(context, heading, usualForm);
    asked = context;
    return casing;
  };

  return {
    write(id, place) {
      const form = spelled(id);
      const casing = casingAt(place.context);
      if (place.prefix !== '') {
        const rest = restOf(form, place.prefix, casing);
        const word = place.prefix + rest;
        return { insertText: rest, word, whole: isLowerCase(place.prefix) ? form : word };
      }
      const word = written(form, casing, !!heading && hasWordSinceStart(place.context));
      const previous = lastVisible(place.context);
      if (previous === undefined || place.context.at(-1)?.kind === 'paragraphEnd') {
        return { insertText: word, word, whole: word };
      }
      spacing ??= createSpacing(text, caret.offset, lexicon);
      const space = spacing.between(previous, word, sinceParagraphStart(place.context));
      if (place.touching) return { insertText: space + word, word, whole: word };
      // A space stands there already: a word that wants none, such as a comma, would come out wrong.
      return space === ' ' || spacing.runsOn(previous, word)
        ? { insertText: word, word, whole: word }
        : undefined;
    },
    after(piece, place) {
      const token: Token = {
        kind: kindOf(piece.word),
        text: piece.word,
        start: caret.offset,
        end: caret.offset,
      };
      return { context: [...place.context, token], prefix: '', touching: true };
    },
  };
}

/** `’` where the text near the caret writes it inside words, or at least curls its quotes; else `'`. */
function apostropheOf(text: TextSource, offset: number): string {
  const near = text.slice(Math.max(0, offset - NEAR_CHARACTERS), offset + NEAR_CHARACTERS);
  const curly = timesInsideWords(near, '’');
  const straight = timesInsideWords(near, "'");
  if (curly !== straight) return curly > straight ? '’' : "'";
  return /[“”„]/.test(near) ? '’' : "'";
}

/** Mark by mark: to try an expression at each letter takes a quarter of a millisecond. */
function timesInsideWords(text: string, mark: string): number {
  let times = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (/^\p{L}.\p{L}$/u.test(text.slice(at - 1, at + 2))) times++;
  }
  return times;
}

function isLowerCase(text: string): boolean {
  return text === text.toLowerCase();
}

function kindOf(word: string): Token['kind'] {
  if (/\p{L}/u.test(word)) return 'word';
  return /\p{N}/u.test(word) ? 'number' : 'punctuation';
}

export function sinceParagraphStart(context: readonly Token[]): readonly Token[] {
  const end = context.findLastIndex((token) => token.kind === 'paragraphEnd');
  return end < 0 ? context : context.slice(end + 1);
}

function hasWordSinceStart(context: readonly Token[]): boolean {
  return sinceParagraphStart(context).some((token) => token.kind === 'word');
}
