/**
 * What is offered where. The caret is `|`; the second column is the ghost text, or `silence`. Each group has its own
 * corpus, which phrase-predictor.ts repeats; thresholds there let one expected word through, and with `eager` three.
 */
export interface CaretGroup {
  readonly name: string;
  readonly languageId: string;
  readonly corpus: string;
  readonly eagerness?: 'quiet' | 'balanced' | 'eager';
  /** The writer asked for a suggestion. */
  readonly asked?: boolean;
  readonly cases: readonly (readonly [text: string, expected: string])[];
}

export const silence = '';
