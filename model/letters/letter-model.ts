import type { NetworkConfig, Parameter } from '../network/config';

/** A network that spells words, as it is stored: what train-letters.ts makes and speller.ts reads. */
export interface LetterModel {
  /** Of the alphabet, in the order of their ids. */
  readonly letters: readonly string[];
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
}
