import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from './atomic-write';

/** What the writer told Inkling in this workspace, apart from the text: words never to offer, suggestions accepted. */
export interface WriterMemory {
  /** Folded keys. */
  readonly forgotten: ReadonlySet<string>;
  readonly accepted: number;
  forget(key: string): Promise<void>;
  countAccepted(): void;
  /** Writes what is not on disk yet. */
  flush(): Promise<void>;
}

/** Accepted suggestions are counted in memory and written at most this often. */
const WRITE_DELAY_MS = 5000;

/** Reads `writer.json` of the storage folder; a missing or damaged file counts as empty. */
export async function openWriterMemory(
  folder: string,
  onProblem: (message: string) => void,
): Promise<WriterMemory> {
  const path = join(folder, 'writer.json');
  const { forgotten, accepted: counted } = await read(path, onProblem);
  let accepted = counted;
  let pending: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(pending);
    pending = undefined;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeAtomically(path, JSON.stringify({ version: 1, forgotten: [...forgotten].sort(), accepted }));
    } catch (error) {
      onProblem(`Forgotten words can't be saved: ${error instanceof Error ? error.message : error}`);
    }
  }

  return {
    forgotten,
    get accepted() {
      return accepted;
    },
    async forget(key) {
      forgotten.add(key);
      await flush();
    },
    countAccepted() {
      accepted++;
      pending ??= setTimeout(() => void flush(), WRITE_DELAY_MS);
      pending.unref();
    },
    async flush() {
      if (pending) await flush();
    },
  };
}

async function read(
  path: string,
  onProblem: (message: string) => void,
): Promise<{ forgotten: Set<string>; accepted: number }> {
  const empty = { forgotten: new Set<string>(), accepted: 0 };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return empty;
  }
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null)
      throw new Error(`expected an object, got ${text.slice(0, 40)}`);
    const { forgotten, accepted } = json as { forgotten?: unknown; accepted?: unknown };
    return {
      forgotten: new Set(Array.isArray(forgotten) ? forgotten.filter((key) => typeof key === 'string') : []),
      accepted: typeof accepted === 'number' && Number.isFinite(accepted) ? accepted : 0,
    };
  } catch (error) {
    onProblem(`${path} is damaged and starts anew: ${error instanceof Error ? error.message : error}`);
    return empty;
  }
}
