import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The part of a file handle that writing needs, so that tests can run out of disk. */
export interface Sink {
  writeFile(data: Uint8Array | string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** File mode rw------- : only the user may read what was learned from their text. */
const PRIVATE = 0o600;

/** Age, in milliseconds, from which on a half-written file counts as abandoned where its process can't be looked up. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;
/** Which machine a process id belongs to, as storage may be shared by several. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * Replaces a file whole: written beside it, flushed to the disk, renamed over it. A process killed at any instant
 * leaves the old file or the new one, and of two writers the last one wins. Throws what the file system throws,
 * with the old file untouched.
 *
 * write-file-atomic does the same but calls `write` once, and a disk that fills up makes that call write less than
 * it was given without failing; `FileHandle.writeFile` goes on until all is written or the error appears.
 */
export async function writeAtomically(
  path: string,
  data: Uint8Array | string,
  openFile: (path: string) => Promise<Sink> = (name) => open(name, 'wx', PRIVATE),
): Promise<void> {
  const temporary = `${path}.tmp-${MACHINE}-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const file = await openFile(temporary);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Removes what killed processes left half-written beside `path`.
 *
 * @param olderThanMs 0 where the caller holds the lock on the file, so that no other process is writing. Default: an hour.
 */
export async function removeAbandoned(path: string, olderThanMs = ABANDONED_AFTER_MS): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.tmp-`)) continue;
    const left = join(folder, name);
    const [, machine, writer] = /\.tmp-([^-]+)-(\d+)-[^-]+$/.exec(name) ?? [];
    if (machine === MACHINE && !isRunning(Number(writer))) {
      await rm(left, { force: true });
      continue;
    }
    const modified = (await stat(left).catch(() => undefined))?.mtimeMs;
    const isOld = olderThanMs === 0 || (modified !== undefined && Date.now() - modified > olderThanMs);
    if (isOld) await rm(left, { force: true });
  }
}

/** Whether a process of this number runs on this machine, ours or not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Makes the rename itself durable. Windows can't open folders, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some network file systems refuse to flush a folder; the rename has happened all the same.
  } finally {
    await handle.close();
  }
}
