import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '../../../server/protocol';
import { sampleText, startServer, temporaryFolder } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

describeServer('Language server: when something is wrong', () => {
  for (const [missing, message, answers] of [
    ['training-worker.js', /Training failed.*Inkling: Retrain/, 'wind'],
    ['corpus-worker.js', /Reading the folder failed.*Inkling: Retrain/, undefined],
  ] as const) {
    it(`says so when ${missing} fails, and goes on without it`, async () => {
      put('one.md');
      const broken = temporaryFolder();
      cpSync(join(__dirname, '../../../dist'), broken, { recursive: true });
      writeFileSync(join(broken, missing), 'throw new Error("broken")');
      const server = await startServer({ folder, storage, bundle: join(broken, 'server.js') });
      assert.match((await server.status('failed')).message ?? '', message);
      await server.open(uri, 'Quibblewick laughed. The captain followed the northern ');
      const { items } = await server.completion(uri, 0, 55);
      if (answers) assert.equal(items[0]?.label, answers);

      cpSync(join(__dirname, '../../../dist', missing), join(broken, missing));
      await server.execute(Command.retrain, true);
      assert.ok((await server.status(isReady)).model, 'tried again');
      await server.stop();
      rmSync(broken, { recursive: true });
    });
  }

  it('sets a damaged model aside and trains', async () => {
    put('one.md');
    writeFileSync(join(storage, 'model.inkling'), 'no model at all');
    const server = await startServer({ folder, storage });
    assert.ok((await server.status(isReady)).model);
    assert.equal(server.messages.length, 1);
    assert.match(server.messages[0]!, /set aside/);
    await server.stop();
    assert.equal(readdirSync(storage).length, 2);
  });

  it('goes on in memory where the model can’t be saved', async () => {
    put('one.md');
    writeFileSync(join(storage, 'file'), '');
    const server = await startServer({ folder, storage: join(storage, 'file', 'x') });
    assert.ok((await server.status(isReady)).model);
    assert.match(server.messages.join(), /can't be saved/);
    await server.open(uri, 'The captain followed the northern ');
    assert.equal((await server.completion(uri, 0, 34)).items[0]?.label, 'wind');
    await server.stop();
  });

  it('leaves bad files out, each with its reason, and learns from the rest', async () => {
    put('good.md');
    put('copy.md');
    put('binary.txt', Buffer.from([0, 1, 2, 3]));
    put('latin.txt', Buffer.from('Où est-il allé ?', 'latin1'));
    put('empty.md', '');
    put('huge.txt', '');
    truncateSync(join(folder, 'huge.txt'), 10 * 2 ** 20);
    symlinkSync(folder, join(folder, 'loop.md'));
    put('ignored/x.md');
    put('.inklingignore', 'ignored\n');
    const server = await startServer({ folder, storage });
    const { corpus } = await server.status(isReady);
    assert.equal(corpus?.files, 1);
    const reasons = Object.fromEntries(
      corpus!.leftOut.map(({ path, reason }) => [path.slice(folder.length + 1), reason]),
    );
    for (const [name, reason] of Object.entries({
      'good.md': /the same text as copy\.md/,
      'binary.txt': /binary/,
      'latin.txt': /UTF-8/,
      'huge.txt': /too large/,
      'loop.md': /symbolic link/,
    })) {
      assert.match(reasons[name] ?? `nothing about ${name}`, reason);
    }
    assert.equal(corpus?.leftOutCount, 5, 'an empty file is nothing that is left out');
    await server.stop();
  });

  it('tells wrong settings in the log, and uses the defaults', async () => {
    const server = await startServer({
      folder,
      initializationOptions: {
        storagePath: storage,
        settings: { eagerness: 'wild', threads: 'all', base: 'none' },
      },
    });
    await server.status('noText');
    assert.match(
      server.log.join('\n'),
      /eagerness: expected one of manual, quiet, balanced, eager, got "wild"/,
    );
    assert.match(server.log.join('\n'), /threads: expected/);
    await server.stop();
  });

  it('ends at once in the middle of training, threads and all', async () => {
    put('one.md', sampleText(2000));
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 600, threads: 2 } });
    await server.status(({ training }) => training?.loss !== undefined);
    const { pid } = server.process;
    const begin = performance.now();
    assert.equal(await server.stop(), 0);
    assert.ok(performance.now() - begin < 2000);
    assert.throws(() => process.kill(pid!, 0), /ESRCH/);
    assert.deepEqual(readdirSync(storage), []);
  });

  it('ends when its editor is gone', async () => {
    const server = await startServer({ folder, storage });
    await server.status('noText');
    const exited = new Promise((resolve) => server.process.once('exit', resolve));
    server.connection.dispose();
    server.process.stdin!.end();
    await exited;
  });
});
