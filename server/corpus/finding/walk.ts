import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import type { FoundFile, LeftOut } from './discover';
import { createExcluded, type Exclusions, type WhyExcluded } from './exclusions';
import { readIgnoreFiles, rulesAbove } from './ignore-files';
import type { IgnoreRules } from './ignore-rules';
import { LINK, NOT_REGULAR, type Unread, unfitSize, unread } from './read-bytes';
import { isFolderOfPrograms, isTextFile, MAXIMUM_FILE_BYTES } from './text-files';

/** A folder whose entries are looked through, with the ignore rules that hold in it. */
interface Folder {
  readonly path: string;
  /** To the outermost folder with rules; ends with a `/`, or is empty. */
  readonly relative: string;
  readonly rules?: IgnoreRules;
  /** What the writer wants left out. */
  readonly excluded?: WhyExcluded;
}

const RULES_UNKNOWN: Unread = {
  kind: 'unreadable',
  reason: 'unreadable (what to ignore in it is not known)',
};

type Kind = 'folder' | 'file' | 'link' | 'other';

/** A search through folders, entry by entry: what can't be read is noted, and the search goes on. */
export class Walk {
  /** By path. */
  readonly files = new Map<string, FoundFile>();
  readonly leftOut: LeftOut[] = [];
  /** Whether there are more files than were wanted. */
  isCut = false;
  /** By path: those whose entries were read. */
  private readonly folders = new Map<string, Folder>();
  private readonly leftOutPaths = new Set<string>();

  /** @param most files; with so many the search ends. */
  constructor(
    private readonly most: number,
    private readonly exclusions: Exclusions,
  ) {}

  /** Everything in a folder that was asked for by its name, whatever the rules above it say of that name. */
  walk(path: string): void {
    const { relative, rules, problems, isUsable } = rulesAbove(path);
    for (const problem of problems) this.leaveOut(problem.path, problem);
    const excluded = createExcluded(path, this.exclusions);
    if (!isUsable) this.leaveOut(path, RULES_UNKNOWN);
    else if (typeof excluded === 'object')
      this.leaveOut(path, { kind: 'unreadable', reason: `unreadable (${excluded.reason})` });
    else this.enterUnlessExcluded({ path, relative, rules, excluded });
  }

  /** While a folder is read, an entry that is renamed may be missed: a file that was there before is gone only if the system says so. */
  lookFor(path: string): void {
    if (this.files.has(path) || this.leftOutPaths.has(path)) return;
    let name = basename(path);
    let place = dirname(path);
    while (!this.folders.has(place)) {
      if (this.leftOutPaths.has(place) || place === dirname(place)) return;
      name = basename(place);
      place = dirname(place);
    }
    const folder = this.folders.get(place)!; // the loop ended there
    const stats = this.look(joined(place, name));
    const next = stats && this.consider(folder, name, kindOf(stats));
    if (!next) return;
    this.walkAll(next);
    if (this.folders.has(next.path)) this.lookFor(path);
  }

  take(path: string, { size, mtimeMs }: Stats): void {
    const unfit = unfitSize(size, MAXIMUM_FILE_BYTES);
    if (unfit) this.leaveOut(path, unfit);
    else if (this.files.size < this.most) this.files.set(path, { path, bytes: size, modified: mtimeMs });
    else this.isCut = true;
  }

  leaveOut(path: string, { kind, reason }: Unread): void {
    if (kind === 'absent' || this.leftOutPaths.has(path)) return;
    this.leftOut.push({ path, reason });
    this.leftOutPaths.add(path);
  }

  private enterUnlessExcluded(folder: Folder): void {
    const reason = folder.excluded?.(folder.path, true);
    if (reason) this.leaveOut(folder.path, { kind: 'other', reason });
    else this.walkAll(folder);
  }

  /** Breadth first, so that a search that is cut short has files from all over the folder. */
  private walkAll(first: Folder): void {
    let level = [first];
    while (level.length > 0) level = level.flatMap((folder) => this.enter(folder));
  }

  /** Takes a folder's files. Returns the folders in it that are to be walked. */
  private enter(above: Folder): Folder[] {
    const { path } = above;
    if (this.isCut) return [];
    let entries: Dirent<Buffer>[];
    try {
      entries = readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      this.leaveOut(path, unread(error));
      return [];
    }
    const { rules, problems, isUsable } = readIgnoreFiles(path, above.relative, above.rules);
    for (const problem of problems) this.leaveOut(problem.path, problem);
    if (!isUsable) {
      this.leaveOut(path, RULES_UNKNOWN);
      return [];
    }
    const folder: Folder = { ...above, rules };
    this.folders.set(path, folder);
    return entries.flatMap((entry) => {
      if (this.isCut) return [];
      const name = entry.name.toString('utf8');
      const isUtf8 = !name.includes('\ufffd') || Buffer.from(name).equals(entry.name);
      return this.consider(folder, name, kindOf(entry), isUtf8) ?? [];
    });
  }

  /** Takes a file, or returns a folder to be walked. What is hidden, ignored, or no text by its name is passed over in silence. */
  private consider(folder: Folder, name: string, kind: Kind, isUtf8 = true): Folder | undefined {
    const isFolder = kind === 'folder';
    if (name.startsWith('.') || (!isFolder && !isTextFile(name))) return undefined;
    if (isFolder && isFolderOfPrograms(name)) return undefined;
    const path = joined(folder.path, name);
    const relative = `${folder.relative}${name}${isFolder ? '/' : ''}`;
    if (folder.rules?.matcher.ignores(relative)) return undefined;
    const excluded = folder.excluded?.(path, isFolder);
    if (excluded) {
      this.leaveOut(path, { kind: 'other', reason: excluded });
      return undefined;
    }
    if (!isUtf8) {
      this.leaveOut(path, { kind: 'other', reason: 'its name is not valid UTF-8; rename it to include it' });
    } else if (isFolder) return { ...folder, path, relative };
    else if (kind === 'link') this.leaveOut(path, LINK);
    else if (kind === 'other') this.leaveOut(path, NOT_REGULAR);
    else {
      const stats = this.look(path);
      if (stats?.isFile()) this.take(path, stats);
      else if (stats) this.leaveOut(path, NOT_REGULAR);
    }
    return undefined;
  }

  private look(path: string): Stats | undefined {
    try {
      return lstatSync(path);
    } catch (error) {
      this.leaveOut(path, unread(error));
      return undefined;
    }
  }
}

function joined(folder: string, name: string): string {
  return folder.endsWith(sep) ? `${folder}${name}` : `${folder}${sep}${name}`;
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): Kind {
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : 'other';
}
