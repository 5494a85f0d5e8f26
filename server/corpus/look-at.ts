import { lstatSync } from 'node:fs';
import { type FoundFile, type LeftOut, MAXIMUM_FILE_BYTES } from './discover';

/** The given files as a search would find them now; those that are gone are in neither list. Opens none. */
export function lookAt(paths: readonly string[]): { files: FoundFile[]; leftOut: LeftOut[] } {
  const files: FoundFile[] = [];
  const leftOut: LeftOut[] = [];
  for (const path of [...paths].sort()) {
    const found = look(path);
    if (found === undefined) continue;
    if ('reason' in found) leftOut.push(found);
    else files.push(found);
  }
  return { files, leftOut };
}

function look(path: string): FoundFile | LeftOut | undefined {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return { path, reason: 'a symbolic link' };
    if (!stats.isFile()) return { path, reason: 'not a regular file' };
    if (stats.size === 0) return { path, reason: 'empty' };
    if (stats.size > MAXIMUM_FILE_BYTES) {
      const [megabytes, most] = [stats.size, MAXIMUM_FILE_BYTES].map((bytes) => Math.round(bytes / 2 ** 20));
      return { path, reason: `too large (${megabytes} MB; at most ${most} MB)` };
    }
    return { path, bytes: stats.size, modified: stats.mtimeMs };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { path, reason: `unreadable (${code})` };
  }
}
