import { isIgnoreFile } from '../finding/ignore-files';
import { isTextFile } from '../finding/text-files';
import { MAXIMUM_TOTAL_BYTES, type SeenFile } from '../reading/read-documents';
import { isWithin } from './gone';

/** What has to be looked at after paths have changed. */
export type Look = 'nothing' | 'everything' | { readonly only: readonly string[] };

export interface KnownFolder {
  /** Absolute paths of the workspace's folders. */
  readonly roots: readonly string[];
  /** By path, as they were when they were last looked at. */
  readonly files: ReadonlyMap<string, SeenFile>;
  isFolder(path: string): Promise<boolean>;
}

/** Changed paths above which one search of the folder costs less than looking at each. */
const MOST_PATHS = 200;
/** From this share of what is learned from one folder on, a change can decide which files are left out. */
const NEARLY_FULL = 0.9;

/**
 * A save needs no more than the file that was saved: searching 30,000 notes for what has changed takes seconds of a processor. Only
 * what can bring files that are not known yet, or change which files count, has the folder searched again.
 */
export async function whatToLookAt(changed: Iterable<string>, known: KnownFolder): Promise<Look> {
  const { files } = known;
  const roots = new Set(known.roots);
  const within = [...new Set(changed)].filter((path) => isWithin(path, roots));
  if (within.length === 0) return 'nothing';
  if (files.size === 0 || within.length > MOST_PATHS || within.some(isIgnoreFile)) return 'everything';
  const only = new Set(within.filter((path) => files.has(path)));
  const others = within.filter((path) => !files.has(path));
  if (others.some(isTextFile)) return 'everything';
  if (others.length > 0) {
    for (const path of others) if (await known.isFolder(path)) return 'everything';
    // A folder that is gone is told by its own name alone.
    const gone = new Set(others);
    for (const path of files.keys()) if (isWithin(path, gone)) only.add(path);
  }
  if (only.size === 0) return 'nothing';
  if (only.size > MOST_PATHS || isNearlyFull(files)) return 'everything';
  for (const copy of copiesOf(only, files)) only.add(copy);
  return { only: [...only] };
}

/** Whether one of the files that were looked at has come to say the same as another; which of them counts, a search decides. */
export function isCopied(looked: readonly SeenFile[], files: ReadonlyMap<string, SeenFile>): boolean {
  const hashes = new Map(looked.filter(({ hash }) => hash !== '').map(({ hash, path }) => [hash, path]));
  for (const { hash, path } of files.values()) {
    const same = hashes.get(hash);
    if (same !== undefined && same !== path) return true;
  }
  return false;
}

function isNearlyFull(files: ReadonlyMap<string, SeenFile>): boolean {
  let bytes = 0;
  for (const file of files.values()) bytes += file.bytes;
  return bytes > NEARLY_FULL * MAXIMUM_TOTAL_BYTES;
}

/** Files that were left out as they said the same as one of these. */
function copiesOf(paths: ReadonlySet<string>, files: ReadonlyMap<string, SeenFile>): string[] {
  const hashes = new Set([...paths].map((path) => files.get(path)?.hash).filter((hash) => hash !== ''));
  const copies: string[] = [];
  for (const { path, hash, reason } of files.values()) {
    if (reason !== undefined && hashes.has(hash) && !paths.has(path)) copies.push(path);
  }
  return copies;
}
