/**
 * The key of a token: what is the same word however it was written. NFC, lower case whatever the locale, one
 * apostrophe, one hyphen, no soft hyphens, one sigma. A quote or dash that stands alone stays as it is.
 */
export function foldWord(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  if (text.length === 1) return text.toLowerCase();
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(variants, (found) => replacements[found] ?? '');
}

/** A word as it is shown: the case as written, `'` for apostrophes and `-` for hyphens. */
export function displayForm(text: string): string {
  if (ascii.test(text) || text.length === 1) return text;
  return text.normalize('NFC').replace(displayVariants, (found) => replacements[found] ?? '');
}

const ascii = /^[\0-\x7f]*$/;
const variants = /[’ʼ‐‑ς\u00ad]/g;
const displayVariants = /[’ʼ‐‑\u00ad]/g;
const replacements: Readonly<Record<string, string>> = { '’': "'", ʼ: "'", '‐': '-', '‑': '-', ς: 'σ' };
