import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isIgnoreFile } from '../corpus/finding/ignore-files';
import { isFolderOfPrograms } from '../corpus/finding/text-files';
import { WORKSPACE_FOLDER } from '../store/never-lists';

/** Systems that watch a whole tree by one handle. Elsewhere Node would watch every single file. */
const WATCHES_TREES = process.platform === 'darwin' || process.platform === 'win32';

/**
 * Tells of changes in a folder and the folders in it, but not in those that the writer's text is not looked for in. Costs one watch a
 * folder, and follows folders that come and go. A folder that can't be watched is left alone.
 */
export class FolderWatch {
  /** By the folder's path. */
  private readonly watchers = new Map<string, FSWatcher>();
  private closed = false;

  /** @param onChange is told the absolute path of what has changed, come or gone. */
  constructor(
    private readonly root: string,
    private readonly onChange: (path: string) => void,
  ) {}

  /** Resolves when every folder is watched. */
  async start(): Promise<void> {
    await this.watchTree(this.root);
  }

  close(): void {
    this.closed = true;
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  /** Folders that are watched. */
  get size(): number {
    return this.watchers.size;
  }

  private async watchTree(folder: string): Promise<void> {
    const waiting = [folder];
    for (let next = waiting.pop(); next !== undefined && !this.closed; next = waiting.pop()) {
      if (!this.watch(next) || WATCHES_TREES) continue;
      const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(join(next, entry.name));
      }
    }
  }

  private watch(folder: string): boolean {
    if (this.watchers.has(folder)) return false;
    try {
      const watcher = watch(folder, { recursive: WATCHES_TREES, persistent: false }, (event, name) =>
        this.changed(folder, event, name),
      );
      watcher.on('error', () => this.leave(folder));
      this.watchers.set(folder, watcher);
      return true;
    } catch {
      return false; // changes are still noticed by saves in the editor and by the retrain command
    }
  }

  private changed(folder: string, event: string, name: string | null): void {
    if (name === null) {
      this.onChange(folder);
      return;
    }
    const path = join(folder, name);
    if (name.split(/[\\/]/).some(isSkipped)) {
      if (isIgnoreFile(name) || basename(name) === WORKSPACE_FOLDER) this.onChange(path); // they say what is to be learned and offered
      return;
    }
    this.onChange(path);
    if (event !== 'rename' || WATCHES_TREES) return;
    // It has come or gone. What has gone is left with all that was in it; what has come may be a folder.
    for (const watched of [...this.watchers.keys()]) {
      if (watched === path || watched.startsWith(`${path}/`)) this.leave(watched);
    }
    void readdir(path).then(
      async () => {
        await this.watchTree(path);
        this.onChange(path); // files that came into it before it was watched
      },
      () => {}, // a file, or nothing
    );
  }

  private leave(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}

/** Folders of programs, and everything whose name begins with a dot. */
function isSkipped(name: string): boolean {
  return name.startsWith('.') || isFolderOfPrograms(name);
}
