import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderWatch } from '../../../server/language-server/folder-watch';
import { eventually, temporaryFolder } from './server-process';

describe('Watching a folder', () => {
  let root = '';
  let watch: FolderWatch;
  let told: string[] = [];
  const path = (...names: string[]) => join(root, ...names);
  const put = (...names: string[]) => {
    mkdirSync(path(...names.slice(0, -1)), { recursive: true });
    writeFileSync(path(...names), 'Text.');
  };
  const isTold = (what: string) => eventually(() => told.includes(what), what);

  beforeEach(async () => {
    root = temporaryFolder();
    told = [];
    for (let note = 0; note < 50; note++) put('notes', `${note}.md`);
    put('deep', 'er', 'a.md');
    put('node_modules', 'package', 'docs', 'readme.md');
    put('.git', 'objects', 'x');
    watch = new FolderWatch(root, (changed) => told.push(changed));
    await watch.start();
  });
  afterEach(() => {
    watch.close();
    rmSync(root, { recursive: true });
  });

  it('costs one watch a folder, none for files nor for folders of programs', function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(watch.size, 4); // the root, notes, deep, deep/er
  });

  it('tells of files that change, come and go', async () => {
    put('notes', '7.md');
    await isTold(path('notes', '7.md'));
    put('notes', 'new.md');
    await isTold(path('notes', 'new.md'));
    rmSync(path('deep', 'er', 'a.md'));
    await isTold(path('deep', 'er', 'a.md'));
    put('notes', '.gitignore');
    await isTold(path('notes', '.gitignore'));
  });

  it('follows folders that come', async () => {
    put('come', 'in', 'a.md');
    await isTold(path('come'));
    await eventually(() => process.platform !== 'linux' || watch.size === 6, 'watched');
    put('come', 'in', 'b.md');
    await isTold(path('come', 'in', 'b.md'));
  });

  it('tells of folders that move and go, and lets go of them', async () => {
    renameSync(path('deep'), path('moved'));
    await isTold(path('deep'));
    await isTold(path('moved'));
    put('moved', 'er', 'b.md');
    await isTold(path('moved', 'er', 'b.md'));
    rmSync(path('moved'), { recursive: true });
    await eventually(() => process.platform !== 'linux' || watch.size === 2, 'let go');
  });

  it('is silent about folders of programs', async () => {
    put('node_modules', 'package', 'docs', 'more.md');
    put('.git', 'objects', 'y');
    put('last.md');
    await isTold(path('last.md'));
    assert.ok(!told.some((changed) => /node_modules|\.git/.test(changed)), told.join());
  });
});
