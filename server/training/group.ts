/** The leader's side of a team: shared memory, the other threads, and the way back to a single thread. */
import type { Kernels } from '../../model/kernels/kernels';
import type { WasmKernels } from '../../model/kernels/wasm';
import type { TrainingData } from '../../model/training/api';
import type { TrainingPlan } from '../../model/training/plan';
import { allocateTeamMemory, joinTeam } from '../../model/training/team';
import { allocateTrainingMemory, createTrainer, type Trainer } from '../../model/training/trainer';
import { isWasmKernels } from '../kernels';
import { startWorker } from './run';

export interface Group extends Pick<Trainer, 'weights' | 'blockTokens' | 'step' | 'measure'> {
  /** Lets the other threads go and trains on, on this one. */
  goAlone(): void;
  /** Lets the other threads go. */
  dismiss(): void;
}

/** Starts threads − 1 followers; more than one thread takes WebAssembly's shared memory. */
export function startGroup(
  kernels: Kernels | WasmKernels,
  data: TrainingData,
  plan: TrainingPlan,
  seed: number,
  threads: number,
): Group {
  const byteOffsets: number[] = [];
  const memory = allocateTrainingMemory(plan, threads, (length) => {
    const vector = kernels.allocate(length);
    byteOffsets.push(vector.byteOffset);
    return vector;
  });
  const team = allocateTeamMemory(threads);
  if (isWasmKernels(kernels)) {
    for (let rank = 1; rank < threads; rank++) {
      const { handle } = kernels;
      startWorker({ kind: 'follower', data, plan, seed, rank, threads, kernels: handle, team, byteOffsets });
    }
  }
  const options = { kernels, data, plan, seed, memory };
  let trainer = createTrainer({ ...options, team: joinTeam(team, 0, threads) });
  let size = threads;
  const dismiss = (): void => {
    if (size > 1) trainer.dismiss();
    size = 1;
  };
  return {
    weights: memory.weights,
    blockTokens: trainer.blockTokens,
    step: (progress) => trainer.step(progress),
    measure: (tokens) => trainer.measure(tokens),
    dismiss,
    goAlone() {
      if (size === 1) return;
      dismiss();
      trainer = createTrainer(options); // of the same weights and the same optimiser's memory
    },
  };
}
