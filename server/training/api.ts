/** How the server starts and steers training in its own threads. Implemented in `run.ts`. */
import type { Snapshot, TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import type { Measurement } from '../../model/training/trainer';

export interface TrainingEvents {
  /** Where training begins with given weights, before all else: what those reach on held-out text. No snapshot is worse. */
  onStart?(measurement: Measurement): void;
  onPoint(point: TrainingPoint): void;
  /** A better snapshot than any before. Called on the caller's thread with memory of its own. */
  onSnapshot(snapshot: Snapshot): void;
  /** Every `TrainingRequest.checkpointSeconds`. */
  onCheckpoint?(checkpoint: Checkpoint): void;
}

export interface TrainingRun {
  /** Settles when training ended: by deadline, early stopping, or cancel. Rejects if a worker failed. */
  readonly done: Promise<{
    readonly reason: 'deadline' | 'converged' | 'cancelled';
    readonly best?: Snapshot;
  }>;
  cancel(): void;
  /** Stops using the processor at the next block until `resume`; the deadline moves with it. */
  pause(): void;
  resume(): void;
}

export type StartTraining = (
  data: TrainingData,
  request: TrainingRequest,
  events: TrainingEvents,
) => TrainingRun;
