/** The folders that an editor has open, from whatever it sent. Each is looked at by itself: one that can't be used is told. */
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sentence } from '../sentences';

export interface ReadFolders {
  /** Absolute. */
  readonly paths: string[];
  /** One sentence for each that was left out. */
  readonly problems: string[];
}

/** Of the parameters of `initialize`: the newest way of naming folders that is used. */
export function foldersOf(params: {
  readonly workspaceFolders?: unknown;
  readonly rootUri?: unknown;
  readonly rootPath?: unknown;
}): ReadFolders {
  const { workspaceFolders, rootUri, rootPath } = params;
  const isEmpty = workspaceFolders === undefined || workspaceFolders === null;
  if (!isEmpty && !(Array.isArray(workspaceFolders) && workspaceFolders.length === 0))
    return readFolders(workspaceFolders);
  if (rootUri !== undefined && rootUri !== null && rootUri !== '') return readFolders([{ uri: rootUri }]);
  if (rootPath === undefined || rootPath === null || rootPath === '') return { paths: [], problems: [] };
  if (typeof rootPath === 'string' && isAbsolute(rootPath) && !rootPath.includes('\0'))
    return { paths: [rootPath], problems: [] };
  return { paths: [], problems: [leftOut(rootPath, 'an absolute path')] };
}

/** Folders on this machine; those that an editor has open elsewhere are left out without a word. */
export function readFolders(folders: unknown): ReadFolders {
  const paths: string[] = [];
  const problems: string[] = [];
  if (!Array.isArray(folders)) return { paths, problems: [leftOut(folders, 'a list of folders')] };
  for (const folder of folders) {
    const uri = (folder as { uri?: unknown } | null | undefined)?.uri;
    if (typeof uri !== 'string') {
      problems.push(leftOut(folder, 'a folder with a URI'));
      continue;
    }
    if (!/^file:/i.test(uri)) continue;
    // `file:` and `file:folder` would be read as the root of the disk, or as a folder there.
    if (!/^file:(\/\/[^/?#]*\/|\/(?!\/))/i.test(uri)) {
      problems.push(leftOut(uri, 'a path, as in file:///home/writer/novel'));
      continue;
    }
    try {
      const path = fileURLToPath(uri);
      if (path.includes('\0')) problems.push(leftOut(uri, 'a path without a zero byte'));
      else paths.push(path);
    } catch (error) {
      problems.push(
        leftOut(uri, `a folder on this machine (${error instanceof Error ? error.message : error})`),
      );
    }
  }
  return { paths, problems };
}

/** The absolute path that an option gives; undefined for none, and for what is none, which is told. */
export function pathOption(name: string, value: unknown, problems: string[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isAbsolute(value) && !value.includes('\0')) return value;
  problems.push(
    sentence('Option {0}: expected an absolute path, got {1}; the default is used.', name, shown(value)),
  );
  return undefined;
}

function leftOut(got: unknown, expected: string): string {
  return sentence('A folder was left out: expected {0}, got {1}.', expected, shown(got));
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 120);
}
