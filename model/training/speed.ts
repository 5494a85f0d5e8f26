/** How fast this machine multiplies matrices: the recipe sizes the network by it. */
import type { Kernels } from '../kernels/kernels';

/** A block of a middling network: 200 tokens, 128 inputs, 384 gate rows. Some 20 million operations. */
const rows = 200;
const inner = 128;
const columns = 384;
/** Long enough for the engine to have compiled the kernels, short enough not to be missed from the budget. */
const seconds = 0.06;

/**
 * @param now a clock in seconds.
 * @returns floating-point operations a second of one thread, the fastest of several products.
 */
export function measureSpeed(kernels: Kernels, now: () => number): number {
  const left = kernels.allocate(rows * inner); // (rows, inner)
  const right = kernels.allocate(inner * columns); // (inner, columns)
  const product = kernels.allocate(rows * columns); // (rows, columns)
  left.fill(0.5);
  right.fill(0.5);
  const packed = kernels.allocatePacked(inner, columns);
  kernels.pack(packed, right, false);
  const start = now();
  let fastest = Number.POSITIVE_INFINITY;
  let end = start;
  do {
    const begin = end;
    kernels.multiplyPacked(product, left, packed, rows, false);
    end = now();
    if (end > begin) fastest = Math.min(fastest, end - begin);
  } while (end - start < seconds);
  return (2 * rows * inner * columns) / fastest;
}
