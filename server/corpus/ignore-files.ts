import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodingOf } from './decode';
import type { Work } from './glob';
import { type IgnoreRules, parseIgnoreRules } from './ignore-rules';
import { NOT_REGULAR, readBytes, type Unread } from './read-bytes';
import { MAXIMUM_FILE_BYTES } from './text-files';

/** Where both say something about a path, the second decides. */
export const IGNORE_FILES = ['.gitignore', '.inklingignore'] as const;

/** The rules of one ignore file, and those that hold where it says nothing. */
export interface IgnoreChain {
  readonly rules: IgnoreRules;
  /** Where the part of a path begins that is relative to its folder. */
  readonly start: number;
  /** What its rules have cost so far. */
  readonly work: Work;
  readonly next?: IgnoreChain;
}

export interface IgnoreFileProblem extends Unread {
  readonly path: string;
}

export interface RulesRead {
  readonly rules?: IgnoreChain;
  readonly problems: readonly IgnoreFileProblem[];
  /** Whether all that the ignore files say is known. What they keep from being learned may be private. */
  readonly isUsable: boolean;
}

/** A second or so. Rules with several stars that are tried on each of a hundred thousand names can cost hours. */
const MOST_STEPS = 100_000_000;

/**
 * Adds the rules of a folder's ignore files to those that hold above it.
 *
 * @param relative the folder, as `isIgnored` wants it; ends with a `/`, or is empty.
 */
export function readIgnoreFiles(folder: string, relative: string, above?: IgnoreChain): RulesRead {
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
    const parsed = parseIgnoreRules(text);
    rules = { rules: parsed, start: relative.length, work: { steps: 0 }, next: rules };
    const { length, 0: first } = parsed.passedOver;
    if (first === undefined) continue;
    const more = length > 1 ? ` and ${length - 1} more` : '';
    problems.push({ path, kind: 'other', reason: `passed over line ${first}${more}: longer than any path` });
  }
  return { rules, problems, isUsable };
}

/** The rules of the folders above one, up to that of its git repository; and how `isIgnored` wants the folder. */
export function rulesAbove(folder: string): RulesRead & { readonly relative: string } {
  const above: string[] = [];
  let root = folder;
  while (!existsSync(join(root, '.git'))) {
    if (dirname(root) === root) return { relative: '', problems: [], isUsable: true };
    root = dirname(root);
    above.unshift(root);
  }
  let relative = '';
  let read: RulesRead = { problems: [], isUsable: true };
  for (const [index, path] of above.entries()) {
    const { rules, problems, isUsable } = readIgnoreFiles(path, relative, read.rules);
    read = { rules, problems: [...read.problems, ...problems], isUsable: isUsable && read.isUsable };
    relative += `${basename(above[index + 1] ?? folder).toLowerCase()}/`;
  }
  return { ...read, relative };
}

/** @param path of the outermost folder of the chain, with `/`, in lower case. */
export function isIgnored(
  chain: IgnoreChain | undefined,
  path: string,
  isFolder: boolean,
): boolean | 'too much work' {
  for (let link = chain; link; link = link.next) {
    if (link.work.steps > MOST_STEPS) return 'too much work';
    const verdict = link.rules.verdict(path.slice(link.start), isFolder, link.work);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/** Known not to be there; asked first, as most folders have none, and errors are slow. */
function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
