import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What holds a text in the storage: the model, what was set aside or left half-written of it, and a training that was cut short. */
const LEARNED = /^(?:model\.inkling|training\.partial)(?:\.|$)/;
/** Of it, what nothing reads any more. A lock says who may write. */
const LEFTOVER = /^(?:model\.inkling|training\.partial)\.(?!lock$)/;

/** Bytes that a workspace's learning takes on the disk. */
export async function bytesLearned(folder: string): Promise<number> {
  let bytes = 0;
  for (const path of await matching(folder, LEARNED))
    bytes += await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  return bytes;
}

/** Removes models that were set aside or are half-written: a text that is to be forgotten may be in them. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const path of await matching(folder, LEFTOVER)) await rm(path, { recursive: true, force: true });
}

async function matching(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
}
