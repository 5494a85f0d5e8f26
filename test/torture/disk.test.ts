/** A storage that is full, read-only, gone or something else: suggestions go on, one notice, nothing stored is lost, and saved in the end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeModel } from '../../model/format/model-file';
import { Command } from '../../server/protocol';
import { ModelSaver } from '../../server/store/model-saver';
import { StorageNotice } from '../../server/store/storage-notice';
import type { ModelToStore } from '../../server/store/stored-model';
import { type ServerProcess, startServer } from '../server/language-server/server-process';
import { describeServer, folder, isReady, put, storage, uri } from '../server/language-server/suite';
import { full } from './scale';

const TEXT = 'The captain followed the northern ';
/** Room for the model of a tiny text, once; the next one is written beside it. */
const MODEL_ROOM = 2 * 2 ** 20;

interface Trouble {
  readonly what: string;
  /** A file system of its own, which not everybody may mount. */
  readonly mounted: boolean;
  cause(place: string): void;
  end(place: string): void;
  /** Whether what was stored can be read meanwhile. */
  readonly readable: boolean;
}

const away = (place: string) => `${place}.away`;

const TROUBLES: readonly Trouble[] = [
  {
    what: 'a full disk',
    mounted: true,
    readable: true,
    cause(place) {
      // All that is left, to the last byte.
      for (let size = MODEL_ROOM; size >= 1; size = Math.floor(size / 2)) {
        try {
          writeFileSync(join(place, `filler-${size}`), Buffer.alloc(size));
        } catch {
          // a smaller one may fit
        }
      }
    },
    end(place) {
      for (let size = MODEL_ROOM; size >= 1; size = Math.floor(size / 2))
        rmSync(join(place, `filler-${size}`), { force: true });
    },
  },
  {
    what: 'a read-only disk',
    mounted: true,
    readable: true,
    cause: (place) => void mount('-o', 'remount,ro', place),
    end: (place) => void mount('-o', 'remount,rw', place),
  },
  {
    what: 'a file where the folder should be',
    mounted: false,
    readable: false,
    cause(place) {
      renameSync(place, away(place));
      writeFileSync(place, '');
    },
    end(place) {
      rmSync(place);
      renameSync(away(place), place);
    },
  },
];

function mount(...options: string[]): boolean {
  return spawnSync('mount', options).status === 0;
}

async function offers(server: ServerProcess): Promise<string[]> {
  const { items } = await server.completion(uri, 0, TEXT.length);
  return items.map(({ label }) => label);
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 100_000; Date.now() < end; await delay(50)) if (holds()) return;
  assert.fail(`waited in vain for ${what}`);
}

describeServer('A storage that can’t be written', () => {
  for (const { what, mounted, readable, cause, end } of TROUBLES) {
    for (const during of full ? [false, true] : [mounted]) {
      if (!full && what === 'a read-only disk') continue;
      it(`as ${what}, ${during ? 'while the editor is open' : 'from the start'}`, async function () {
        this.timeout(240_000);
        if (mounted && !mount('-t', 'tmpfs', '-o', `size=${2 * MODEL_ROOM}`, 'tmpfs', storage)) this.skip();
        let isCaused = false;
        try {
          put('one.md');
          const start = async () => {
            const server = await startServer({ folder, storage, userStorage: storage });
            await server.open(uri, TEXT);
            return server;
          };
          const modelPath = () => join(isCaused && !readable ? away(storage) : storage, 'model.inkling');
          let server = await start();
          await server.status(isReady, 60_000);
          if (!during) await server.stop();
          const stored = readFileSync(modelPath());

          cause(storage);
          isCaused = true;
          if (!during) {
            server = await start();
            await server.status(isReady, 60_000);
          }
          assert.equal((await offers(server))[0], 'wind');
          await server.execute(Command.forget, 'wind');
          assert.ok(!(await offers(server)).includes('wind'));
          server.forgetStatuses();
          await server.execute(Command.retrain, true);
          await server.status('training', 60_000);
          await server.status(isReady, 60_000);
          assert.ok((await offers(server)).length > 0);
          assert.equal(server.messages.length, 1, server.messages.join('\n'));
          assert.deepEqual(readFileSync(modelPath()), stored, 'what was stored is as it was');

          end(storage);
          isCaused = false;
          if (!full) {
            // Both try again by themselves every half minute; the next occasion is soon enough for them too.
            server.forgetStatuses();
            await server.execute(Command.forget, 'harbour');
            await server.execute(Command.retrain, true);
          }
          await eventually('the model to be saved', () => !readFileSync(modelPath()).equals(stored));
          await eventually('the words to be saved', () => existsSync(join(storage, 'never.txt')));
          assert.match(readFileSync(join(storage, 'never.txt'), 'utf8'), /^wind$/m);
          await server.stop();
          const { buffer, byteOffset, length } = readFileSync(modelPath());
          decodeModel(new Uint8Array(buffer, byteOffset, length));
          assert.equal(server.messages.length, 1, server.messages.join('\n'));
        } finally {
          if (isCaused) end(storage);
          if (mounted) spawnSync('umount', [storage]);
        }
      });
    }
  }

  it('as a folder that has vanished: it is made again', async function () {
    this.timeout(120_000);
    put('one.md');
    const server = await startServer({ folder, storage, userStorage: storage });
    await server.status(isReady, 60_000);
    await server.execute(Command.forget, 'wind');
    rmSync(storage, { recursive: true });
    await server.execute(Command.forget, 'harbour');
    server.forgetStatuses();
    await server.execute(Command.retrain, true);
    await server.status('training', 60_000);
    await server.status(isReady, 60_000);
    await eventually('the model to be saved', () => existsSync(join(storage, 'model.inkling')));
    assert.match(readFileSync(join(storage, 'never.txt'), 'utf8'), /^harbour$/m);
    assert.deepEqual(server.messages, []);
    await server.stop();
  });
});

describe('A model that can’t be saved', () => {
  it('is told once, kept, and saved when it can be; a newer one takes its place', async () => {
    const [first, second] = ['first', 'second'].map((name) => ({ name }) as unknown as ModelToStore);
    const attempts: unknown[] = [];
    const warned: string[] = [];
    let problem: string | undefined = 'The disk is full.';
    const saver = new ModelSaver(
      {
        path: '/x',
        async save(model) {
          attempts.push(model);
          return problem;
        },
      },
      {
        mayWrite: () => true,
        notice: new StorageNotice(
          (message) => warned.push(message),
          () => {},
        ),
        log: () => {},
      },
      5,
    );
    await saver.save(first!);
    while (attempts.length < 3) await delay(2);
    await saver.save(second!);
    const before = attempts.length;
    problem = undefined;
    while (attempts.length === before) await delay(2);
    assert.equal(attempts.at(-1), second);
    const after = attempts.length;
    await delay(30);
    assert.equal(attempts.length, after, 'once it is saved nothing is tried any more');
    assert.deepEqual(warned, ['The disk is full.']);
  });
});
