/**
 * How unlike a word a row of Latin letters is: −log2 P(letter | letter before it), averaged over the letters and the
 * end, in bits. Words of ten languages have 3 to 5, random letters 5 to 8; 0 for what is not Latin letters alone.
 */
export function letterSurprise(word: string): number {
  let folded = word.toLowerCase();
  if (!/^[a-z]*$/.test(folded)) {
    folded = folded
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[ßøæœłı]/g, (sign) => plain[sign] ?? '');
    if (!/^[a-z]+$/.test(folded)) return 0;
  }
  let bits = 0;
  let before = 0;
  for (let index = 0; index < folded.length; index++) {
    const letter = folded.charCodeAt(index) - FIRST_LETTER;
    bits += bitsOf(before, letter);
    before = letter + 1;
  }
  return (bits + bitsOf(before, 26)) / (folded.length + 1);
}

const FIRST_LETTER = 97;
const plain: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', ı: 'i' };

/** Quarters of a bit, as a letter: `A` is 0, `Z` 25, `a` 26, `z` 51. */
function bitsOf(before: number, letter: number): number {
  const code = pairs[before]!.charCodeAt(letter); // one row a letter and the start, one column a letter and the end
  return (code < 97 ? code - 65 : code - 71) / 4;
}

/**
 * (27 rows: the letter before, 27 columns: a to z, the end) From the word lists of Hunspell in English, German, French,
 * Spanish, Italian, Portuguese, Polish, Dutch, Czech and Turkish (npm's `dictionary-*`, 40,000 stems each, counted
 * alike, without accents), additively smoothed by 0.0002. Stems held out stay below 5.5 bits but for one in a thousand.
 */
const pairs: readonly string[] = [
  'PRQRSUSUTbTVRSUPhSOSYUXnbWx', // start
  'aUQSiZUdZbXOSLeWjMROWXdkZZM', // a
  'KYigKmejKihPkdNovOXePnjwYgb', // b
  'LtWpNuuKMgUWkfLrnUkUTotoXUR', // c
  'NggbIlggJkfZeaLfuSYgReftbXP', // d
  'ZYTUZbVdUbWQTLZXkKPRYacddZL', // e
  'MhkeLRbjKqhPjiMlvOaTQmjxgfT', // f
  'OiqgJoXaIrfTdWQnwPWeQmjxhlO', // g
  'KhklJlglMufTZVMnwSZRSibxWjP', // h
  'RaPUNZRkkkWPTLRYdSOQfYilbUQ', // i
  'GhYbLkjoPqZfbUNfxfMdPnkxseT', // j
  'KhalOmjgOoaQeYLkvRVTRgctTlL', // k
  'KcbVKdceKpcQXaNfrnaVSeloZiQ', // l
  'JUgdJljlKvjZVdNSwgahSonsclR', // m
  'OfTPObRdLkYacYQlkiTNYejtUbL', // n
  'eXUUZZUfafZPSMYTkNQSVRUggYK', // o
  'LlhnLckUNpiQldLVxLWVTnpxdoV', // p
  'kssssxuxkxxopxrxssxsAusxxxe', // q
  'LZXULdYfMoZYVXMcmWVTTdguaWM', // r
  'PdPiNdeaNlUWUbRThgRKTefxcVP', // s
  'MigoKlhXKldZdeMmxOZTShexXdN', // t
  'UUSURXUcRYXOROdVnLOQgacebVV', // u
  'GsilItqqLqgZmdNqwXanYfwxRhX', // v
  'IibeLomcKqacjWOfxaPhWqlwMfV', // w
  'OjSoPgnbJuibihPPlofOVWkRWmK', // x
  'OZTWRgaiVbWTVUQVvXSWYhWqqZG', // y
  'KbYVLpciMiXSXUPcrddaQgYxPUP', // z
];
