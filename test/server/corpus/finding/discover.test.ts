import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { discoverFiles } from '../../../../server/corpus/finding/discover';
import { readDocuments, type SeenFile } from '../../../../server/corpus/reading/read-documents';

const isWindows = platform() === 'win32';
const isLinux = platform() === 'linux';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'inkling-folder-')));
});
afterEach(() => {
  if (isWindows) return rmSync(folder, { recursive: true });
  execFileSync('chmod', ['-R', 'u+rwX', folder]);
  execFileSync('rm', ['-rf', folder]); // also where paths are longer than Node can remove
});

function put(
  name: string,
  content: string | Uint8Array = `${name}. It was late when the boat came in.\n`,
): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function discover(known: string[] = [], roots = [folder]) {
  const { files, leftOut } = discoverFiles(roots, { known });
  return {
    files: files.map(({ path }) => relative(folder, path)),
    leftOut: Object.fromEntries(leftOut.map(({ path, reason }) => [relative(folder, path), reason])),
  };
}

/** What `work` gives, done as a user who may not read everything. */
function asNobody<Result>(work: () => Result): Result {
  if (process.geteuid?.() !== 0) return work();
  chmodSync(folder, 0o755);
  process.seteuid!(65_534);
  try {
    return work();
  } finally {
    process.seteuid!(0);
  }
}

/** A name in Latin-1, as old archives have them. */
function putNotUtf8(name: string, make: (path: Buffer) => void): string {
  make(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]));
  return Buffer.from(name, 'latin1').toString('utf8');
}

describe('Finding the files of a folder', () => {
  /** What stands beside good files, what is left out of it, and why. */
  const bad: [string, condition: boolean, make: () => unknown, leftOut: Record<string, RegExp>][] = [
    [
      'a file whose name is not UTF-8',
      isLinux,
      () => putNotUtf8('caf\xe9.md', (path) => writeFileSync(path, 'Text.')),
      { 'caf\ufffd.md': /^its name is not valid UTF-8; rename it to include it$/ },
    ],
    [
      'a picture whose name is not UTF-8',
      isLinux,
      () => putNotUtf8('caf\xe9.png', (path) => writeFileSync(path, 'x')),
      {},
    ],
    [
      'a folder whose name is not UTF-8',
      isLinux,
      () => putNotUtf8('caf\xe9', (path) => mkdirSync(path)),
      { 'caf\ufffd': /not valid UTF-8/ },
    ],
    ['a name with the replacement character in it', isLinux, () => put('a\ufffd.md'), {}],
    [
      'a folder that may not be opened',
      !isWindows,
      () => chmodSync(dirname(put('locked/x.md')), 0),
      { locked: /^unreadable \(EACCES\)$/ },
    ],
    [
      'a folder whose entries may not be looked at',
      !isWindows,
      () => chmodSync(dirname(put('named/x.md')), 0o444),
      {
        'named/.gitignore': /^unreadable/,
        'named/.inklingignore': /^unreadable/,
        named: /what to ignore .* not known/,
      },
    ],
    [
      'an ignore file that may not be read',
      !isWindows,
      () => {
        put('private/x.md');
        chmodSync(put('private/.gitignore', 'x.md'), 0);
      },
      { 'private/.gitignore': /^unreadable \(EACCES\)$/, private: /^unreadable \(what to ignore/ },
    ],
    [
      'a pipe',
      !isWindows,
      () => execFileSync('mkfifo', [join(folder, 'pipe.md')]),
      { 'pipe.md': /^not a regular file$/ },
    ],
    [
      'a pipe in the place of an ignore file',
      !isWindows,
      () => execFileSync('mkfifo', [join(folder, '.gitignore')]),
      { '.gitignore': /^not a regular file$/ },
    ],
    [
      'a folder in the place of an ignore file',
      true,
      () => put('.inklingignore/x.md'),
      { '.inklingignore': /^not a reg/ },
    ],
    [
      'links in a circle',
      !isWindows,
      () => symlinkSync('turn.md', join(folder, 'turn.md')),
      { 'turn.md': /symbolic link/ },
    ],
    [
      'an ignore file of 9 MB',
      true,
      () => {
        put('big/x.md');
        truncateSync(put('big/.gitignore'), 9 * 2 ** 20);
      },
      { 'big/.gitignore': /^too large \(9 MB; at most 8 MB\)$/, big: /^unreadable \(what to ignore/ },
    ],
    [
      'a rule of 100,000 characters',
      true,
      () => {
        put('long/x.md');
        put('long/.inklingignore', `b.md\n${'x'.repeat(100_000)}\n`);
      },
      { 'long/.inklingignore': /^too long a rule \(line 2; at/, long: /^unreadable \(what to ignore/ },
    ],
    ['an ignore file in UTF-16', true, () => put('.gitignore', Buffer.from('\ufeffb.md\n', 'utf16le')), {}],
    [
      'an ignore file that is not UTF-8',
      true,
      () => put('.gitignore', Buffer.from('caf\xe9\nb.md\n', 'latin1')),
      {},
    ],
  ];
  for (const [what, condition, make, expected] of bad) {
    (condition ? it : it.skip)(`goes on beside ${what}`, () => {
      make();
      put('a.md');
      put('z/z.md');
      const { files, leftOut } = asNobody(() => discover());
      assert.ok(files.includes('a.md') && files.includes('z/z.md'), files.join());
      for (const [path, reason] of Object.entries(expected))
        assert.match(leftOut[path] ?? `no ${path}`, reason);
      if (!what.includes('deeper'))
        assert.deepEqual(Object.keys(leftOut).sort(), Object.keys(expected).sort());
    });
  }

  it('goes on beside folders that are deeper than a path may be long', function () {
    if (!isLinux) this.skip();
    const make = 'for i in $(seq 25); do mkdir $1; cd -P $1; done';
    execFileSync('sh', ['-c', make, '', 'd'.repeat(250)], { cwd: folder });
    put('z.md');
    const { files, leftOut } = discover();
    assert.deepEqual(files, ['z.md']);
    assert.deepEqual(Object.values(leftOut), ['unreadable (ENAMETOOLONG)']);
  });

  it('names a socket, and waits for nothing', async function () {
    if (isWindows) this.skip();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket.md'), resolve));
    assert.deepEqual(discover().leftOut, { 'socket.md': 'not a regular file' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends where there are more files than wanted, and knows of outer folders first', () => {
    for (const name of ['a/b/c.md', 'a/d.md', 'e.md', 'z/f.md']) put(name);
    const found = (most: number) => {
      const { files, isCut } = discoverFiles([folder], { most });
      return [files.map(({ path }) => relative(folder, path)).join(), isCut];
    };
    assert.deepEqual(found(1), ['e.md', true]);
    assert.deepEqual(found(3), ['a/d.md,e.md,z/f.md', true]);
    assert.deepEqual(found(4), ['a/b/c.md,a/d.md,e.md,z/f.md', false]);
  });

  it('follows the rules of the folders above, up to that of the repository', () => {
    put('.git/HEAD');
    put('.gitignore', 'drafts/\n/book/old.md\n');
    put('book/.gitignore', '!drafts/\n');
    for (const name of ['book/old.md', 'book/drafts/a.md', 'book/part/drafts/b.md', 'book/new.md']) put(name);
    put('book/part/.inklingignore', 'drafts\n');
    const expected = ['book/drafts/a.md', 'book/new.md'];
    assert.deepEqual(discover().files, expected);
    assert.deepEqual(discover([], [join(folder, 'book')]).files, expected);
  });

  it('takes what .inklingignore says over .gitignore', () => {
    put('.gitignore', 'drafts/\n');
    put('.inklingignore', '!drafts/\nsecret.md\n');
    for (const name of ['drafts/a.md', 'secret.md']) put(name);
    assert.deepEqual(discover().files, ['drafts/a.md']);
  });

  it('looks by itself for what was there before and was missed, and only for that', () => {
    const gone = put('gone.md');
    const ignored = put('ignored.md');
    const hidden = put('ignored/deep/x.md');
    const known = [gone, ignored, hidden, put('a.md'), put('b/c/d.md')];
    rmSync(gone);
    put('.gitignore', 'ignored*\n');
    assert.deepEqual(discover(known).files, ['a.md', 'b/c/d.md']);
    const { files, leftOut } = discoverFiles([join(folder, 'b')], { known });
    assert.deepEqual([files.map(({ path }) => relative(folder, path)), leftOut], [['b/c/d.md'], []]);
  });

  it('finds each file while all of them are saved by renaming, and others come and go', async function () {
    this.timeout(60_000);
    const known = Array.from({ length: 40 }, (_, index) => put(`part-${index % 4}/chapter-${index}.md`));
    const saver = new Worker(
      `const { writeFileSync, renameSync, rmSync, mkdirSync } = require('node:fs');
       const { workerData: { paths, stop } } = require('node:worker_threads');
       for (let round = 0; !Atomics.load(stop, 0); round++) {
         const path = paths[round % paths.length];
         writeFileSync(path + '.tmp.md', 'Saved again. ' + round);
         renameSync(path + '.tmp.md', path);
         mkdirSync(path + '-aux', { recursive: true });
         writeFileSync(path + '-aux/x.md', 'x');
         rmSync(path + '-aux', { recursive: true });
       }`,
      { eval: true, workerData: { paths: known, stop: new Int32Array(new SharedArrayBuffer(4)) } },
    );
    try {
      await new Promise((resolve) => saver.once('online', resolve));
      for (let round = 0; round < 100; round++) {
        const { files, leftOut } = discoverFiles([folder], { known });
        const found = new Set(files.map(({ path }) => path));
        assert.deepEqual(
          known.filter((path) => !found.has(path)),
          [],
        );
        assert.deepEqual(
          leftOut.filter(({ path }) => known.includes(path)),
          [],
        );
        if (round % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await saver.terminate();
    }
  });

  it('keeps to what is there when files are read', () => {
    const names = ['a.md', 'gone.md', 'grown.md', 'pipe.md', 'swapped.md'];
    const [, gone, grown, pipe, swapped] = names.map((name) => put(name)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const { files } = discoverFiles([folder]);
    rmSync(gone);
    truncateSync(grown, 9 * 2 ** 20);
    rmSync(pipe);
    if (!isWindows) execFileSync('mkfifo', [pipe]);
    rmSync(swapped);
    mkdirSync(swapped);
    const seen: SeenFile[] = [];
    const read = [...readDocuments(files, { seen })].map(({ file }) => relative(folder, file.path));
    assert.deepEqual(read, ['a.md']);
    const reasons = seen.flatMap(({ path, reason }) => (reason ? [[relative(folder, path), reason]] : []));
    assert.deepEqual(Object.fromEntries(reasons), {
      'grown.md': 'too large (9 MB; at most 8 MB)',
      ...(!isWindows && { 'pipe.md': 'not a regular file' }),
      'swapped.md': 'not a regular file',
    });
  });
});
