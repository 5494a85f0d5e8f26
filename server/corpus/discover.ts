/** Which files of a folder are a writer's text. Looks at names, sizes and ignore rules; opens no file. */
import { lstat, realpath } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type GlobEntry, globby } from 'globby';

/** A file to read. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

/** Extensions and the language ids that say how to find the prose in them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mdx': 'markdown',
  '.qmd': 'markdown',
  '.rmd': 'markdown',
  '.tex': 'latex',
  '.ltx': 'latex',
  '.txt': 'plaintext',
  '.text': 'plaintext',
  '.rst': 'plaintext',
  '.adoc': 'plaintext',
  '.org': 'plaintext',
};

/** Folders that programs fill. Dot folders are skipped by the search itself. */
export const FOLDERS_OF_PROGRAMS: readonly string[] = [
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '_site',
  '__pycache__',
  'site-packages',
  'venv',
];

/** Chapters of long books reach 1 MB; beyond 8 MB a text file is a data dump or a log. */
export const MAXIMUM_FILE_BYTES = 8 * 2 ** 20;

export function languageOfFile(path: string): string {
  return LANGUAGES[extname(path).toLowerCase()] ?? 'plaintext';
}

/** Whether a change to this path can concern the corpus. */
export function isTextFile(path: string): boolean {
  return extname(path).toLowerCase() in LANGUAGES;
}

/** A glob for file watchers: every text file, and the files that say which ones to ignore. */
export const WATCHED_GLOBS: readonly string[] = [
  `**/*.{${Object.keys(LANGUAGES)
    .map((extension) => extension.slice(1))
    .join(',')}}`,
  '**/{.gitignore,.inklingignore}',
];

/**
 * Text files under the given folders (and the given files themselves, whatever their extension), in path order.
 * Ignored: what `.gitignore` and `.inklingignore` say, dot folders, folders that programs fill. Symbolic links
 * are not followed, so that loops end and nothing outside the folder is learned.
 */
export async function discoverFiles(
  paths: readonly string[],
): Promise<{ files: FoundFile[]; leftOut: LeftOut[] }> {
  const files = new Map<string, FoundFile>();
  const leftOut: LeftOut[] = [];
  for (const given of paths) {
    const path = resolve(given);
    let stats: Awaited<ReturnType<typeof lstat>>;
    try {
      stats = await lstat(await realpath(path));
    } catch {
      leftOut.push({ path, reason: 'unreadable' });
      continue;
    }
    if (stats.isDirectory()) {
      for (const entry of await search(path)) {
        const found = resolve(path, entry.path);
        if (entry.dirent.isSymbolicLink()) leftOut.push({ path: found, reason: 'a symbolic link' });
        else if (entry.dirent.isFile() && entry.stats) {
          files.set(found, { path: found, bytes: entry.stats.size, modified: entry.stats.mtimeMs });
        }
      }
    } else if (stats.isFile()) {
      files.set(path, { path, bytes: stats.size, modified: stats.mtimeMs });
    } else leftOut.push({ path, reason: 'not a regular file' });
  }
  const kept: FoundFile[] = [];
  for (const file of [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const megabytes = Math.round(file.bytes / 2 ** 20);
    if (file.bytes === 0) leftOut.push({ path: file.path, reason: 'empty' });
    else if (file.bytes > MAXIMUM_FILE_BYTES)
      leftOut.push({
        path: file.path,
        reason: `too large (${megabytes} MB; at most ${MAXIMUM_FILE_BYTES / 2 ** 20} MB)`,
      });
    else kept.push(file);
  }
  return { files: kept, leftOut };
}

function search(folder: string): Promise<GlobEntry[]> {
  return globby(WATCHED_GLOBS[0]!, {
    cwd: folder,
    gitignore: true,
    ignoreFiles: '**/.inklingignore',
    ignore: FOLDERS_OF_PROGRAMS.map((name) => `**/${name}/**`),
    caseSensitiveMatch: false,
    expandDirectories: false,
    followSymbolicLinks: false,
    onlyFiles: false,
    suppressErrors: true,
    objectMode: true,
    stats: true,
  });
}
