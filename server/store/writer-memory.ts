/**
 * What the writer told Inkling in this workspace, apart from the text and from what is never to be offered (never-lists.ts): suggestions
 * accepted. One file, `writer.json`, which any number of windows may have open: each adds to what stands there, under a lock. Before
 * there were lists it held forgotten words too; they move there.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sentence } from '../sentences';
import { removeAbandoned, writeAtomically } from './atomic-write';
import { withLock } from './file-lock';
import { messageOf } from './message-of';
import { setAside } from './set-aside';
import type { StorageNotice } from './storage-notice';

export interface WriterMemory {
  /** Folded keys of words that are still kept here; of phrases, those of their tokens with spaces between. */
  readonly forgotten: ReadonlySet<string>;
  readonly accepted: number;
  /** These are kept in a list from now on. */
  moved(keys: Iterable<string>): Promise<void>;
  countAccepted(): void;
  /** Writes what is not on disk yet. */
  flush(): Promise<void>;
}

const WRITER_FILE = 'writer.json';

/** Raised whenever a reader of the old version would misread the new one. */
const VERSION = 1;
/** Accepted suggestions are counted in memory and written at most this often. */
const WRITE_DELAY_MS = 5000;
/** After a disk was full or read-only, writing is tried again this often. */
const RETRY_MS = 30_000;

interface Told {
  readonly forgotten: ReadonlySet<string>;
  readonly accepted: number;
}

export interface WriterMemoryHost {
  /** One message that the writer sees. */
  warn(message: string): void;
  readonly notice: StorageNotice;
  /** Default: half a minute; only tests wait for less. */
  readonly retryMs?: number;
}

/**
 * Reads `writer.json` of the storage folder. A missing file counts as empty; one that is damaged, can't be read or is of a newer
 * version is set aside with a message, never overwritten.
 */
export async function openWriterMemory(
  folder: string,
  { warn, notice, retryMs = RETRY_MS }: WriterMemoryHost,
): Promise<WriterMemory> {
  const path = join(folder, WRITER_FILE);
  /** Not on disk yet. */
  const unsaved = { moved: new Set<string>(), accepted: 0 };
  let stored: Told = { forgotten: new Set(), accepted: 0 };
  try {
    stored = (await readOrSetAside(path, warn)) ?? stored;
  } catch (error) {
    notice.problem(messageOf(error));
  }
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const isUnsaved = () => unsaved.moved.size > 0 || unsaved.accepted > 0;

  function writeLater(milliseconds: number): void {
    timer ??= setTimeout(() => void flush(), milliseconds);
    timer.unref();
  }

  /** One after the other: what comes while a file is written goes into the next. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (!isUnsaved()) return;
      try {
        await mkdir(folder, { recursive: true });
        await withLock(`${path}.lock`, write);
        notice.solved();
      } catch (error) {
        notice.problem(
          sentence(
            "The count of accepted suggestions can't be saved ({0}). It is saved as soon as that is possible.",
            messageOf(error),
          ),
        );
        writeLater(retryMs);
      }
    });
    return writing;
  }

  /** Under the lock. */
  async function write(): Promise<void> {
    await removeAbandoned(path, 0); // left by killed processes, as this one holds the lock
    // A file that is gone, or was of no use, takes nothing with it that is known here.
    const found = (await readOrSetAside(path, warn)) ?? stored;
    const words = [...unsaved.moved];
    const { accepted } = unsaved;
    const forgotten = new Set([...found.forgotten].filter((word) => !unsaved.moved.has(word)));
    const next = { forgotten, accepted: found.accepted + accepted };
    const json = { version: VERSION, forgotten: [...next.forgotten].sort(), accepted: next.accepted };
    await writeAtomically(path, JSON.stringify(json));
    stored = next;
    for (const word of words) unsaved.moved.delete(word);
    unsaved.accepted -= accepted;
  }

  return {
    get forgotten() {
      return stored.forgotten;
    },
    get accepted() {
      return stored.accepted + unsaved.accepted;
    },
    async moved(keys) {
      for (const key of keys) unsaved.moved.add(key);
      await flush();
    },
    countAccepted() {
      unsaved.accepted++;
      writeLater(WRITE_DELAY_MS);
    },
    flush,
  };
}

type Found =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'missing' }
  | { readonly kind: 'newer' | 'damaged'; readonly reason: string };

/**
 * What the file says; undefined where there is none, or none that can be used, and that one is out of the way then. Throws where
 * it can't be moved.
 */
async function readOrSetAside(path: string, warn: (message: string) => void): Promise<Told | undefined> {
  const found = await read(path);
  if (found.kind === 'told') return found.told;
  if (found.kind === 'missing') return undefined;
  const what = found.kind === 'newer' ? 'was written by a newer Inkling' : "can't be used";
  try {
    const aside = await setAside(path, { because: found.kind, keep: Number.POSITIVE_INFINITY });
    warn(
      `The count of accepted suggestions, with the words that were forgotten before there were lists, ${what} and was set aside as ${aside}. ${found.reason}`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // another window was faster
    throw new Error(`${path} ${what}, and can't be set aside: ${messageOf(error)}`);
  }
  return undefined;
}

async function read(path: string): Promise<Found> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    return isMissing ? { kind: 'missing' } : { kind: 'damaged', reason: message };
  }
  const damaged = (expected: string): Found => ({
    kind: 'damaged',
    reason: `Expected ${expected}, got ${JSON.stringify(text.slice(0, 60))}.`,
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return damaged('JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return damaged('an object');
  const { version, forgotten, accepted } = json as Record<string, unknown>; // just seen to be one
  if (typeof version === 'number' && version > VERSION)
    return {
      kind: 'newer',
      reason: `This one reads version ${VERSION}, and the file is of version ${version}.`,
    };
  if (version !== VERSION) return damaged(`version ${VERSION}`);
  const isList = Array.isArray(forgotten) && forgotten.every((key) => typeof key === 'string');
  if (!isList) return damaged('a list of forgotten words');
  if (typeof accepted !== 'number' || !Number.isSafeInteger(accepted) || accepted < 0)
    return damaged('a number of accepted suggestions');
  return { kind: 'told', told: { forgotten: new Set(forgotten), accepted } };
}
