/** `12,345`: in English, as everything that the command line prints. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A share between 0 and 1 as `12.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
