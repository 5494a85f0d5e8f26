import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BaseFile, Origin } from './base-file';

export const BASE_EXTENSION = '.inkling';

/** Where the extension's own bases lie: beside the bundles' folder, and in the root of the checkout. */
export function shippedFolder(): string {
  const isBundle = existsSync(join(__dirname, 'kernels.wasm'));
  return isBundle ? join(__dirname, '..', 'bases') : join(__dirname, '..', '..', 'bases');
}

export interface WhereToLook {
  /** The setting `inkling.base`: `auto`, `none` or the path of a file. */
  readonly setting: string;
  /** The folder of the writer's own bases. */
  readonly ownFolder: string;
  /** Default: the extension's. */
  readonly shipped?: string;
}

/** The base files that may be used, in the order of their paths, the writer's own first. A folder may be missing. */
export async function findBases({
  setting,
  ownFolder,
  shipped = shippedFolder(),
}: WhereToLook): Promise<BaseFile[]> {
  if (setting === 'none') return [];
  if (setting !== 'auto') return [{ path: resolve(expandHome(setting)), origin: 'named' }];
  return [...(await basesIn(ownFolder, 'own')), ...(await basesIn(shipped, 'shipped'))];
}

export async function basesIn(folder: string, origin: Origin): Promise<BaseFile[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(BASE_EXTENSION))
    .sort()
    .map((name) => ({ path: join(folder, name), origin }));
}

function expandHome(path: string): string {
  return /^~[/\\]/.test(path) ? join(homedir(), path.slice(2)) : path;
}
