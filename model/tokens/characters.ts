/** What the tokenizer needs to know of a character: one small number, looked up in a table. */
export const SPACE = 1;
export const LETTER = 2;
/** A letter of a script that is written without spaces between words. */
export const SEGMENTED = 3;
/** Continues the character before it: combining marks, joiners, the soft hyphen, the word joiner. */
export const MARK = 4;
export const DIGIT = 5;
/** `'`, `’`, `ʼ`. */
export const APOSTROPHE = 6;
/** `-`, `‐`, `‑`. */
export const HYPHEN = 7;
/** Any other visible character. */
export const PUNCTUATION = 8;
/** Half of a character beyond U+FFFF; ask `classAt`. */
const SURROGATE = 9;

/** Class by UTF-16 code unit; 0 is not looked at yet. Filled on demand, since a text uses few of them. */
const classes = new Uint8Array(0x10000); // (65536)

/** The class of the character at `index`; of the whole character if a surrogate pair begins there. */
export function classAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  const known = classes[unit]!; // a code unit is always below 0x10000
  if (known !== 0 && known !== SURROGATE) return known;
  if (known === 0) {
    classes[unit] = unit >= 0xd800 && unit < 0xe000 ? SURROGATE : classify(String.fromCharCode(unit));
    if (classes[unit] !== SURROGATE) return classes[unit]!;
  }
  return classify(String.fromCodePoint(text.codePointAt(index)!));
}

/** How many code units the character at `index` takes. */
export function widthAt(text: string, index: number): 1 | 2 {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00 && text.codePointAt(index)! > 0xffff ? 2 : 1;
}

export function isLowerCase(text: string, index: number): boolean {
  return lowerCase.test(String.fromCodePoint(text.codePointAt(index) ?? 0));
}

/** The soft hyphen, the (non-)joiners and the word joiner. */
const invisibleMarks = '\u00ad\u200c\u200d\u2060';

export function isInvisibleMark(text: string, index: number): boolean {
  return invisibleMarks.includes(text.charAt(index));
}

const lowerCase = /\p{Ll}/u;
const space = /[\s\p{Z}\p{Cc}]/u;
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

function classify(character: string): number {
  if ("'’ʼ".includes(character)) return APOSTROPHE;
  if ('-‐‑'.includes(character)) return HYPHEN;
  // They sit inside words; other format characters show nothing and part words.
  if (invisibleMarks.includes(character)) return MARK;
  if (space.test(character) || /\p{Cf}/u.test(character)) return SPACE;
  if (/\p{L}/u.test(character)) return unspaced.test(character) ? SEGMENTED : LETTER;
  if (/\p{M}/u.test(character)) return MARK;
  if (/\p{N}/u.test(character)) return DIGIT;
  return PUNCTUATION;
}
