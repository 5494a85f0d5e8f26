/**
 * A lock between processes: a file that names its holder. A lock whose holder has ended is taken over by the next process that
 * asks.
 *
 * Node has no `flock`, and proper-lockfile tells a dead holder only by the age of its last sign of life, 5 seconds at
 * least; the process id tells at once.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { lifeOf, ownIdentity, type ProcessIdentity } from './process-identity';

export interface FileLock {
  /** False once another process has taken the lock over, or its file is gone. */
  isHeld(): boolean;
  /** Gives it back. Never throws. */
  release(): void;
}

interface Holder extends ProcessIdentity {
  /** Differs between any two holdings. */
  readonly token: string;
}

/** Milliseconds between two touches of the lock file by its holder … */
const SIGN_OF_LIFE_MS = 30_000;
/** … and milliseconds without one (five are missed) after which a holder on another machine counts as ended. */
const SILENT_MS = 150_000;
/** Milliseconds after which a lock file without a holder is abandoned: writing it takes microseconds, so its process was killed meanwhile. */
const UNWRITTEN_MS = 3_000;

/** The lock, or undefined while another process holds it. Throws what the file system throws where no file can be made. */
export function acquireLock(path: string): FileLock | undefined {
  return create(path) ?? (isAbandoned(path) ? takeOver(path) : undefined);
}

/** Waits for a lock that others hold for milliseconds. Throws if that is not so, or no file can be made. */
export async function withLock<Result>(
  path: string,
  work: () => Promise<Result>,
  patienceMs = 5_000,
): Promise<Result> {
  for (const begin = performance.now(); ; await delay(5 + 20 * Math.random())) {
    const lock = acquireLock(path);
    if (lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() - begin > patienceMs) throw new Error(`${path} is held by another process`);
  }
}

function create(path: string): FileLock | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  const token = randomBytes(8).toString('hex');
  try {
    writeSync(descriptor, JSON.stringify({ ...ownIdentity(), token } satisfies Holder));
  } catch (error) {
    rmSync(path, { force: true }); // the disk is full
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return hold(path, token);
}

function hold(path: string, token: string): FileLock {
  const isHeld = () => holderOf(path)?.token === token;
  const timer = setInterval(() => {
    try {
      if (isHeld()) utimesSync(path, new Date(), new Date());
    } catch {
      // The storage is gone or read-only; that is reported by what is written there.
    }
  }, SIGN_OF_LIFE_MS);
  timer.unref();
  const release = () => {
    clearInterval(timer);
    process.off('exit', release);
    try {
      if (isHeld()) rmSync(path);
    } catch {
      // The storage is gone or read-only: as with a killed process, the next one takes the lock over.
    }
  };
  process.on('exit', release);
  return { isHeld, release };
}

/** Among those who found the lock abandoned, one removes it: the one that makes the file `….takeover`. */
function takeOver(path: string): FileLock | undefined {
  const takeover = `${path}.takeover`;
  try {
    closeSync(openSync(takeover, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isOlder(takeover, UNWRITTEN_MS)) rmSync(takeover, { force: true });
    return undefined; // the next question finds a lock, or none
  }
  try {
    if (!isAbandoned(path)) return undefined;
    rmSync(path, { force: true });
    return create(path);
  } finally {
    rmSync(takeover, { force: true });
  }
}

function isAbandoned(path: string): boolean {
  const holder = holderOf(path);
  if (!holder) return isOlder(path, UNWRITTEN_MS);
  const life = lifeOf(holder);
  return life === 'ended' || (life === 'unknown' && isOlder(path, SILENT_MS));
}

/** Undefined where there is no file, or it says nothing. */
function holderOf(path: string): Holder | undefined {
  try {
    const { pid, host, started, token } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    const isHolder = Number.isSafeInteger(pid) && typeof host === 'string' && typeof token === 'string';
    return isHolder ? ({ pid, host, started, token } as Holder) : undefined; // just checked
  } catch {
    return undefined;
  }
}

function isOlder(path: string, milliseconds: number): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > milliseconds;
  } catch {
    return false; // gone meanwhile
  }
}
