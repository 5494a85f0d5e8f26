/** Which files of a folder are a writer's text. Looks at names, sizes and ignore rules; opens no file. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Exclusions, NO_EXCLUSIONS } from './exclusions';
import { NOT_REGULAR, unread } from './read-bytes';
import { Walk } from './walk';

/** A file to read. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface LeftOut {
  /** As it stands on the disk, of any length and with any characters; see `shownText`. */
  readonly path: string;
  /** Begins with `unreadable` where nothing is known of the text there, least of all that it is gone; and only there. */
  readonly reason: string;
}

export interface Discovered {
  readonly files: FoundFile[];
  readonly leftOut: LeftOut[];
  /** Whether there are more than `most` files. */
  readonly isCut: boolean;
}

export interface DiscoverOptions {
  /** Paths of files that were found before: those that the search misses are looked for by themselves. */
  readonly known?: Iterable<string>;
  /** Files after which the search ends. Default: it goes through everything. */
  readonly most?: number;
  /** Default: none. */
  readonly exclusions?: Exclusions;
}

/**
 * Text files under the given folders (and the given files themselves, whatever their extension), in path order.
 * Ignored: what `.gitignore` and `.inklingignore` say, dot folders, folders that programs fill. Symbolic links
 * are not followed, so that loops end and nothing outside the folder is learned.
 */
export function discoverFiles(
  paths: readonly string[],
  { known = [], most = Number.POSITIVE_INFINITY, exclusions = NO_EXCLUSIONS }: DiscoverOptions = {},
): Discovered {
  const found = new Walk(most, exclusions);
  for (const given of paths) {
    const path = resolve(given);
    try {
      const stats = statSync(path);
      if (stats.isDirectory()) found.walk(path);
      else if (stats.isFile()) found.take(path, stats);
      else found.leaveOut(path, NOT_REGULAR);
    } catch (error) {
      // Also where it is absent: a drive that is away for a moment says the same of its folders.
      found.leaveOut(path, { ...unread(error), kind: 'unreadable' });
    }
  }
  for (const path of known) found.lookFor(path);
  const files = [...found.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, leftOut: found.leftOut, isCut: found.isCut };
}
