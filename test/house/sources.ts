import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The checkout's root folder. */
export const root = resolve(__dirname, '../..');

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below `folder`, AssemblyScript (another language, in its own folder) left out. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mts)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('model/kernels/assembly/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** What a file imports, in any of the ways there are: packages by name, our own files as paths from the root. */
export function importsOf({ path, text }: SourceFile): string[] {
  const forms = [
    /^\s*(?:import|export)\b[^;'"]*\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  return forms
    .flatMap((form) => [...withoutComments(text).matchAll(form)].map((match) => match[1] ?? ''))
    .map((name) => (name.startsWith('.') ? join(dirname(path), name).replaceAll('\\', '/') : name));
}

/** What a file imports of our own by name; `*` for all of a file. `from` is a path from the root, without extension. */
export function importedNames({
  path,
  text,
}: SourceFile): { readonly from: string; readonly name: string }[] {
  const code = withoutComments(text);
  const own = (name: string) =>
    join(dirname(path), name)
      .replaceAll('\\', '/')
      .replace(/\.m?ts$/, '');
  const named = [
    ...code.matchAll(
      /\b(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*['"](\.[^'"]*)['"]/g,
    ),
  ];
  const whole = [
    ...code.matchAll(/\b(?:import|export)\s+(?:type\s+)?\*\s*(?:as\s+\w+\s*)?from\s*['"](\.[^'"]*)['"]/g),
    ...code.matchAll(/\b(?:import|require)\s*\(\s*['"](\.[^'"]*)['"]/g),
  ];
  return [
    ...named.flatMap(([, names = '', from = '']) =>
      names.split(',').map((name) => ({
        from: own(from),
        name: name
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0]!,
      })),
    ),
    ...whole.map(([, from = '']) => ({ from: own(from), name: '*' })),
  ].filter(({ name }) => name !== '');
}

/** The text with its comments blanked. A `//` inside a string counts as one, unless it follows a colon as in an address. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}
