/** What a recurrent network is, apart from its weights. Stored in the model file; see model/format. */

export type CellKind = 'elman' | 'gru' | 'lstm';

export interface NetworkConfig {
  readonly cell: CellKind;
  /** Rows of the embedding and of the output: the closed vocabulary, special tokens included. */
  readonly vocabularySize: number;
  /** Width of an embedding row. With `tied` it must equal `hiddenSize`. */
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Recurrent layers, 1 by default: more did not pay at editor-sized corpora. */
  readonly layers: number;
  /** The output reads the embedding table (Press & Wolf 2017, https://arxiv.org/abs/1608.05859; Inan et al. 2017, https://arxiv.org/abs/1611.01462). Default true. */
  readonly tied: boolean;
}

/** A named weight array in PyTorch's layout. */
export interface Parameter {
  /** PyTorch's name: `embedding.weight`, `rnn.weight_ih_l0`, `rnn.weight_hh_l0`, `rnn.bias_ih_l0`, `rnn.bias_hh_l0`, `decoder.weight` (untied only), `decoder.bias`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array | Float64Array;
}
