/**
 * Stands for the module `vscode`, which only an editor has, where a test is about what the client says. To be imported before
 * what it tests.
 */
import Module from 'node:module';

/** As the editor does it where there is no translation. */
function t(message: string, ...given: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index) => String(given[Number(index)] ?? whole));
}

const vscode = { l10n: { t }, Uri: { file: (path: string) => ({ path }) } };

const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown }; // Node's own, without types
const load = loader._load;
loader._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
