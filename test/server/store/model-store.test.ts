import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../../model/format/model-file';
import { worded } from '../../../server/sentences';
import { writeAtomically } from '../../../server/store/atomic-write';
import { defaultStoragePath } from '../../../server/store/location';
import { createModelStore } from '../../../server/store/model-store';
import { exampleModel } from '../../model/format/example-model';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('Model store', () => {
  const model = exampleModel();

  it('gives back what was saved, and makes its folder', async () => {
    const store = createModelStore(join(folder, 'a', 'b'));
    assert.equal(await store.save(model), undefined);
    const { model: loaded, problem } = await store.load();
    assert.equal(problem, undefined);
    assert.deepEqual(encodeModel(loaded!), encodeModel(model));
  });

  it('has nothing to say about a folder without a model', async () => {
    assert.deepEqual(await createModelStore(folder).load(), {});
    assert.deepEqual(await createModelStore(join(folder, 'missing')).load(), {});
  });

  const whole = Buffer.from(encodeModel(model));
  const damaged: [name: string, bytes: Uint8Array][] = [
    ['empty', Buffer.alloc(0)],
    ['cut short', whole.subarray(0, whole.length >> 1)],
    ['not a model', Buffer.from('{"hello": "world"}, and some more')],
    ['zeroes', Buffer.alloc(whole.length)],
    [
      'of another version',
      Buffer.from(whole.toString('latin1').replace('formatVersion":"1', 'formatVersion":"9'), 'latin1'),
    ],
  ];
  for (const [name, bytes] of damaged) {
    it(`sets aside a file that is ${name}, with a message`, async () => {
      const store = createModelStore(folder);
      writeFileSync(store.path, bytes);
      const { model: loaded, problem } = await store.load();
      assert.equal(loaded, undefined);
      assert.match(problem ?? '', /set aside/);
      assert.match(readdirSync(folder).join(), /^model\.inkling\.damaged-[\dTZ-]+$/);
    });
  }

  it('keeps the two newest damaged files', async () => {
    const store = createModelStore(folder);
    for (const day of ['2020-01-01', '2021-01-01', '2022-01-01'])
      writeFileSync(`${store.path}.damaged-${day}`, day);
    writeFileSync(store.path, 'broken');
    await store.load();
    const kept = readdirSync(folder).sort();
    assert.equal(kept.length, 2);
    assert.equal(kept[0], 'model.inkling.damaged-2022-01-01');
  });

  it('reports a full disk in one sentence, and leaves the old file as it was', async () => {
    await createModelStore(folder).save(model);
    const full = createModelStore(folder, {
      write: (path, data) =>
        writeAtomically(path, data, async (name) => {
          const file = await open(name, 'wx');
          return {
            writeFile: async (content) => {
              await file.writeFile(content.slice(0, 100));
              throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
            },
            sync: () => file.sync(),
            close: () => file.close(),
          };
        }),
    });
    assert.match(worded((await full.save(model)) ?? ''), /can't be saved \(ENOSPC.*works until/);
    assert.deepEqual(readdirSync(folder), ['model.inkling']);
    assert.ok((await full.load()).model);
  });

  it('reports a folder that can’t be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    assert.match((await createModelStore(join(folder, 'file', 'x')).save(model)) ?? '', /can't be saved/);
  });

  it('removes what a killed process left, once it is old', async () => {
    const store = createModelStore(folder);
    for (const name of ['model.inkling.tmp-old', 'model.inkling.tmp-new'])
      writeFileSync(join(folder, name), 'half');
    utimesSync(join(folder, 'model.inkling.tmp-old'), 1000, 1000);
    await store.load();
    assert.deepEqual(readdirSync(folder), ['model.inkling.tmp-new']);
  });

  it('holds the old or the new model, whole, when its writer is killed at any moment', async () => {
    const store = createModelStore(folder);
    const writer = join(__dirname, 'endless-writer.ts');
    const sizes = new Set<number>();
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, ['--require', 'tsx/cjs', writer, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 7 * round)); // any moment is as good as another
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const { model: loaded, problem } = await store.load();
      assert.equal(problem, undefined);
      assert.ok(loaded);
      sizes.add(readFileSync(store.path).length);
    }
    assert.ok(sizes.size <= 2);
  });

  it('lets the last of two writers win', async () => {
    const [one, two] = [createModelStore(folder), createModelStore(folder)];
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).save(model)));
    assert.ok((await one.load()).model);
    assert.deepEqual(readdirSync(folder), ['model.inkling']);
  });
});

describe('Storage folder', () => {
  it('is in the cache, the same for the same folders in any order', () => {
    const environment = { XDG_CACHE_HOME: '/cache' };
    const path = defaultStoragePath(['/a', '/b'], environment);
    assert.match(path, /^\/cache\/inkling\/[0-9a-f]{16}$/);
    assert.equal(defaultStoragePath(['/b', '/a'], environment), path);
    assert.notEqual(defaultStoragePath(['/a'], environment), path);
  });
});
