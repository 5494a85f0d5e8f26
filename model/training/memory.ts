/** Everything that the threads of a team share, allocated once for a run. */
import type { Vector } from '../kernels/kernels';
import { allocateGradients, type Gradients } from '../network/gradients';
import { stateCount } from '../network/network';
import { allocateWeights, type Weights } from '../network/weights';
import { rowCapacity } from './candidates';
import { allocateOptimiserState, type OptimiserState } from './optimiser';
import type { TrainingPlan } from './plan';

export interface TrainingMemory {
  /** Blocks trained on so far, by the leader's count; the other threads get it with their orders. */
  blocks: number;
  readonly weights: Weights;
  readonly optimiser: OptimiserState;
  /** (state, streams of all threads, hidden): where each stream's last block ended. */
  readonly states: Vector;
  /** By rank. */
  readonly gradients: readonly Gradients[];
  /** The weights that training began from, where decay draws them back there. */
  readonly anchor?: Weights;
}

/** Every thread calls it with the same sequence of lengths, so that a follower can find what the leader allocated. */
export function allocateTrainingMemory(
  plan: TrainingPlan,
  threads: number,
  allocate: (length: number) => Vector,
): TrainingMemory {
  const weights = allocateWeights(plan.config, allocate);
  const rows = rowCapacity(plan, plan.samples, plan.config.vocabularySize);
  return {
    blocks: 0,
    weights,
    optimiser: allocateOptimiserState(weights, allocate),
    states: allocate(stateCount(plan.config) * plan.streams * plan.config.hiddenSize),
    gradients: Array.from({ length: threads }, () => allocateGradients(plan.config, rows, allocate)),
    anchor: plan.hasStart ? allocateWeights(plan.config, allocate) : undefined,
  };
}
