import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { againstTheMap, circles, type Import, roomOf, roomsOfMap, strays } from './rooms';
import { importsOf, root, type SourceFile, sourceFiles } from './sources';

/**
 * The architecture: which imports are allowed in a folder. The longest folder that holds a file decides. Packages and
 * files alike are matched from their beginning.
 */
const allowed: Record<string, RegExp> = {
  model: /^model\//,
  server: /^(model|server)\/|^(?!vscode$|vscode-languageclient)[@a-z]/,
  'server/protocol': /^$/,
  'server/sentences': /^$/,
  client: /^client\/|^server\/(protocol|sentences)$|^vscode$|^vscode-languageclient\/|^node:/,
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

/** Imports of our own files within a wing, and from one wing to another. */
function ownImports(files: readonly SourceFile[]): Import[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((to) => /^(model|server|client)\//.test(to))
      .map((to) => ({ from: nameOf(file), to })),
  );
}

function nameOf({ path }: SourceFile): string {
  return path.replace(/(\.d)?\.ts$/, '');
}

describe('the rooms', () => {
  const files = ['model', 'server', 'client'].flatMap(sourceFiles);
  const imports = ownImports(files);
  const map = roomsOfMap(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));

  it('import each other in no circle', () => {
    assert.ok(imports.length > 500, 'the imports were not found');
    assert.deepEqual(circles(imports), []);
  });

  it('hold every file but the entry points', () => {
    assert.deepEqual(strays(files.map(nameOf)), []);
  });

  it('are all in the map of ARCHITECTURE.md, each below what it imports', () => {
    const rooms = new Set(files.map((file) => roomOf(nameOf(file))));
    const named = map.filter((room) => room !== 'model/kernels/assembly'); // another language
    assert.deepEqual(named.toSorted(), [...rooms].sort());
    const within = imports.filter(({ from, to }) => from.split('/')[0] === to.split('/')[0]);
    assert.deepEqual(againstTheMap(within, map), []);
  });

  const shown: [kind: string, imports: string, expected: string[]][] = [
    ['none', 'model/a/x → model/b/y', []],
    ['none within a folder', 'model/a/x → model/a/y → model/a/x', []],
    ['none where two ways lead to one', 'server/a/x → server/b/x → server/c/x, server/a/x → server/c/x', []],
    ['of two', 'model/a/x → model/b/y, model/b/z → model/a/w', ['model/a → model/b → model/a']],
    [
      'of three',
      'server/c/x → server/a/x → server/b/x → server/c/x',
      ['server/a → server/b → server/c → server/a'],
    ],
    [
      'of a folder and the one in it',
      'client/a/x → client/a/b/y, client/a/b/z → client/a/w',
      ['client/a → client/a/b → client/a'],
    ],
    [
      'through an entry point',
      'server/a/x → server/main → server/a/y',
      ['server/a → server/main → server/a'],
    ],
    ['none of two entry points', 'server/main → server/a/x → server/protocol', []],
    [
      'of a room and the root',
      'server/x → server/a/x, server/a/x → server/y',
      ['server → server/a → server'],
    ],
    [
      'in each of two wings',
      'client/a/x → client/b/x → client/a/x, model/c/x → model/d/x → model/c/x',
      ['client/a → client/b → client/a', 'model/c → model/d → model/c'],
    ],
    ['of two wings', 'server/a/x → model/b/x → server/a/x', ['model/b → server/a → model/b']],
  ];
  for (const [kind, chains, expected] of shown) {
    it(`in a circle: ${kind}`, () => assert.deepEqual(circles(importsIn(chains)), expected));
  }

  it('are left by no file but an entry point', () => {
    const files = ['server/main', 'server/a/b', 'model/network', 'client/extension', 'client/x', 'server/y'];
    assert.deepEqual(strays(files), ['model/network', 'client/x', 'server/y']);
  });

  it('are read from the map, which says what may import what', () => {
    const map = roomsOfMap(
      [
        '# A',
        '## Map',
        '- **`model/`** — x.',
        '  - `a/` — y `z/`.',
        '    - `n/`',
        '  - `a/b/` — y.',
        '- **`server/`** — x.',
        '  - `main.ts` — y.',
        '## Other',
        '  - `c/`',
      ].join('\n'),
    );
    assert.deepEqual(map, ['model/a', 'model/a/b', 'server/main']);
    const imports = importsIn('model/a/x → model/a/b/y → model/a/x');
    assert.deepEqual(againstTheMap(imports, map), ['model/a/x imports model/a/b/y']);
  });
});

/** The imports in chains of files, as `a/x → b/y → c/z, d/v → e/w`. */
function importsIn(chains: string): Import[] {
  return chains.split(', ').flatMap((chain) => {
    const files = chain.split(' → ');
    return files.slice(1).map((to, index) => ({ from: files[index]!, to }));
  });
}
