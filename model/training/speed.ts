/** How fast this machine multiplies matrices: the recipe sizes the network by it. */
import type { Kernels } from '../kernels/kernels';

/** A block of a middling network: 200 tokens, 128 inputs, 384 gate rows. Some 20 million operations. */
const ROWS = 200;
const INNER = 128;
const COLUMNS = 384;
/** Long enough for the engine to have compiled the kernels, short enough not to be missed from the budget. */
const SECONDS = 0.06;

/**
 * @param now a clock in seconds.
 * @returns floating-point operations a second of one thread, the fastest of several products.
 */
export function measureSpeed(kernels: Kernels, now: () => number): number {
  const left = kernels.allocate(ROWS * INNER); // (rows, inner)
  const right = kernels.allocate(INNER * COLUMNS); // (inner, columns)
  const product = kernels.allocate(ROWS * COLUMNS); // (rows, columns)
  left.fill(0.5);
  right.fill(0.5);
  const packed = kernels.allocatePacked(INNER, COLUMNS); // (inner, columns)
  kernels.pack(packed, right, false);
  const start = now();
  let fastest = Number.POSITIVE_INFINITY;
  let end = start;
  do {
    const begin = end;
    kernels.multiplyPacked(product, left, packed, ROWS, false);
    end = now();
    if (end > begin) fastest = Math.min(fastest, end - begin);
  } while (end - start < SECONDS);
  return (2 * ROWS * INNER * COLUMNS) / fastest;
}
