/** Reproducible data for kernels: the same numbers for the same seed, whatever the implementation's precision. */
import type { Kernels, Vector } from '../../../model/kernels/kernels';

export interface SeededData {
  /** Uniform in (−spread, spread), rounded to float32 so that a float64 oracle starts from the same numbers. */
  vector(length: number, spread?: number): Vector;
  /** Uniform in (0, 1), for probabilities, gates and second moments. */
  positive(length: number): Vector;
  /** Integers in [0, bound), repeated or not as they come. */
  indices(length: number, bound: number): Int32Array;
  /** The first `length` of a shuffled [0, bound). */
  distinct(length: number, bound: number): Int32Array;
}

export function seededData(kernels: Kernels, seed: number): SeededData {
  const random = generator(seed);
  return {
    vector(length, spread = 1) {
      return filled(kernels.allocate(length), () => Math.fround((2 * random() - 1) * spread));
    },
    positive(length) {
      return filled(kernels.allocate(length), () => Math.fround(random()));
    },
    indices(length, bound) {
      return filled(kernels.allocateIndices(length), () => Math.floor(random() * bound));
    },
    distinct(length, bound) {
      const shuffled = Array.from({ length: bound }, (_, index) => ({ index, key: random() }));
      shuffled.sort((a, b) => a.key - b.key);
      const indices = kernels.allocateIndices(length);
      for (let i = 0; i < length; i++) indices[i] = shuffled[i]!.index;
      return indices;
    },
  };
}

function filled<Array extends { length: number; [index: number]: number }>(
  array: Array,
  next: () => number,
): Array {
  for (let i = 0; i < array.length; i++) array[i] = next();
  return array;
}

/** A linear congruential generator (Knuth's MMIX constants would need 64 bits; these are Numerical Recipes'). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
