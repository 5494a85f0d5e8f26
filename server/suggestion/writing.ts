import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { TextSource } from '../prose/document';
import { type Caret, lastVisible } from './caret';
import { type Casing, casingAfter, type Heading, readHeading, restOf, written } from './casing';
import { type LetterCase, letterCaseOf } from './letter-case';
import { createSpacing, type Spacing } from './spacing';
import { inNormalFormOf, type Spelling, spellingAt, writtenLength } from './spelling';

/** A place to write at: the caret, or the end of what an offer has written so far. */
export interface Place {
  readonly context: readonly Token[];
  readonly prefix: string;
  readonly touching: boolean;
}

/** How one word is written at a place: what to insert there, and the word as it will stand in the text. */
export interface Piece {
  readonly insertText: string;
  /** As it will be read: what is typed already is kept. */
  readonly word: string;
  /** As it would be written from its first letter; what a list may put in place of small letters. */
  readonly whole: string;
  /** It cannot go on behind what is typed, it can only be put in its place. */
  readonly replaces?: true;
}

/** Writes words as this text would: its case, its apostrophes, its spaces. */
export interface Writer {
  /** Undefined where the word cannot stand: a comma after a space. */
  write(id: number, place: Place): Piece | undefined;
  /** The place behind a piece. */
  after(piece: Piece, place: Place): Place;
}

/** Code units around the caret by which the language of the capitals is told. */
const NEAR_CHARACTERS = 2_000;

export function createWriter(
  text: TextSource,
  caret: Caret,
  languageId: string,
  lexicon: Lexicon,
  formOf: (id: number, previous?: number) => string,
): Writer {
  let heading: Heading | undefined | null = null; // null: not looked at yet
  let spacing: Spacing | undefined;
  const spelling = spellingAt(text, caret.offset, languageId);

  const usualForm = (word: Token): string => {
    const id = lexicon.idOf(foldWord(word.text));
    return id === UNKNOWN ? word.text.toLowerCase() : formOf(id);
  };
  let capitals: LetterCase | undefined;
  const letterCase = (): LetterCase => {
    capitals ??= letterCaseOf(
      text.slice(Math.max(0, caret.offset - NEAR_CHARACTERS), caret.offset + NEAR_CHARACTERS),
    );
    return capitals;
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
      const form = spelling.spell(formOf(id, wordBefore(place.context, lexicon)));
      const casing = casingAt(place.context);
      if (place.prefix !== '') return encoded(completed(form, place.prefix, casing, letterCase()), spelling);
      const word = written(form, casing, !!heading && hasWordSinceStart(place.context), letterCase());
      const previous = lastVisible(place.context);
      if (previous === undefined || place.context.at(-1)?.kind === 'paragraphEnd') {
        return encoded({ insertText: word, word, whole: word }, spelling);
      }
      spacing ??= createSpacing(text, caret.offset, lexicon);
      const space = spacing.between(previous, word, sinceParagraphStart(place.context));
      if (place.touching) return encoded({ insertText: space + word, word, whole: word }, spelling);
      // A space stands there already: a word that wants none, such as a comma, would come out wrong.
      return space === ' ' || spacing.runsOn(previous, word)
        ? encoded({ insertText: word, word, whole: word }, spelling)
        : undefined;
    },
    after(piece, place) {
      const token: Token = {
        kind: kindOf(piece.word),
        text: piece.word,
        start: caret.offset,
        end: caret.offset,
      };
      return { context: place.context.concat(token), prefix: '', touching: true }; // of thousands a spread is slow
    },
  };
}

/** The word right before a place; UNKNOWN where a mark stands, or the sentence begins. */
function wordBefore(context: readonly Token[], lexicon: Lexicon): number {
  const last = context.at(-1);
  return last?.kind === 'word' ? lexicon.idOf(foldWord(last.text)) : UNKNOWN;
}

/** With letters as the source spells them. */
function encoded(piece: Piece, { encode }: Spelling): Piece {
  const goesOn = piece.insertText !== piece.word;
  return { ...piece, insertText: encode(piece.insertText, goesOn), whole: encode(piece.whole, false) };
}

/** A word whose first letters stand in the text. */
function completed(form: string, typed: string, casing: Casing, letterCase: LetterCase): Piece {
  const length = writtenLength(form, typed, letterCase.locale);
  if (length === undefined) return { insertText: '', word: typed, whole: form, replaces: true };
  const rest = restOf(form, length, typed, casing, letterCase);
  const word = typed + rest;
  return { insertText: rest, word, whole: isLowerCase(typed) ? form : inNormalFormOf(form, word) };
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
