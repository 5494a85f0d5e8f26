import { lstatSync } from 'node:fs';
import type { FoundFile, LeftOut } from './discover';
import { LINK, NOT_REGULAR, unfitSize, unread } from './read-bytes';
import { MAXIMUM_FILE_BYTES } from './text-files';

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
    const unfit = stats.isSymbolicLink()
      ? LINK
      : stats.isFile()
        ? unfitSize(stats.size, MAXIMUM_FILE_BYTES)
        : NOT_REGULAR;
    if (unfit) return { path, reason: unfit.reason };
    return { path, bytes: stats.size, modified: stats.mtimeMs };
  } catch (error) {
    const { kind, reason } = unread(error);
    return kind === 'absent' ? undefined : { path, reason };
  }
}
