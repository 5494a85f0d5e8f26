/** Fresh dropout masks for each block. */
import type { Kernels, Vector } from '../kernels/kernels';
import { seededIntegers } from './random';

/**
 * Fills a mask with 0 at the given probability, else 1/(1 − probability) (inverted dropout). One random integer
 * serves four numbers, so the probability is met to 1/256.
 */
export function createDropoutMask(
  kernels: Kernels,
  length: number,
  probability: number,
  seed: number,
): { readonly mask: Vector | null; refresh(): void } {
  if (probability === 0) return { mask: null, refresh() {} };
  const mask = kernels.allocate(length);
  const integer = seededIntegers(seed);
  const threshold = Math.round(probability * 256);
  const kept = 256 / (256 - threshold);
  return {
    mask,
    refresh() {
      for (let i = 0; i < length; i += 4) {
        const bits = integer();
        const end = Math.min(4, length - i);
        for (let j = 0; j < end; j++) mask[i + j] = ((bits >>> (8 * j)) & 255) < threshold ? 0 : kept;
      }
    },
  };
}
