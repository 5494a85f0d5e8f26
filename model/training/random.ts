/** Seeded randomness, so that the same seed and thread count train the same network. */

/** Added to the state of `seededIntegers` by each draw. */
const INCREMENT = 0x6d2b79f5;

/**
 * Uniform 32-bit integers (mulberry32; Ettinger 2017, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c): fast, small state, good enough for sampling words.
 *
 * @param skipped draws to begin after. The state is a counter, so that this takes no time.
 */
export function seededIntegers(seed: number, skipped = 0): () => number {
  let state = (seed + Math.imul(skipped, INCREMENT)) | 0;
  return () => {
    state = (state + INCREMENT) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Uniform numbers in [0, 1). */
export function seededRandom(seed: number, skipped = 0): () => number {
  const integer = seededIntegers(seed, skipped);
  return () => integer() / 2 ** 32;
}

/** A seed of its own for each purpose, so that one use of randomness does not shift another's. */
export function deriveSeed(seed: number, purpose: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b + 2 * purpose) ^ purpose;
}
