import assert from 'node:assert/strict';
import { importsOf, type SourceFile, sourceFiles } from './sources';

/**
 * The architecture: which imports are allowed in a folder. The longest folder that holds a file decides. Packages and
 * files alike are matched from their beginning.
 */
const allowed: Record<string, RegExp> = {
  model: /^model\//,
  server: /^(model|server)\/|^(?!vscode$|vscode-languageclient)[@a-z]/,
  'server/protocol': /^$/,
  client: /^client\/|^server\/protocol$|^vscode$|^vscode-languageclient\/|^node:/,
  'client/loss-view': /^client\/loss-view\/|^server\/protocol$|^uplot/,
};

/** Imports that run against the architecture, as "file imports name". */
function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const folder = Object.keys(allowed)
      .filter((name) => file.path.startsWith(`${name}/`) || file.path === `${name}.ts`)
      .sort((a, b) => b.length - a.length)[0];
    const rule = folder ? allowed[folder] : undefined;
    // Our own folders are no packages: a path is judged by its own alternative alone.
    const isAllowed = (name: string) =>
      rule?.test(name) && !(folder === 'server' && /^(client|test|bench|scripts)\//.test(name));
    return importsOf(file)
      .filter((name) => !isAllowed(name))
      .map((name) => `${file.path} imports ${name}`);
  });
}

describe('the direction of imports', () => {
  it('follows the architecture everywhere', () => {
    const files = ['model', 'server', 'client'].flatMap(sourceFiles);
    assert.ok(files.length > 20, 'the sources were not found');
    assert.deepEqual(violations(files), []);
  });

  const table: [path: string, text: string, expected: string[]][] = [
    ['model/a.ts', "import { b } from './b';", []],
    ['model/x/a.ts', "import { b } from '../y/b';\nexport * from './c';", []],
    ['model/a.ts', "import { b } from '../server/b';", ['server/b']],
    ['model/a.ts', "import { readFile } from 'node:fs';", ['node:fs']],
    ['model/a.ts', "import uPlot from 'uplot';", ['uplot']],
    ['model/a.ts', "const b = await import('../server/b');", ['server/b']],
    ['model/a.ts', "import '../client/b';", ['client/b']],
    ['model/a.ts', "// import { b } from '../server/b';\n/* import '../server/b'; */", []],
    ['server/a.ts', "import { b } from '../model/b';\nimport { program } from 'commander';", []],
    ['server/a.ts', "import {\n  b,\n  c,\n} from '../client/b';", ['client/b']],
    ['server/a.ts', "import type { Uri } from 'vscode';", ['vscode']],
    ['server/a.ts', "import { b } from '../test/b';", ['test/b']],
    ['server/protocol.ts', "import { b } from './training/api';", ['server/training/api']],
    ['client/a.ts', "import { b } from '../server/protocol';\nimport * as vscode from 'vscode';", []],
    ['client/a.ts', "import { b } from '../server/training/api';", ['server/training/api']],
    ['client/a.ts', "export { b } from '../model/b';", ['model/b']],
    ['client/loss-view/a.ts', "import * as vscode from 'vscode';", ['vscode']],
    ['client/loss-view/a.ts', "import { b } from '../commands';", ['client/commands']],
  ];
  for (const [path, text, expected] of table) {
    it(`${expected.length > 0 ? 'refuses' : 'allows'} in ${path}: ${text.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(
        violations([{ path, text }]),
        expected.map((name) => `${path} imports ${name}`),
      );
    });
  }
});
