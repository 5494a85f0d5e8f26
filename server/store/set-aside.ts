import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Damaged files kept for whoever wants to look at them. */
const DAMAGED_KEPT = 2;

/** Renames a damaged file to `….damaged-DATE` and keeps the newest few of those. Throws what the file system throws. */
export async function setAside(path: string): Promise<void> {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  await rename(path, `${path}.damaged-${stamp}`);
  const folder = dirname(path);
  const older = (await readdir(folder))
    .filter((name) => name.startsWith(`${basename(path)}.damaged-`))
    .sort()
    .slice(0, -DAMAGED_KEPT);
  for (const name of older) await rm(join(folder, name), { force: true });
}
