/**
 * French and Italian words that lose their vowel and lean on the next word: `l'eau`, `qu'on`, `dell'arte`.
 * They are tokens of their own, so that the word after them is one word however it is introduced.
 * Whole words with an apostrophe (`aujourd'hui`, `quelqu'un`, `presqu'île`) are left out on purpose.
 */
const elided = new Set(
  `l d j qu n s m t c jusqu lorsqu puisqu quoiqu
   dell nell all dall sull coll quell quest un bell gl anch senz dov com cos`.split(/\s+/),
);

// No y: English has `d'you` and the like, French hardly any.
const vowelOrH = /^[aeiouhàâäæáéèêëíìîïóòôöœúùûü]/i;

/** Whether `word` + apostrophe is elided before what stands at `next` (which may be the end of the text). */
export function isElision(word: string, text: string, next: number): boolean {
  return vowelOrH.test(text.charAt(next)) && isElidedWord(word);
}

/** Whether `word` is one of those that can be elided, whatever follows. */
export function isElidedWord(word: string): boolean {
  return word.length <= 7 && elided.has(word.toLowerCase());
}
