import { foldWord, withHyphen } from '../tokenizer/fold';

/**
 * A word that is broken at a line's end (`unfortu-⏎nate`) as it is written on one line: without the hyphen if the text
 * has it so; with it if the text has it so, or has both halves as words; else without.
 */
export function unbroken(text: string, isKnown: (key: string) => boolean): string {
  const hyphenated = withHyphen(text);
  if (hyphenated === undefined || isKnown(foldWord(text)))
    return hyphenated ? text.replace(breaks, '') : text;
  const key = foldWord(hyphenated);
  return isKnown(key) || key.split('-').every(isKnown) ? hyphenated : text.replace(breaks, '');
}

const breaks = /[-‐‑\u00ad][^\S\n]*\n\s*/g;
