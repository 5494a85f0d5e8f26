import type { SourceFile } from './sources';

/** A call that takes a key first: `l10n.t('…')`, `t('…')`, `sentence('…')`; and the string behind it, in either quotes. */
const CALL =
  /(?:\bl10n\.t|(?<![\w.])t|\bsentence)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/g;
/** The same call with anything else in it, which no translator would ever see. */
const OTHER_CALL =
  /(?:\bl10n\.t|\bsentence)\(\s*(?!['"`]|key\b|\))(\S[^\n]*)|(?:\bl10n\.t|\bsentence)\(\s*(`[^`]*\$\{)/g;

/** Every text that is shown in the writer's language, as its keys in l10n/, each once. */
export function keysIn(files: readonly SourceFile[]): string[] {
  const keys = files.flatMap(({ text }) =>
    [...text.matchAll(CALL)].map(([, single, double, plain]) => unescaped(single ?? double ?? plain ?? '')),
  );
  return [...new Set(keys)].sort();
}

/** Calls whose key is not written out where they stand. */
export function computedKeysIn(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(OTHER_CALL)].map(([, other, template]) => `${path}: ${other ?? template}`),
  );
}

/** `{0}` and the like, in order. */
export function holesIn(text: string): string[] {
  return (text.match(/\{\d+\}/g) ?? []).sort();
}

/** In strings of our sources a backslash stands before a quote, an `n`, a backslash, or `u` with four digits. */
function unescaped(literal: string): string {
  return literal.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code, character) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : character === 'n' ? '\n' : character,
  );
}
