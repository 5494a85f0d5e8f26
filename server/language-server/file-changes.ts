import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
  WatchKind,
} from 'vscode-languageserver';
import { WATCHED_GLOBS } from '../corpus/finding/text-files';
import { FolderWatch } from './folder-watch';

/** Debounce, in milliseconds: saving, syncing and switching branches change many files within this time, which are then looked at together. */
const QUIET_MS = 500;
/** Longest debounce, in milliseconds, where a program goes on writing files. */
const LONGEST_MS = 5000;

/** Text files and ignore files; and what comes and goes, as a folder that is moved or deleted is told by its own name alone. */
const WATCHED: readonly FileSystemWatcher[] = [
  ...WATCHED_GLOBS.map((globPattern) => ({ globPattern })),
  { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
];

/**
 * Tells, once things are quiet, which files and folders have changed. The editor watches if it can; otherwise the operating
 * system does. Nothing polls.
 */
export class FileChanges implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private watches: FolderWatch[] = [];
  private registration: Disposable | undefined;
  private changed = new Set<string>();
  /** When the first of them was told, by performance.now(). */
  private since = 0;

  constructor(
    private readonly connection: Connection,
    private readonly editorWatches: boolean,
    /** Absolute paths. */
    private readonly onChange: (paths: readonly string[]) => void,
  ) {}

  async watch(folders: readonly string[]): Promise<void> {
    this.stop();
    if (this.editorWatches) {
      this.registration = await this.connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers: [...WATCHED] })
        .catch(() => undefined);
      if (this.registration) return;
    }
    this.watches = folders.map((folder) => new FolderWatch(folder, (path) => this.notice([path])));
    for (const watch of this.watches) void watch.start();
  }

  /** Something changed: a save, a notification of the editor's, or of the operating system's. */
  notice(paths: readonly string[]): void {
    for (const path of paths) this.changed.add(path);
    if (this.changed.size === 0) return;
    if (!this.timer) this.since = performance.now();
    clearTimeout(this.timer);
    const left = LONGEST_MS - (performance.now() - this.since);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        const changed = [...this.changed];
        this.changed.clear();
        this.onChange(changed);
      },
      Math.max(0, Math.min(QUIET_MS, left)),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private stop(): void {
    for (const watch of this.watches) watch.close();
    this.watches = [];
    this.registration?.dispose();
    this.registration = undefined;
  }
}
