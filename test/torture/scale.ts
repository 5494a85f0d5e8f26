/** The size of the torture tests: `npm test` runs their short form, `npm run torture` all of it. */
export const full = process.env.TORTURE === 'full';

/** A number of kills, edits, files …: the first in `npm test`, seconds in all; the second in `npm run torture`, minutes. */
export function scaled(short: number, long: number): number {
  return full ? long : short;
}

/** `TORTURE_PART=3/10` runs the third tenth of what comes in rounds, from a seed of its own; without it all of them. */
const [part, parts] = /^(\d+)\/(\d+)$/
  .exec(process.env.TORTURE_PART ?? '')
  ?.slice(1)
  .map(Number) ?? [1, 1];

/** As `scaled`, of rounds that need not all be run at a time. */
export function rounds(short: number, long: number): number {
  return full ? Math.ceil(long / parts!) : short; // the pattern has two numbers
}

/** A seed that differs from part to part. */
export function seedOfPart(seed: number): number {
  return seed + 1000 * (part! - 1);
}
