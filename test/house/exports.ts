/** The rule on exported names: which of them nobody uses. */
import { importedNames, type SourceFile, withoutComments } from './sources';

const DECLARED =
  /^export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|const|let|enum)\s+(\w+)/gm;
const LISTED = /^export\s+(?:type\s+)?\{([^}]*)\}(\s*from)?/gm;

/** The names that a file exports, as others import them. */
export function exportedNames({ text }: Pick<SourceFile, 'text'>): string[] {
  const code = withoutComments(text);
  const listed = [...code.matchAll(LISTED)].flatMap(([, names = '']) =>
    names.split(',').map((name) =>
      name
        .trim()
        .split(/\s+as\s+/)
        .at(-1)!
        .replace(/^type\s+/, ''),
    ),
  );
  return [...[...code.matchAll(DECLARED)].map(([, name]) => name!), ...listed].filter((name) => name !== '');
}

/**
 * Exports without a user, as "file: name". A value has one where another file of the program imports it, or where a test does and its own
 * file uses it too: what only tests use is no part of the program. A type has one where its own file uses it: it is part of a signature.
 *
 * @param files those whose exports are judged, and all that may import them.
 */
export function unusedExports(files: readonly SourceFile[], judged: (path: string) => boolean): string[] {
  const users = new Map<string, Set<'program' | 'test'>>();
  for (const file of files) {
    const user = file.path.startsWith('test/') ? 'test' : 'program';
    for (const { from, name } of importedNames(file)) {
      const key = `${from}: ${name}`;
      users.set(key, (users.get(key) ?? new Set()).add(user));
    }
  }
  return files
    .filter(({ path }) => judged(path))
    .flatMap((file) => {
      const from = file.path.replace(/(\.d)?\.m?ts$/, '');
      const isUsed = (name: string) => {
        const by = users.get(`${from}: ${name}`) ?? users.get(`${from}: *`);
        return by?.has('program') || ((by?.has('test') || isType(file, name)) && usesItself(file, name));
      };
      return exportedNames(file)
        .filter((name) => !isUsed(name))
        .map((name) => `${from}: ${name}`);
    });
}

function isType({ text }: SourceFile, name: string): boolean {
  return new RegExp(`^export (declare )?(interface|type) ${name}\\b`, 'm').test(text);
}

function usesItself({ text }: SourceFile, name: string): boolean {
  return [...withoutComments(text).matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
}
