/** What the main thread asks the checkpoint's thread, and what that answers. */
import type { BaseProvenance } from '../../model/format/trained-model';
import type { Snapshot, StartingPoint, TrainingData, TrainingPoint } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import type { Measurement } from '../../model/training/trainer';

/** Everything that the trained weights depend on. */
export interface TrainingInputs {
  readonly data: TrainingData;
  readonly start?: StartingPoint;
  readonly request: { readonly seconds: number; readonly seed: number };
  /** The closed vocabulary as JSON text. */
  readonly vocabulary: string;
  /** The base that the start is of; told, not compared: the start's weights are. */
  readonly base?: BaseProvenance;
}

/** What the editor has been told of the training so far. */
export interface Notes {
  readonly history: readonly TrainingPoint[];
  /** What the start reached on the held-out text. */
  readonly untaught?: Measurement;
}

/** What a training that was cut short had found, to be served until the folder has been read. */
export interface Unfinished extends Snapshot {
  readonly vocabulary: string;
  readonly base?: BaseProvenance;
  readonly untaught?: Measurement;
}

export type Question =
  | { readonly kind: 'peek' }
  | { readonly kind: 'open'; readonly inputs: TrainingInputs }
  | { readonly kind: 'write'; readonly checkpoint: Checkpoint; readonly notes: Notes };

export type Answer =
  | { readonly kind: 'peek'; readonly unfinished?: Unfinished }
  /** Both or none. */
  | { readonly kind: 'open'; readonly resume?: Checkpoint; readonly notes?: Notes }
  | { readonly kind: 'write' }
  /** The question could not be answered. */
  | { readonly kind: 'problem'; readonly reason: string };
