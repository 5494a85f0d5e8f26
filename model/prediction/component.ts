/**
 * One way of predicting the next token, and the contract that the mixture, the evaluation and the editor
 * share. Token ids are the lexicon's: the network's vocabulary first, then words that only the workspace or
 * the open document has (model/vocabulary/lexicon.ts).
 */
export interface Component {
  /** Short and stable: it is a key in evaluation reports and in the model file. */
  readonly name: 'network' | 'counts' | 'recency' | 'neuralCache' | 'phrase' | 'furtherBase' | 'mixture';
  /** Tokens read so far. */
  readonly length: number;
  /** Reads one more token. */
  advance(id: number): void;
  /** Goes back to the first `length` tokens read; `length` ≤ this.length. Cheap for short steps back. */
  truncate(length: number): void;
  /** Fills out[id] with P(id | tokens read) for every id of the lexicon; sums to 1. Reading it twice is free of side effects. */
  probabilities(out: Float32Array): void;
  /** Of the last tokens read, how many stand together somewhere before, with something after them. The component `phrase` alone knows. */
  matched?(): number;
}

/** What the network's component also tells: the hidden states behind its predictions. */
export interface HiddenStates {
  /** The top layer's hidden vector after the first `length` tokens read; undefined if it is not kept. */
  hiddenAt(length: number): Float32Array | undefined;
}
