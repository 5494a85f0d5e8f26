import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { discoverFiles } from '../../../../server/corpus/finding/discover';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'inkling-folder-')));
  for (const name of ['a.md', 'b.md', 'old/c.md', 'old/deep/d.txt', 'new/e.tex']) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), 'It was late.\n');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FORGOTTEN = 'you told Inkling to forget it';
const SETTING = 'left out by inkling.exclude';

describe('What the writer leaves out', () => {
  const cases: readonly (readonly [
    what: string,
    exclusions: { forgotten?: readonly string[]; globs?: readonly string[] },
    files: string,
    leftOut: Readonly<Record<string, string>>,
  ])[] = [
    ['nothing', {}, 'a.md b.md new/e.tex old/c.md old/deep/d.txt', {}],
    ['a file', { forgotten: ['b.md'] }, 'a.md new/e.tex old/c.md old/deep/d.txt', { 'b.md': FORGOTTEN }],
    ['a folder', { forgotten: ['old'] }, 'a.md b.md new/e.tex', { old: FORGOTTEN }],
    ['all of it', { forgotten: [''] }, '', { '': FORGOTTEN }],
    ['what is no more', { forgotten: ['gone.md'] }, 'a.md b.md new/e.tex old/c.md old/deep/d.txt', {}],
    ['a name', { globs: ['b.*'] }, 'a.md new/e.tex old/c.md old/deep/d.txt', { 'b.md': SETTING }],
    ['a folder by name', { globs: ['deep/'] }, 'a.md b.md new/e.tex old/c.md', { 'old/deep': SETTING }],
    [
      'what is not taken back',
      { globs: ['/old/**', '!/old/c.md'] },
      'a.md b.md new/e.tex old/c.md',
      { 'old/deep': SETTING },
    ],
    [
      'both',
      { forgotten: ['a.md'], globs: ['*.tex', '!a.md'] },
      'b.md old/c.md old/deep/d.txt',
      { 'a.md': FORGOTTEN, 'new/e.tex': SETTING },
    ],
    [
      'by a rule that would take too long',
      { globs: ['*a*b*c*d*e*f*'] },
      '',
      { '': 'unreadable (inkling.exclude has too many stars (line 1; at most 4 in a name))' },
    ],
  ];
  for (const [what, { forgotten = [], globs = [] }, files, leftOut] of cases) {
    it(what, () => {
      const exclusions = { forgotten: forgotten.map((name) => join(folder, name)), globs };
      const known = discoverFiles([folder]).files.map(({ path }) => path);
      const found = discoverFiles([folder], { exclusions, known });
      assert.equal(found.files.map(({ path }) => relative(folder, path)).join(' '), files);
      assert.deepEqual(
        Object.fromEntries(found.leftOut.map(({ path, reason }) => [relative(folder, path), reason])),
        leftOut,
      );
    });
  }

  it('stays left out, whatever an ignore file takes back', () => {
    writeFileSync(join(folder, '.gitignore'), '!b.md\n');
    const exclusions = { forgotten: [join(folder, 'b.md')], globs: [] };
    const { files } = discoverFiles([folder], { exclusions });
    assert.ok(files.every(({ path }) => !path.endsWith('b.md')));
  });
});
