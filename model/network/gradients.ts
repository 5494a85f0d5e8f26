/** Where one thread collects the gradients of one block. Those of embedding and output hold only the rows that the block touches. */
import type { Vector } from '../kernels/kernels';
import type { NetworkConfig } from './config';
import { type LayerWeights, layerViews, recurrentLength } from './weights';

export interface Gradients {
  /** Laid out as `Weights.recurrent`. */
  readonly recurrent: Vector;
  readonly layers: readonly LayerWeights[];
  /** (rows, embedding): rows as in `BlockRows.embedding`. */
  readonly embedding: Vector;
  /** (rows, hidden), rows as in `BlockRows.decoder`; the embedding's own where the network is tied. */
  readonly decoder: Vector;
  /** (rows), rows as in `BlockRows.decoder`. */
  readonly decoderBias: Vector;
}

/** @param rows the most rows that a block can touch. */
export function allocateGradients(
  config: NetworkConfig,
  rows: number,
  allocate: (length: number) => Vector,
): Gradients {
  const recurrent = allocate(recurrentLength(config));
  const embedding = allocate(rows * config.embeddingSize);
  const decoder = config.tied ? embedding : allocate(rows * config.hiddenSize);
  const decoderBias = allocate(rows);
  return { recurrent, layers: layerViews(config, recurrent), embedding, decoder, decoderBias };
}

/** Distinct rows of a table: row i of a block's gradient belongs to vocabulary id `ids[i]`, i < count. */
export interface RowSet {
  readonly ids: Int32Array;
  readonly count: number;
}

/** The rows of the output and of the embedding that a block touches. */
export interface BlockRows {
  /** The softmax's candidates, `candidateCount` of them; where the network is tied, then the other input words. */
  readonly decoder: RowSet;
  /** The input words; where the network is tied, the same set as `decoder`. */
  readonly embedding: RowSet;
  readonly candidateCount: number;
  /** (candidates): what is added to each candidate's logit in training; −log of its inclusion probability. */
  readonly correction: Vector;
}
