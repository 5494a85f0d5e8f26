import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodingOf } from './decode';
import { addIgnoreRules, type IgnoreRules, withFolders } from './ignore-rules';
import { NOT_REGULAR, readBytes, type Unread } from './read-bytes';
import { MAXIMUM_FILE_BYTES } from './text-files';

/** Where both say something about a path, the second decides. */
const IGNORE_FILES = ['.gitignore', '.inklingignore'] as const;

export function isIgnoreFile(path: string): boolean {
  return IGNORE_FILES.some((name) => name === basename(path));
}

export interface IgnoreFileProblem extends Unread {
  readonly path: string;
}

export interface RulesRead {
  readonly rules?: IgnoreRules;
  readonly problems: readonly IgnoreFileProblem[];
  /** Whether all that the ignore files say is known. What they keep from being learned may be private. */
  readonly isUsable: boolean;
}

/**
 * Adds the rules of a folder's ignore files to those that hold above it.
 *
 * @param relative the folder, of the outermost one with rules; ends with a `/`, or is empty.
 */
export function readIgnoreFiles(folder: string, relative: string, above?: IgnoreRules): RulesRead {
  let rules = above;
  let isUsable = true;
  const problems: IgnoreFileProblem[] = [];
  for (const name of IGNORE_FILES) {
    const path = join(folder, name);
    if (isAbsent(path)) continue;
    const read = readBytes(path, MAXIMUM_FILE_BYTES);
    if ('reason' in read) {
      problems.push({ ...read, path });
      if (read.kind !== 'absent' && read !== NOT_REGULAR) isUsable = false;
      continue;
    }
    const text = new TextDecoder(encodingOf(read.bytes)).decode(read.bytes);
    const added = addIgnoreRules(text, relative, rules);
    if ('reason' in added) {
      problems.push({ ...added, kind: 'other', path });
      isUsable = false;
    } else rules = added;
  }
  return { rules, problems, isUsable };
}

/** The rules of the folders above one, up to that of its git repository; and the folder, relative to that one. */
export function rulesAbove(folder: string): RulesRead & { readonly relative: string } {
  const above: string[] = [];
  let root = folder;
  while (!existsSync(join(root, '.git'))) {
    if (dirname(root) === root) return { relative: '', problems: [], isUsable: true };
    root = dirname(root);
    above.unshift(root);
  }
  const folders: string[] = [];
  let read: RulesRead = { problems: [], isUsable: true };
  for (const [index, path] of above.entries()) {
    const relative = folders.at(-1) ?? '';
    const { rules, problems, isUsable } = readIgnoreFiles(path, relative, read.rules);
    read = { rules, problems: [...read.problems, ...problems], isUsable: isUsable && read.isUsable };
    folders.push(`${relative}${basename(above[index + 1] ?? folder)}/`);
  }
  return { ...read, rules: read.rules && withFolders(read.rules, folders), relative: folders.at(-1) ?? '' };
}

/** Known not to be there; asked first, as most folders have none, and errors are slow. */
function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
