import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for a workspace's model when the editor names none: in the user's cache, keyed by the workspace's
 * folders, never inside the workspace. Same folders, any order, same place.
 */
export function defaultStoragePath(
  workspaceFolders: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const key = createHash('sha256')
    .update([...workspaceFolders].sort().join('\0'))
    .digest('hex')
    .slice(0, 16);
  return join(cacheFolder(environment), 'inkling', key);
}

/** The folder for files that all workspaces share, when the editor names none. */
export function defaultUserStoragePath(environment: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(environment), 'inkling');
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  if (environment.XDG_CACHE_HOME) return environment.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32' && environment.LOCALAPPDATA) return environment.LOCALAPPDATA;
  return join(homedir(), '.cache');
}
