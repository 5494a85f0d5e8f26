/**
 * The key of a token: what is the same word however it was written. NFC, lower case whatever the locale (both Turkish
 * dotted i are `i`), one apostrophe, one hyphen, one sigma, ligatures as letters, without what only says how a line is
 * set (soft hyphens, word joiners, tatweel, a hyphen that ends a line). A quote or dash that stands alone stays as it is.
 */
export function foldWord(text: string): string {
  if (ascii.test(text) || isSign(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(variants, (found) => replacements[found] ?? '') || text
  );
}

/** A word as it is shown: the case as written, `'` for apostrophes and `-` for hyphens, ligatures as letters. */
export function displayForm(text: string): string {
  if (ascii.test(text) || isSign(text)) return text;
  return text.normalize('NFC').replace(displayVariants, (found) => replacements[found] ?? '') || text;
}

const isSign = (text: string): boolean => text.length === 1 && !letter.test(text);

/** A word that is broken at a line's end, with the hyphen that may be its own: `well-⏎known`. Undefined: it is not broken. */
export function withHyphen(text: string): string | undefined {
  return text.includes('\n') ? text.replace(lineBreaks, '-') : undefined;
}

/** ASCII that can be seen. */
const ascii = /^[\t -~]*$/;
const lineBreaks = /[-‐‑\u00ad][^\S\n]*\n\s*/g;
const letter = /\p{L}/u;
/** Latin ligatures, as text copied from a page has them. */
const LIGATURES = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };
const variants = /[-‐‑\u00ad][^\S\n]*\n\s*|[’ʼ‐‑ς\u00ad\u0640\u2060ﬀ-ﬆ]|i\u0307/g;
const displayVariants = /[-‐‑\u00ad][^\S\n]*\n\s*|[’ʼ‐‑\u00ad\u0640\u2060ﬀ-ﬆ]/g;
const replacements: Readonly<Record<string, string>> = {
  ...LIGATURES,
  '’': "'",
  ʼ: "'",
  '‐': '-',
  '‑': '-',
  ς: 'σ',
  'i\u0307': 'i',
};
