import type { Token } from '../../model/tokens/token';

/** Why a word is offered. */
export interface Reasons {
  readonly word: string;
  /** As in `ListItem`. */
  readonly probability: number;
  /** Shares of it by part; undefined where there are no parts. */
  readonly parts?: Readonly<Record<string, number>>;
  /** The last tokens before the word. */
  readonly context: readonly Token[];
}

/** Tokens before a word that are matched with passages of the text. */
export const LONGEST_REASON = 8;

/** A mixture can say what each part contributed. */
export function contributionsOf(predictor: object): ((id: number) => Record<string, number>) | undefined {
  const { contributions } = predictor as { contributions?: (id: number) => Record<string, number> };
  return contributions?.bind(predictor);
}
