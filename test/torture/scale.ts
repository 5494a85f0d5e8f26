/** How hard the torture tests press: `npm test` runs their short form, `npm run torture` all of it. */
export const full = process.env.TORTURE === 'full';

/** A number of kills, edits, files …: the first in `npm test`, seconds in all; the second in `npm run torture`, minutes. */
export function scaled(short: number, long: number): number {
  return full ? long : short;
}
