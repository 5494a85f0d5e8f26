/** The writer's own bases: files of one folder in the user's storage, named as the writer named them. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sentence } from '../sentences';
import { setAside } from '../store/set-aside';
import { BASE_EXTENSION, basesIn } from './find';
import type { BaseProblem } from './load';

/** Longer names don't fit every file system. */
const LONGEST_NAME = 80;

/** The folder of the writer's own bases in the user's storage. */
export function ownBasesFolder(userStoragePath: string): string {
  return join(userStoragePath, 'bases');
}

/** The file for a base of this name; undefined for a name that no file can have. */
export function ownBasePath(folder: string, name: string): string | undefined {
  const safe = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what Windows forbids in names, and no other system needs
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, LONGEST_NAME);
  return safe === '' ? undefined : join(folder, safe + BASE_EXTENSION);
}

/** What lies beside a base while it is being made (library/work-files.ts). */
export function workFilesOf(path: string): string[] {
  return [`${path}.text`, `${path}.partial`];
}

/** Deletes one of the folder's bases; false if it has no such file, wherever else it may lie. */
export async function forgetOwnBase(folder: string, path: string): Promise<boolean> {
  const own = await basesIn(folder, 'own');
  const found = own.find((base) => resolve(base.path) === resolve(path));
  if (!found) return false;
  for (const file of [found.path, ...workFilesOf(found.path)]) await rm(file, { force: true });
  return true;
}

/**
 * One sentence for the writer about a base that can't be used. The writer's own damaged file is set aside; those of
 * others stay where they are.
 */
export async function tellProblem({ path, origin, reason, damaged }: BaseProblem): Promise<string> {
  if (origin === 'shipped')
    return sentence(
      "The base {0}, which comes with Inkling, can't be used. Inkling goes on without it. Installing Inkling again repairs it. {1}",
      ...[path, reason],
    );
  if (origin === 'named')
    return sentence(
      "The base {0}, which the setting inkling.base names, can't be used. Inkling goes on without it. {1}",
      ...[path, reason],
    );
  if (!damaged) return sentence("Your base {0} can't be read. Inkling goes on without it. {1}", path, reason);
  try {
    await setAside(path);
    return sentence(
      "Your base {0} can't be used and was set aside. Inkling goes on without it. {1}",
      ...[path, reason],
    );
  } catch (failure) {
    return sentence(
      "Your base {0} can't be used, nor set aside ({1}). Inkling goes on without it. {2}",
      ...[path, String(failure), reason],
    );
  }
}
