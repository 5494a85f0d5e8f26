/** The contract between whoever schedules training (server/training) and the trainer (model/training). */
import type { CellKind, NetworkConfig, Parameter } from '../network/config';
import type { Checkpoint } from './checkpoint';

export interface TrainingData {
  /** One stream of token ids below `vocabularySize`, documents one after the other. */
  readonly train: Int32Array;
  /** Held-out text, never trained on; chooses the weights to keep. */
  readonly valid: Int32Array;
  readonly vocabularySize: number;
  /** (vocabulary) How often each word is expected; samples are drawn by it. Default: its occurrences in `train`. */
  readonly counts?: Float64Array;
}

/** Weights to train on from, instead of random ones. */
export interface StartingPoint {
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
}

/** What the user may ask for. Whatever is absent is chosen by the recipe from corpus size and budget. */
export interface TrainingRequest {
  readonly cell?: CellKind;
  readonly hiddenSize?: number;
  /** Ends at whichever is given: seconds of wall clock, or passes over the text. Default 60 seconds. */
  readonly budget: { readonly seconds: number } | { readonly epochs: number };
  readonly threads: number;
  readonly seed: number;
  /** Default: random weights. With it, cell and hidden size are its own. */
  readonly start?: StartingPoint;
  /** A training of the same text and request that was cut short, to go on with. Default: begin. */
  readonly resume?: Checkpoint;
  /** Seconds between two checkpoints. Default: none are made. */
  readonly checkpointSeconds?: number;
}

export interface TrainingPoint {
  readonly seconds: number;
  readonly tokens: number;
  /** Mean nats per token since the last point, as the (sampled) training objective sees it. */
  readonly trainingLoss: number;
  /** Exact softmax over the vocabulary on held-out text, when it was measured. */
  readonly heldOutLoss?: number;
  readonly top1?: number;
  readonly top3?: number;
}

/** An immutable set of weights, good enough to answer with: the best held-out loss so far. */
export interface Snapshot {
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
  readonly heldOutLoss: number;
}
