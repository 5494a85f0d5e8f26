/** Something that the user can understand and change: one line on standard error, exit code 1, no stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/** What went wrong, in a few words: the file system's codes are put into words, any other error is given by its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? error.message;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'the disk is full',
};
