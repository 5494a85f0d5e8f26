import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { discoverFiles } from '../../../../server/corpus/finding/discover';
import {
  type ReadingOptions,
  readDocuments,
  type SeenFile,
} from '../../../../server/corpus/reading/read-documents';

const PROSE = 'It was late when the boat came in. Nobody had thought of a lamp.\n';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'inkling-corpus-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array = `${name}. ${PROSE}`): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Paths relative to the folder: read, in order; left out, with reasons. */
async function read(options: ReadingOptions = {}, paths = [folder]) {
  const found = discoverFiles(paths);
  const documents: string[] = [];
  const seen: SeenFile[] = [];
  for (const { file } of readDocuments(found.files, { ...options, seen }))
    documents.push(relative(folder, file.path));
  const leftOut = [
    ...found.leftOut,
    ...seen.flatMap(({ path, reason }) => (reason ? [{ path, reason }] : [])),
  ];
  return {
    documents,
    files: seen,
    leftOut: Object.fromEntries(leftOut.map(({ path, reason }) => [relative(folder, path), reason])),
  };
}

describe('Reading a folder', () => {
  it('takes Markdown, LaTeX and plain text, in path order', async () => {
    const names = ['b.md', 'a/z.tex', 'a/b.txt', 'C.MD', 'd.rst', 'e.markdown', 'f.qmd'];
    for (const name of names) put(name);
    for (const name of ['g.docx', 'h.ts', 'README', 'i.html']) put(name);
    assert.deepEqual((await read()).documents, [...names].sort());
  });

  it('ignores what the ignore files, dot folders and program folders say', async () => {
    put('.gitignore', 'drafts/\n*.old.md\n!keep.old.md\n');
    put('.inklingignore', 'private.md\n');
    put('inner/.inklingignore', 'secret*\n');
    for (const name of ['drafts/a.md', 'b.old.md', 'private.md', 'inner/secret.md', '.hidden/c.md', '.d.md'])
      put(name);
    for (const name of ['node_modules/p/README.md', 'dist/x.md', 'deep/node_modules/y.md', '.git/z.md'])
      put(name);
    for (const name of ['keep.old.md', 'inner/open.md', 'secret.md']) put(name);
    const { documents, leftOut } = await read();
    assert.deepEqual(documents, ['inner/open.md', 'keep.old.md', 'secret.md']);
    assert.deepEqual(leftOut, {});
  });

  const bad: [name: string, make: () => unknown, reason: RegExp][] = [
    ['empty.md', () => put('empty.md', ''), /^empty$/],
    ['blank.md', () => put('blank.md', '\n \n'), /^empty$/],
    ['binary.txt', () => put('binary.txt', Buffer.from([1, 2, 0, 3])), /^binary$/],
    ['latin.txt', () => put('latin.txt', Buffer.from('café', 'latin1')), /UTF-8/],
    ['huge.txt', () => truncateSync(put('huge.txt'), 9 * 2 ** 20), /too large \(9 MB; at most 8 MB\)/],
    ['loop.md', () => symlinkSync(folder, join(folder, 'loop.md')), /symbolic link/],
    ['gone.md', () => symlinkSync(join(folder, 'nowhere'), join(folder, 'gone.md')), /symbolic link/],
    ['LICENSE.md', () => put('LICENSE.md'), /licence/],
    ['symbols.md', () => put('symbols.md', '```\nlet wordless;\n```\n'), /no prose|figures/],
    [
      'twin.md',
      () => {
        put('a.md', PROSE);
        put('twin.md', PROSE);
      },
      /the same text as a\.md/,
    ],
  ];
  for (const [name, make, reason] of bad) {
    it(`leaves out ${name}, and reads the rest`, async () => {
      make();
      put('good.md');
      const { documents, leftOut } = await read();
      assert.match(leftOut[name] ?? `nothing about ${name}: ${JSON.stringify(leftOut)}`, reason);
      assert.ok(documents.includes('good.md'));
    });
  }

  it('follows no loop of folders', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    symlinkSync(folder, join(folder, 'a/b/loop'));
    put('a/one.md');
    assert.deepEqual((await read()).documents, ['a/one.md']);
  });

  it('leaves out what it may not read', async () => {
    chmodSync(put('locked.md'), 0);
    const isRoot = process.geteuid?.() === 0; // who reads everything
    if (isRoot) {
      chmodSync(folder, 0o755);
      process.seteuid!(65_534); // nobody
    }
    try {
      assert.match((await read()).leftOut['locked.md'] ?? '', /unreadable/);
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });

  it('takes single files, and notes paths that do not exist', async () => {
    const file = put('notes.unknown');
    const { documents, leftOut } = await read({}, [file, join(folder, 'missing')]);
    assert.deepEqual(documents, ['notes.unknown']);
    assert.deepEqual(leftOut, { missing: 'unreadable (ENOENT)' });
  });

  it('prefers newer files where there is too much', async () => {
    utimesSync(put('old.md', 'o'.repeat(10) + PROSE), 1000, 1000);
    utimesSync(put('new.md', 'n'.repeat(10) + PROSE), 2000, 2000);
    const { documents, leftOut } = await read({ maximumBytes: PROSE.length + 20 });
    assert.deepEqual(documents, ['new.md']);
    assert.match(leftOut['old.md'] ?? '', /newer files/);
  });

  it('reads again only what has changed', async () => {
    put('same.md');
    put('changed.md');
    put('bad.txt', Buffer.from('café', 'latin1'));
    put('copy-of-same.md', `same.md. ${PROSE}`);
    const first = await read();
    put('changed.md', `${PROSE} And then?`);
    put('new.md');
    const second = await read({ known: first.files });
    assert.deepEqual(second.documents, ['changed.md', 'new.md']);
    assert.deepEqual(second.leftOut, first.leftOut);
  });

  it('reads a copy once what it copied is gone', async () => {
    put('a.md', PROSE);
    put('b.md', PROSE);
    const { files } = await read();
    rmSync(join(folder, 'a.md'));
    assert.deepEqual((await read({ known: files })).documents, ['b.md']);
  });
});
