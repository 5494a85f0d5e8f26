/**
 * All that a training needs to go on after it was cut short: weights, optimiser, position. What is not kept is begun anew:
 * the recurrent state of each stream (zero again), the random draws (from a seed of their own), the best held-out loss.
 */
import type { Vector } from '../kernels/kernels';
import type { TrainingPlan } from './plan';
import type { TrainingMemory } from './trainer';

export interface Checkpoint {
  readonly plan: TrainingPlan;
  /** Blocks and tokens trained on, seconds spent. */
  readonly blocks: number;
  readonly tokens: number;
  readonly seconds: number;
  /** Weights and the optimiser's running statistics, by the names of `vectorsOf`. Copies. */
  readonly vectors: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
}

export function takeCheckpoint(
  memory: TrainingMemory,
  plan: TrainingPlan,
  { tokens, seconds }: { tokens: number; seconds: number },
): Checkpoint {
  const copies = Object.entries(vectorsOf(memory)).map(([name, vector]) => [name, new Float32Array(vector)]);
  return { plan, blocks: memory.blocks, tokens, seconds, vectors: Object.fromEntries(copies) };
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
function vectorsOf({ weights, optimiser }: TrainingMemory): Record<string, Vector> {
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
  };
}
