/** What the main thread, the training team's leader and its followers say to each other. */
import type { WasmHandle } from '../../model/kernels/wasm';
import type { Snapshot, TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import type { TrainingPlan } from '../../model/training/plan';
import type { TrainingEnd } from '../../model/training/session';
import type { TeamMemory } from '../../model/training/team';
import type { Measurement } from '../../model/training/trainer';

/** `workerData` of a training thread. */
export type Role =
  | { readonly kind: 'leader'; readonly data: TrainingData; readonly request: TrainingRequest }
  | {
      readonly kind: 'follower';
      readonly data: TrainingData;
      readonly plan: TrainingPlan;
      readonly seed: number;
      readonly rank: number;
      readonly threads: number;
      readonly kernels: WasmHandle;
      readonly team: TeamMemory;
      /** Where the leader allocated what the team shares, in the order of allocation. */
      readonly byteOffsets: readonly number[];
      /** Blocks trained on before, where training goes on from a checkpoint. */
      readonly blocks: number;
    };

/** Main thread → leader. */
export type Control = 'pause' | 'resume' | 'cancel';

/** Leader → main thread. The leader's thread ends after `done`. */
export type Report =
  /** The team is to have this thread too. The main thread starts it, as the leader can't listen to it while it works. */
  | { readonly kind: 'wanted'; readonly follower: Role & { readonly kind: 'follower' } }
  /** A sign of life, about once a second where nothing else is reported. */
  | { readonly kind: 'alive' }
  /** Held, and silent from now on until it is to go on. */
  | { readonly kind: 'paused' }
  /** Before the first block, where training begins with given weights: what those reach on held-out text. */
  | { readonly kind: 'start'; readonly measurement: Measurement }
  | { readonly kind: 'point'; readonly point: TrainingPoint }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'done'; readonly reason: TrainingEnd | 'cancelled' };
