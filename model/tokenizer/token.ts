/** What text is cut into. Offsets count UTF-16 code units, as JavaScript strings and LSP positions do. */
export interface Token {
  readonly kind: TokenKind;
  /** The text as written; '' for the ends. A gap's text is '' too: its span is not prose. */
  readonly text: string;
  readonly start: number;
  /** Exclusive. `text === source.slice(start, end)` for words, numbers and punctuation. */
  readonly end: number;
}

/**
 * - `word`: letters with inner apostrophes and hyphens (`don't`, `well-kept`), or a segment of a script without spaces.
 * - `number`: digits with inner separators (`1,000.5`).
 * - `punctuation`: any other visible character, one token each (`…` and `--`/`---` and `...` are one).
 * - `sentenceEnd`, `paragraphEnd`: empty, where the sentence or paragraph ends.
 * - `gap`: something that is not prose inside a sentence (inline code, a formula); read as unknown, never offered.
 */
export type TokenKind = 'word' | 'number' | 'punctuation' | 'sentenceEnd' | 'paragraphEnd' | 'gap';

/** A stretch of prose: one paragraph, heading, list item, cell. Its ranges are in order and do not overlap; holes between them are gaps. */
export interface ProseBlock {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}
