/** What a file's name and size say about whether a writer's text is in it. */
import { extname } from 'node:path';

/** Extensions and the language ids that say how to find the prose in them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mdx': 'mdx',
  '.qmd': 'markdown',
  '.rmd': 'markdown',
  '.tex': 'latex',
  '.ltx': 'latex',
  '.txt': 'plaintext',
  '.text': 'plaintext',
  '.rst': 'restructuredtext',
  '.adoc': 'asciidoc',
  '.asc': 'asciidoc',
  '.asciidoc': 'asciidoc',
  '.org': 'org',
  '.srt': 'srt',
  '.vtt': 'vtt',
};

/** Names of folders whose files are made by programs (packages, builds). The search itself skips dot folders. */
const FOLDERS_OF_PROGRAMS: ReadonlySet<string> = new Set([
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
]);

export function isFolderOfPrograms(name: string): boolean {
  return FOLDERS_OF_PROGRAMS.has(name.toLowerCase());
}

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
