import { dirname } from 'node:path';
import type { LeftOut } from '../finding/discover';
import type { SeenFile } from '../reading/read-documents';

/** What a reading says of the files that it looked for. */
export interface Looked {
  readonly files: readonly Pick<SeenFile, 'path' | 'reason'>[];
  /** Files and folders that it could not read; of what is in them nothing is known. */
  readonly unread: readonly string[];
  /** The only files that it looked for. Absent: all that there are. */
  readonly only?: readonly string[];
}

/**
 * Those documents whose text is known to be gone: deleted, ignored, emptied, no longer prose. What could not be read, or was
 * not looked for, stays.
 */
export function goneDocuments(documents: Iterable<string>, { files, unread, only }: Looked): string[] {
  const present = new Set(files.flatMap(({ path, reason }) => (reason === undefined ? [path] : [])));
  const unreadPaths = new Set(unread);
  const sought = only && new Set(only);
  return [...documents].filter(
    (path) => !present.has(path) && (!sought || sought.has(path)) && !isWithin(path, unreadPaths),
  );
}

/** Whether a path, or a folder that it is in, is one of these. */
export function isWithin(path: string, places: ReadonlySet<string>): boolean {
  if (places.size === 0) return false;
  for (let place = path; ; place = dirname(place)) {
    if (places.has(place)) return true;
    if (place === dirname(place)) return false;
  }
}

/** What was found, but could not be read. */
export function unreadOf(leftOut: readonly LeftOut[]): string[] {
  return leftOut.filter(({ reason }) => reason.startsWith('unreadable')).map(({ path }) => path);
}
