import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Damaged files are renamed and kept, so that they can be looked at. */
const DAMAGED_KEPT = 2;

export interface Aside {
  /** Part of the new name that tells why. Default `damaged`. */
  readonly because?: 'damaged' | 'newer';
  /** So many files that were set aside are kept, the newest. Default 2: a model is large, and can be trained again. */
  readonly keep?: number;
}

/** Renames a file to `….damaged-DATE` and keeps the newest few of those. Throws what the file system throws. */
export async function setAside(
  path: string,
  { because = 'damaged', keep = DAMAGED_KEPT }: Aside = {},
): Promise<string> {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const aside = `${path}.${because}-${stamp}`;
  await rename(path, aside);
  const folder = dirname(path);
  const all = (await readdir(folder))
    .filter((name) => name.startsWith(`${basename(path)}.${because}-`))
    .sort();
  for (const name of all.slice(0, Math.max(0, all.length - keep)))
    await rm(join(folder, name), { force: true });
  return aside;
}
