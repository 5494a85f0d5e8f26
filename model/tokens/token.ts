import type { SecretKind } from './secret-kinds';

/** What text is cut into. Offsets count UTF-16 code units, as JavaScript strings and LSP positions do. */
export interface Token {
  readonly kind: TokenKind;
  /** The text as it is read; '' for the ends. A gap's text is '' too: its span is not prose. */
  readonly text: string;
  readonly start: number;
  /** Exclusive. `text === source.slice(start, end)`, unless markup stands inside the word or spells a letter of it. */
  readonly end: number;
  /** Of a gap: what is withheld there. */
  readonly secret?: SecretKind;
}

/**
 * - `word`: letters with inner apostrophes and hyphens (`don't`, `well-kept`), an elided article with its
 *   apostrophe (`l'`), an initialism (`U.S.`), or a segment of a script without spaces.
 * - `number`: digits with inner separators (`1,000.5`).
 * - `punctuation`: every other visible character, one token each (`…`, `...`, `--`, `---`, ` `` `, `''` are one).
 * - `sentenceEnd`, `paragraphEnd`: empty, where the sentence or paragraph ends.
 * - `gap`: something that is not prose inside a sentence (inline code, a formula, an address, a key); read as
 *   unknown, never learned, never offered.
 */
export type TokenKind = 'word' | 'number' | 'punctuation' | 'sentenceEnd' | 'paragraphEnd' | 'gap';

/** A stretch of source text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of prose. */
export interface ProseRange extends Span {
  /** What it reads as, where that is not what stands there: the letter of `&eacute;`, nothing for `&shy;`. */
  readonly as?: string;
}

/**
 * One paragraph, heading, list item or cell. Its ranges are prose; they are in order and do not overlap. What
 * lies between them is markup that reads as nothing (emphasis marks, quote markers), unless it is in `gaps`.
 */
export interface ProseBlock {
  readonly ranges: readonly ProseRange[];
  /** In order, between the ranges: stretches that stand for something a reader sees, such as code or a formula. */
  readonly gaps?: readonly Span[];
  /** What heads the block, if it announces a secret: a table's heading cell, the line above a list. As it stands there. */
  readonly label?: string;
}
