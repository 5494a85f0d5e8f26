/** The leader's side of a training team: the shared memory, the followers, and training on one thread while they wait. */
import type { Kernels } from '../../model/kernels/kernels';
import type { WasmKernels } from '../../model/kernels/wasm';
import type { StartingPoint, TrainingData } from '../../model/training/api';
import { type Checkpoint, restoreCheckpoint } from '../../model/training/checkpoint';
import { allocateTrainingMemory, type TrainingMemory } from '../../model/training/memory';
import type { TrainingPlan } from '../../model/training/plan';
import { allocateTeamMemory, joinTeam } from '../../model/training/team';
import { createTrainer, type Trainer } from '../../model/training/trainer';
import { isWasmKernels } from '../threads/kernels';
import type { Role } from './messages';

export interface Group extends Pick<Trainer, 'weights' | 'blockTokens' | 'step' | 'measure' | 'settle'> {
  readonly memory: TrainingMemory;
  /** Sets whether the next blocks are trained by all threads, or by this one while the others wait. No effect with one thread. */
  workTogether(together: boolean): void;
  /** Lets the other threads go. */
  dismiss(): void;
}

export interface GroupOptions {
  /** The weights to begin with, where the plan has a start. */
  readonly start?: StartingPoint;
  /** A checkpoint of this plan to go on from. Default: begin. */
  readonly resume?: Checkpoint;
  /** Has another thread started, which joins the team. */
  readonly startFollower: (role: Role & { readonly kind: 'follower' }) => void;
  /** Called often while there is progress. */
  readonly onWork?: () => void;
}

/** Has threads − 1 followers started; more than one thread takes WebAssembly's shared memory. */
export function startGroup(
  kernels: Kernels | WasmKernels,
  data: TrainingData,
  plan: TrainingPlan,
  seed: number,
  threads: number,
  { start, resume, startFollower, onWork }: GroupOptions,
): Group {
  const byteOffsets: number[] = [];
  const memory = allocateTrainingMemory(plan, threads, (length) => {
    const vector = kernels.allocate(length);
    byteOffsets.push(vector.byteOffset);
    return vector;
  });
  if (resume) restoreCheckpoint(memory, resume);
  const team = allocateTeamMemory(threads);
  if (isWasmKernels(kernels)) {
    for (let rank = 1; rank < threads; rank++) {
      const common = { kind: 'follower', data, plan, seed, threads, team, byteOffsets } as const;
      startFollower({ ...common, rank, kernels: kernels.handle, blocks: memory.blocks });
    }
  }
  const options = { kernels, data, plan, seed, memory, onWork };
  const all = createTrainer({ ...options, start, team: joinTeam(team, 0, threads) });
  let alone: Trainer | undefined;
  let trainer = all;
  return {
    memory,
    weights: memory.weights,
    blockTokens: trainer.blockTokens,
    step: (progress) => trainer.step(progress),
    measure: (tokens) => trainer.measure(tokens),
    settle: () => trainer.settle(),
    dismiss: () => all.dismiss(),
    workTogether(together) {
      if (threads === 1 || together === (trainer === all)) return;
      if (together) trainer = all;
      else {
        all.settle();
        alone ??= createTrainer(options); // of the same weights, with the same optimiser's memory
        trainer = alone;
      }
    },
  };
}
