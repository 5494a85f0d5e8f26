/** A file that is no model of ours, or a damaged one. The only error that reading a model file throws. */
export class ModelFileError extends Error {
  /**
   * @param where what was being read: `header length`, `tensor embedding.weight`.
   * @param expected what a sound file has there.
   * @param got what this file has, shortened for a message.
   */
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(`Not a readable model file: ${where}: expected ${expected}, got ${got}.`);
    this.name = 'ModelFileError';
  }
}

/** A value as a message shows it: JSON, at most 60 characters of it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
