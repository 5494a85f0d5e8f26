/** Where a command writes. Results go to `result`, everything on the way to them to `progress`. */
export interface Output {
  /** One JSON object instead of text for people. */
  readonly json: boolean;
  /** Standard output. */
  result(text: string): void;
  /** Standard error, one line. */
  progress(line: string): void;
}

/** Prints the object as JSON, or the lines made from it. */
export function print<T>(output: Output, value: T, lines: (value: T) => readonly string[]): void {
  output.result(`${output.json ? JSON.stringify(value) : lines(value).join('\n')}\n`);
}

/** Two columns, the first as wide as its longest entry. */
export function columns(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
