import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { type Connection, DidChangeWatchedFilesNotification, type Disposable } from 'vscode-languageserver';
import { isTextFile, WATCHED_GLOBS } from '../corpus/discover';

/** Saving, syncing and switching branches touch many files in a moment; they are looked at once, afterwards. */
const QUIET_MS = 500;

/**
 * Calls back, once things are quiet, after text files of the folders changed. The editor watches if it can;
 * otherwise the operating system does. Nothing polls.
 */
export class FileChanges implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private watchers: FSWatcher[] = [];
  private registration: Disposable | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly editorWatches: boolean,
    private readonly onChange: () => void,
  ) {}

  async watch(folders: readonly string[]): Promise<void> {
    this.stop();
    if (this.editorWatches) {
      const watchers = WATCHED_GLOBS.map((globPattern) => ({ globPattern }));
      this.registration = await this.connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers })
        .catch(() => undefined);
      if (this.registration) return;
    }
    for (const folder of folders) {
      try {
        const watcher = watch(folder, { recursive: true, persistent: false }, (_, name) => {
          if (name === null || isTextFile(name) || isIgnoreFile(name)) this.notice();
        });
        watcher.on('error', () => watcher.close());
        this.watchers.push(watcher);
      } catch {
        // A folder that can't be watched still answers to saves in the editor and to the retrain command.
      }
    }
  }

  /** Something changed: a save, a notification of the editor's, or of the operating system's. */
  notice(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onChange, QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private stop(): void {
    for (const watcher of this.watchers) watcher.close();
    this.watchers = [];
    this.registration?.dispose();
    this.registration = undefined;
  }
}

function isIgnoreFile(path: string): boolean {
  return ['.gitignore', '.inklingignore'].includes(basename(path));
}
