/** What half of the times stay below, and 99 of 100, with one decimal. */
export function percentiles(milliseconds: number[]): string[] {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  return [0.5, 0.99].map((share) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1)); // not empty
}
