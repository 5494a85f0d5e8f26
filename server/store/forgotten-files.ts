/**
 * Files and folders of this workspace that the writer wants forgotten: `forgotten-files.json` in its storage. They stay left out until they
 * are taken back, whatever becomes of them.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from './atomic-write';
import { withLock } from './file-lock';

export const FORGOTTEN_FILES = 'forgotten-files.json';
const VERSION = 1;

export class ForgottenFiles {
  private known: readonly string[] = [];
  private readonly path: string;

  constructor(storage: string) {
    this.path = join(storage, FORGOTTEN_FILES);
  }

  /** Absolute paths. */
  get paths(): readonly string[] {
    return this.known;
  }

  /** Reads what another window may have written. True if it is something else. */
  async look(): Promise<boolean> {
    const before = this.known;
    this.known = await read(this.path);
    return before.join('\n') !== this.known.join('\n');
  }

  async forget(path: string): Promise<void> {
    await this.change((paths) => [...paths.filter((other) => other !== path), path]);
  }

  /** False if it was not forgotten. */
  async takeBack(path: string): Promise<boolean> {
    const had = this.known.includes(path);
    await this.change((paths) => paths.filter((other) => other !== path));
    return had;
  }

  /** Throws what the file system throws: a file that only seems to be forgotten would be learned at the next start. */
  private async change(changed: (paths: readonly string[]) => readonly string[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await withLock(`${this.path}.lock`, async () => {
      const before = this.known;
      const paths = changed(await read(this.path));
      this.known = paths; // before anybody is told that the file has changed
      try {
        await writeAtomically(this.path, JSON.stringify({ version: VERSION, paths }));
      } catch (error) {
        this.known = before;
        throw error;
      }
    });
  }
}

/** Nothing where there is no file, or none that can be read. */
async function read(path: string): Promise<readonly string[]> {
  try {
    const { version, paths } = JSON.parse(await readFile(path, 'utf8'));
    return version === VERSION && Array.isArray(paths)
      ? paths.filter((each): each is string => typeof each === 'string')
      : [];
  } catch {
    return [];
  }
}
