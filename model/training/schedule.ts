/** The learning rate over a run that ends at a deadline: a short linear rise, then a linear fall to zero on time. */

/** The first block is learned from too. */
const FIRST_FACTOR = 0.05;

/**
 * @param progress share of the run that is over, 0 to 1.
 * @param warmUp share of the run that the rise takes.
 * @returns a factor of the peak rate.
 */
export function rateFactor(progress: number, warmUp: number): number {
  if (progress >= 1) return 0;
  if (progress >= warmUp) return (1 - progress) / (1 - warmUp);
  return FIRST_FACTOR + (1 - FIRST_FACTOR) * (progress / warmUp);
}
