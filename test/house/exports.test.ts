import assert from 'node:assert/strict';
import { unusedExports } from './exports';
import { sourceFiles } from './sources';

/** Taken by VS Code, and by the bundler (scripts/build.mjs). */
const TAKEN = [
  'client/extension: activate',
  'client/extension: deactivate',
  'client/loss-view/navigator: navigator',
];

const isOurs = (path: string) => /^(model|server|client)\//.test(path);

describe('exported names', () => {
  it('each have a user', () => {
    const files = ['model', 'server', 'client', 'bench', 'scripts', 'test'].flatMap(sourceFiles);
    assert.deepEqual(unusedExports(files, isOurs), TAKEN);
  });

  const table: [what: string, files: Record<string, string>, expected: string[]][] = [
    ['a value that nobody imports', { 'server/a.ts': 'export const b = 1;' }, ['server/a: b']],
    [
      'a value that its own file alone uses',
      { 'server/a.ts': 'export function b() {}\nb();' },
      ['server/a: b'],
    ],
    [
      'a value that only a test uses',
      { 'server/a.ts': 'export class B {}', 'test/a.ts': "import { B } from '../server/a';" },
      ['server/a: B'],
    ],
    ['a type that nothing uses', { 'model/a.ts': 'export interface B {}' }, ['model/a: B']],
    ['a name in a list', { 'model/a.ts': 'const b = 1;\nexport { b as c };' }, ['model/a: c']],
    [
      'a name of another file',
      { 'model/x/a.ts': 'export const b = 1;', 'model/y/c.ts': "import { b } from './a';" },
      ['model/x/a: b'],
    ],
    [
      'a name in a comment',
      { 'model/a.ts': 'export const b = 1;', 'model/c.ts': "// import { b } from './a';" },
      ['model/a: b'],
    ],
    [
      'none that is imported',
      {
        'model/x/a.ts': 'export const b = 1;',
        'server/c.ts': "import d, {\n  b as e,\n} from '../model/x/a';",
      },
      [],
    ],
    [
      'none that is passed on',
      { 'model/a.ts': 'export const b = 1;', 'model/c.ts': "export * from './a';" },
      [],
    ],
    [
      'none of a file that is imported whole',
      { 'model/a.ts': 'export const b = 1;', 'server/c.ts': "void import('../model/a');" },
      [],
    ],
    ['no type of a signature', { 'model/a.ts': 'export interface B {}\nfunction c(b: B) {}' }, []],
    [
      'none that its own file uses and a test tries',
      { 'server/a.ts': 'export function b() {}\nb();', 'test/a.ts': "import { b } from '../server/a';" },
      [],
    ],
  ];
  for (const [what, files, expected] of table) {
    it(`lack one: ${what}`, () => {
      const shown = Object.entries(files).map(([path, text]) => ({ path, text }));
      assert.deepEqual(unusedExports(shown, isOurs), expected);
    });
  }
});
