/**
 * All that a training needs to go on after it was cut short, as if it had not been: weights, optimiser, the streams' states, the
 * position, and what it has found so far. Where passes are counted, not seconds, it ends with the same weights.
 */
import type { Vector } from '../kernels/kernels';
import type { Snapshot } from './api';
import type { TrainingMemory } from './memory';
import type { TrainingPlan } from './plan';

/** Where a session (session.ts) is. */
export interface Position {
  readonly tokens: number;
  /** Spent on training and measuring, pauses left out. */
  readonly seconds: number;
  /** Measurements made or left out, and how many of the last have brought nothing better. */
  readonly measurements: number;
  readonly withoutImprovement: number;
}

export interface Checkpoint extends Position {
  readonly plan: TrainingPlan;
  /** Blocks trained on. */
  readonly blocks: number;
  /** Weights, the optimiser's running statistics and the streams' states, by the names of `vectorsOf`. Copies. */
  readonly vectors: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** The best weights so far. Absent before held-out loss was first measured. */
  readonly best?: Snapshot;
}

/** No thread may be at work on the memory. */
export function takeCheckpoint(
  memory: TrainingMemory,
  plan: TrainingPlan,
  { tokens, seconds, measurements, withoutImprovement }: Position,
  best: Snapshot | undefined,
): Checkpoint {
  const copies = Object.entries(vectorsOf(memory)).map(([name, vector]) => [name, new Float32Array(vector)]);
  const vectors = Object.fromEntries(copies);
  return { plan, blocks: memory.blocks, tokens, seconds, measurements, withoutImprovement, vectors, best };
}

/** Throws a RangeError where a vector is missing or of another length than this memory's. */
export function restoreCheckpoint(memory: TrainingMemory, { blocks, vectors }: Checkpoint): void {
  for (const [name, vector] of Object.entries(vectorsOf(memory))) {
    const saved = vectors[name];
    if (saved?.length !== vector.length) {
      throw new RangeError(
        `checkpoint, ${name}: got ${saved?.length ?? 'no'} numbers, expected ${vector.length}`,
      );
    }
    vector.set(saved);
  }
  memory.blocks = blocks;
}

/** A tied network's output is its embedding, and stands here once. */
function vectorsOf({ weights, optimiser, states }: TrainingMemory): Record<string, Vector> {
  const { tied } = weights.config;
  return {
    recurrent: weights.recurrent,
    embedding: weights.embedding,
    ...(tied ? {} : { decoder: weights.decoder }),
    decoderBias: weights.decoderBias,
    mean: optimiser.mean,
    variance: optimiser.variance,
    embeddingVariance: optimiser.embeddingVariance,
    ...(tied ? {} : { decoderVariance: optimiser.decoderVariance }),
    biasVariance: optimiser.biasVariance,
    states,
  };
}
