/**
 * What the writer never wants to be offered, as plain text: one list for everything the writer writes, in the user's storage, and one in each
 * folder, `.inkling/never.txt`, which can be committed. Each line is a word or a phrase; one that begins with `#` is a note. Both
 * are the writer's to edit; what changes there holds at once.
 */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sentence } from '../sentences';
import { writeAtomically } from './atomic-write';
import { withLock } from './file-lock';
import { messageOf } from './message-of';
import type { StorageNotice } from './storage-notice';
import type { WriterMemory } from './writer-memory';

export type ListName = 'user' | 'workspace';

export interface NeverEntry {
  /** As it stands in the list. */
  readonly text: string;
  readonly list: ListName;
  readonly path: string;
}

export interface NeverListsHost {
  /** The user's storage. */
  readonly userFolder: string;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  /** What a word or phrase is compared by; undefined where there is nothing in it. */
  keyOf(text: string): string | undefined;
  /** Other words are never to be offered than before. */
  onChange(): void;
  readonly notice: StorageNotice;
}

/** `problem`: it holds until the editor closes, and this is why it can't be kept. */
export interface Listing {
  readonly path: string;
  readonly problem?: string;
}

const NEVER_FILE = 'never.txt';
export const WORKSPACE_FOLDER = '.inkling';

/** Longest entry of a list, in code units: nothing longer is ever offered, so longer ones (a selected chapter) are cut. */
export const LONGEST_ENTRY = 200;
const MOST_ENTRIES = 50_000;
/** A file is renamed in one step, but several events tell of it. */
const QUIET_MS = 50;

/** After a disk was full or read-only, writing is tried again this often. */
const RETRY_MS = 30_000;

const HEADING =
  '# Words and phrases that Inkling never suggests, one a line. Of a phrase the last word is not suggested behind the others.\n';

export class NeverLists {
  private entriesRead: readonly NeverEntry[] = [];
  private keysRead: ReadonlySet<string> = new Set();
  /** What could not be written. */
  private unsaved: readonly NeverEntry[] = [];
  private retry: NodeJS.Timeout | undefined;
  private readonly watchers = new Map<string, FSWatcher>();
  private quiet: NodeJS.Timeout | undefined;

  constructor(private readonly host: NeverListsHost) {}

  /** By key. The same set as long as nothing changes. */
  get keys(): ReadonlySet<string> {
    return this.keysRead;
  }

  get entries(): readonly NeverEntry[] {
    return [...this.entriesRead, ...this.unsaved];
  }

  /** The list that is added to; undefined where there is no workspace. */
  pathOf(list: ListName): string | undefined {
    if (list === 'user') return join(this.host.userFolder, NEVER_FILE);
    const [folder] = this.host.folders();
    return folder && join(folder, WORKSPACE_FOLDER, NEVER_FILE);
  }

  /** Reads the lists and follows them. */
  async look(): Promise<void> {
    const files: (readonly [ListName, string])[] = [
      ['user', join(this.host.userFolder, NEVER_FILE)],
      ...this.host
        .folders()
        .map((folder) => ['workspace', join(folder, WORKSPACE_FOLDER, NEVER_FILE)] as const),
    ];
    this.follow(files.map(([, path]) => dirname(path)));
    const read: NeverEntry[] = [];
    for (const [list, path] of files)
      for (const text of linesOf(await textOf(path))) read.push({ text, list, path });
    this.take(read);
  }

  /** Adds a word or phrase, unless it is there. Undefined where there is nothing in it, or no such list. */
  async add(text: string, list: ListName): Promise<Listing | undefined> {
    const path = this.pathOf(list);
    const entry = text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_ENTRY);
    const key = this.host.keyOf(entry);
    if (path === undefined || key === undefined) return undefined;
    this.unsaved = [...this.unsaved, { text: entry, list, path }];
    const problem = await this.save();
    await this.look();
    return { path, ...(problem !== undefined && { problem }) };
  }

  /** Takes a word or phrase out of every list that has it. The lists that had it. */
  async remove(text: string): Promise<NeverEntry[]> {
    const key = this.host.keyOf(text);
    const found = this.entries.filter((entry) => this.host.keyOf(entry.text) === key);
    for (const path of new Set(found.map((entry) => entry.path))) {
      await this.write(path, (before) =>
        before
          .split('\n')
          .filter((line) => isNote(line) || this.host.keyOf(line) !== key)
          .join('\n'),
      );
    }
    this.unsaved = this.unsaved.filter((entry) => !found.includes(entry));
    await this.look();
    return found;
  }

  dispose(): void {
    clearTimeout(this.quiet);
    clearTimeout(this.retry);
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  /** Writes what is not in its list yet, now or later; what went wrong, if something did. */
  private async save(): Promise<string | undefined> {
    clearTimeout(this.retry);
    let problem: string | undefined;
    for (const entry of this.unsaved) {
      const failed = await this.write(entry.path, (before) => this.with(before, entry.text));
      if (failed === undefined) this.unsaved = this.unsaved.filter((other) => other !== entry);
      problem ??= failed;
    }
    if (problem === undefined) {
      this.host.notice.solved();
      return undefined;
    }
    this.host.notice.problem(
      sentence(
        "What Inkling is never to suggest can't be saved ({0}). It holds until the editor closes, and is saved as soon as that is possible.",
        problem,
      ),
    );
    this.retry = setTimeout(() => void this.save(), RETRY_MS).unref();
    return problem;
  }

  private with(list: string, entry: string): string {
    const key = this.host.keyOf(entry);
    if (linesOf(list).some((line) => this.host.keyOf(line) === key)) return list;
    return `${list || HEADING}${/\n$|^$/.test(list) ? '' : '\n'}${entry.startsWith('#') ? ' ' : ''}${entry}\n`;
  }

  /** What went wrong, if something did. */
  private async write(path: string, change: (before: string) => string): Promise<string | undefined> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await withLock(`${path}.lock`, async () => {
        const before = await textOf(path);
        const after = change(before);
        if (after !== before) await writeAtomically(path, after, (name) => open(name, 'wx', 0o644));
      });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  private take(read: readonly NeverEntry[]): void {
    const keys = new Set<string>();
    for (const { text } of [...read, ...this.unsaved].slice(0, MOST_ENTRIES)) {
      const key = this.host.keyOf(text);
      if (key !== undefined) keys.add(key);
    }
    this.entriesRead = read;
    const before = this.keysRead;
    if (keys.size === before.size && [...keys].every((key) => before.has(key))) return;
    this.keysRead = keys;
    this.host.onChange();
  }

  /** Watches the folders that there are, no other. */
  private follow(folders: readonly string[]): void {
    for (const [folder, watcher] of this.watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, (_, name) => {
          if (name === null || basename(name) === NEVER_FILE) this.lookSoon();
        });
        const leave = () => {
          watcher.close();
          this.watchers.delete(folder);
        };
        watcher.on('error', leave);
        this.watchers.set(folder, watcher);
      } catch {
        // The folder does not exist yet: it is watched once it is made here, else read with the next change of another list.
      }
    }
  }

  private lookSoon(): void {
    this.quiet ??= setTimeout(() => {
      this.quiet = undefined;
      void this.look();
    }, QUIET_MS);
    this.quiet.unref();
  }
}

/** Reads the lists; what was forgotten before there were any is put into the user's. */
export async function adoptForgotten(never: NeverLists, memory: WriterMemory): Promise<void> {
  await never.look();
  const moved: string[] = [];
  for (const key of memory.forgotten) {
    const listing = await never.add(key, 'user');
    if (listing && listing.problem === undefined) moved.push(key);
  }
  if (moved.length > 0) await memory.moved(moved);
}

/** Words and phrases of a list, as they stand there. */
function linesOf(text: string): string[] {
  return text
    .split(/\r\n|[\r\n]/)
    .filter((line) => !isNote(line))
    .map((line) => line.trim().slice(0, LONGEST_ENTRY));
}

function isNote(line: string): boolean {
  return line.startsWith('#') || line.trim() === '';
}

/** '' where there is none, or none that can be read. */
async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch {
    return '';
  }
}
