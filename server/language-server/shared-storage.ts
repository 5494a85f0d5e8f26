/**
 * Several windows on one storage folder: one of them trains and writes the model, the others load what it has written.
 */
import { type FSWatcher, mkdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { removeAbandoned } from '../store/atomic-write';
import { acquireLock, type FileLock } from '../store/file-lock';
import { FORGOTTEN_FILES } from '../store/forgotten-files';

export interface SharedStorageHost {
  readonly folder: string;
  readonly modelPath: string;
  /** Another window has stored a model. */
  onModel(): void;
  /** Another window has forgotten a file, or taken one back. Own writings are told of too. */
  onForgotten(): void;
  /** The window that led has ended: from now on this one trains. */
  onLead(): void;
  log(message: string): void;
}

/** The lock that the process holds which trains and writes the model. */
const LOCK_FILE = 'model.lock';
/** Milliseconds between two checks, by a window that does not hold the lock, whether its holder still runs. */
const LOOK_MS = 2_000;
/** A file is renamed in one step, but several events tell of it. */
const QUIET_MS = 50;

export class SharedStorage {
  private lock: FileLock | undefined;
  private watcher: FSWatcher | undefined;
  private looking: NodeJS.Timeout | undefined;
  private quiet: NodeJS.Timeout | undefined;
  /** The files' times when they were last told of. */
  private model = '';
  private forgotten = '';
  /** No lock can be made: nobody else can write there either, until that is possible again. */
  private isClosed = false;

  constructor(private readonly host: SharedStorageHost) {
    this.acquire();
    this.model = stampOf(host.modelPath);
    this.forgotten = stampOf(join(host.folder, FORGOTTEN_FILES));
    try {
      this.watcher = watch(host.folder, { persistent: false }, () => this.lookSoon());
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      // Where nothing can be watched there is nothing to follow, or the followers' own looks must do.
    }
  }

  /** Whether this process trains. Also where the folder can't be written: then each goes on in memory. */
  get leads(): boolean {
    return this.lock !== undefined || this.isClosed;
  }

  /** Whether this process may write the model now. */
  mayWrite(): boolean {
    if (this.lock?.isHeld()) {
      this.isClosed = false;
      return true;
    }
    this.acquire();
    return this.leads;
  }

  dispose(): void {
    clearInterval(this.looking);
    clearTimeout(this.quiet);
    this.watcher?.close();
    this.lock?.release();
    this.lock = undefined;
  }

  private acquire(): void {
    const { folder, modelPath } = this.host;
    let lock: FileLock | undefined;
    try {
      mkdirSync(folder, { recursive: true });
      lock = acquireLock(join(folder, LOCK_FILE));
    } catch {
      this.isClosed = true; // a failed save is reported where it fails; a lock that was held may be valid again when the folder is back
      return;
    }
    this.isClosed = false;
    this.lock?.release();
    this.lock = lock;
    if (lock)
      void removeAbandoned(modelPath, 0).catch(() => {}); // nobody else writes it
    else this.follow();
  }

  private follow(): void {
    if (this.looking) return;
    this.host.log('Another window learns from this folder; this one follows it.');
    this.looking = setInterval(() => this.look(), LOOK_MS);
    this.looking.unref();
  }

  private lookSoon(): void {
    this.quiet ??= setTimeout(() => {
      this.quiet = undefined;
      this.look();
    }, QUIET_MS);
    this.quiet.unref();
  }

  private look(): void {
    const forgotten = stampOf(join(this.host.folder, FORGOTTEN_FILES));
    if (forgotten !== this.forgotten) {
      this.forgotten = forgotten;
      this.host.onForgotten();
    }
    if (this.leads) return;
    this.acquire();
    if (this.leads) {
      clearInterval(this.looking);
      this.looking = undefined;
      this.host.log('The other window has ended; this one learns from the folder now.');
      this.host.onLead();
      return;
    }
    const model = stampOf(this.host.modelPath);
    if (model === this.model) return;
    this.model = model;
    if (model !== '') this.host.onModel();
  }
}

/** Differs after each rename; '' where there is no file. */
function stampOf(path: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
