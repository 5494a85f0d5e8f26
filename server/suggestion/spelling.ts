import { displayForm, foldWord } from '../../model/tokenizer/fold';
import { markupOf } from '../prose/blocks';
import type { TextSource } from '../prose/document';
import { latex } from '../prose/latex';
import { lettersAround } from '../prose/latex-letters';

/**
 * How much of `form` the typed letters write, in code units: other case, accents as marks of their own and soft hyphens
 * make no difference. Undefined where the rest of the form, put behind them, would give another word: what they fold to
 * ends inside a letter of the form, or they have a sigma that only ends words.
 */
export function writtenLength(form: string, typed: string, language = 'en'): number | undefined {
  if (form.startsWith(typed)) return typed.length;
  const key = foldWord(typed);
  for (let length = form.length; length > 0; length--) {
    if (foldWord(form.slice(0, length)) !== key) continue;
    const locale = /[İı]/.test(form) ? 'tr' : language;
    const whole = typed + form.slice(length);
    return lettersOf(whole, locale) === lettersOf(form, locale) ? length : undefined;
  }
  return undefined;
}

/** A word without its case, and no more than that. In Turkish the small `I` has no dot. */
function lettersOf(word: string, locale: string): string {
  return displayForm(word).toLocaleLowerCase(locale).replaceAll('i\u0307', 'i');
}

/** A word typed in part, in the same normal form (accents in letters or beside them) and hyphenation as `form`. */
export function inNormalFormOf(form: string, word: string): string {
  const plain = word.replaceAll('\u00ad', '');
  return plain.normalize(form.normalize('NFC') === form ? 'NFC' : 'NFD');
}

/** How a text spells what can be spelled in several ways: its apostrophes, and accents as letters or as marks of their own. */
export interface Spelling {
  /** A form of the lexicon as this text writes it. */
  spell(form: string): string;
  /** What is put into the source for a text: in LaTeX that spells its accents as commands, those. `goesOn`: behind letters of the word. */
  encode(text: string, goesOn: boolean): string;
}

/** Code units around the caret in which the text's spelling is looked at. */
const NEAR_CHARACTERS = 10_000;

/** The spelling of the text around `offset`; it is looked at when the first word asks for it. */
export function spellingAt(text: TextSource, offset: number, languageId: string): Spelling {
  let near: string | undefined;
  let apostrophe: string | undefined;
  let decomposes: boolean | undefined;
  const isLatex = markupOf(languageId) === latex;
  let letters: ReturnType<typeof lettersAround> | null = null; // null: not looked at yet
  const look = (): string => {
    near ??= text.slice(Math.max(0, offset - NEAR_CHARACTERS), offset + NEAR_CHARACTERS);
    return near;
  };
  return {
    encode(plain, goesOn) {
      if (!isLatex || !beyondAscii.test(plain)) return plain;
      if (letters === null) letters = lettersAround(look());
      return letters ? letters(plain, goesOn) : plain;
    },
    spell(form) {
      let spelled = form;
      if (form.length > 1 && form.includes("'")) {
        apostrophe ??= apostropheOf(look());
        spelled = form.replaceAll("'", apostrophe);
      }
      if (!beyondAscii.test(form)) return spelled;
      decomposes ??= isDecomposed(look());
      return decomposes ? spelled.normalize('NFD') : spelled;
    },
  };
}

const beyondAscii = /[^\0-\x7f]/;

/** Whether a text writes most letters that have accents, or are made of parts, part by part. */
function isDecomposed(near: string): boolean {
  const inParts = near.length - near.normalize('NFC').length;
  return inParts > 0 && inParts > near.normalize('NFD').length - near.length;
}

/** `’` where the text writes it inside words, or at least curls its quotes; else `'`. */
function apostropheOf(near: string): string {
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
