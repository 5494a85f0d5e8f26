import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, type LossHistory } from '../../../server/protocol';
import { sampleText, startServer, temporaryFolder } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

describeServer('Language server: what it learns, and when', () => {
  it('reads, trains, suggests, and after a restart suggests without training', async () => {
    put('one.md');
    const first = await startServer({ folder, storage });
    const trained = await first.status(isReady);
    assert.equal(trained.model?.restored, false);
    assert.ok(trained.corpus!.words > 1000);
    const history = await first.execute<LossHistory>(Command.lossHistory);
    assert.ok(history.points.length > 0 && !history.running);
    assert.equal(await first.stop(), 0);
    assert.deepEqual(readdirSync(storage), ['model.inkling']);
    assert.deepEqual(readdirSync(folder), ['one.md']);

    const second = await startServer({ folder, storage });
    const restored = await second.status(isReady);
    assert.equal(restored.model?.restored, true);
    assert.ok(!second.statuses.some(({ state }) => state === 'training'));
    assert.deepEqual((await second.execute<LossHistory>(Command.lossHistory)).points, history.points);
    await second.open(uri, 'The captain followed the northern ');
    const { items } = await second.completion(uri, 0, 34);
    assert.equal(items[0]?.label, 'wind');
    await second.stop();
  });

  it('suggests from the open document where there is no text, and says what to do', async () => {
    const server = await startServer({ folder, storage });
    const status = await server.status('noText');
    assert.match(status.message ?? '', /Save some Markdown/);
    await server.open(uri, 'Quibblewick laughed.\n\nThen Qui');
    const { items } = await server.completion(uri, 2, 8);
    assert.equal(items[0]?.label, 'Quibblewick');
    assert.deepEqual(readdirSync(storage), ['model.lock'], 'nothing but who uses it');
    await server.stop();
    assert.deepEqual(readdirSync(storage), []);
  });

  it('works without a folder, without options and without capabilities', async () => {
    const server = await startServer({
      initializationOptions: undefined,
      environment: { XDG_CACHE_HOME: storage },
    });
    await server.status(({ message = '' }) => /open a folder/i.test(message));
    await server.open(uri, 'Quibblewick laughed.\n\nThen Qui');
    const { items } = await server.completion(uri, 2, 8);
    assert.ok(items.some(({ label }) => label === 'Quibblewick'));
    assert.equal(await server.stop(), 0);
  });

  it('learns on one thread, just as fast, where threads cannot share memory', async () => {
    put('one.md');
    const preload = join(storage, 'no-sharing.cjs');
    // Node's own threads need it, but have taken it by then.
    writeFileSync(preload, `require('node:worker_threads'); delete globalThis.SharedArrayBuffer;`);
    const server = await startServer({
      folder,
      storage,
      settings: { threads: 2 },
      environment: { NODE_OPTIONS: `--require ${preload}` },
    });
    await server.status((now) => isReady(now) && now.model !== undefined);
    await server.open(uri, 'The captain followed the northern ');
    assert.equal((await server.completion(uri, 0, 34)).items[0]?.label, 'wind');
    assert.ok(!server.log.some((line) => line.includes('no WebAssembly kernels')), server.log.join('\n'));
    await server.stop();
  });

  it('learns from a folder once text is saved in it', async () => {
    const server = await startServer({ folder, storage });
    await server.status('noText');
    put('new.md');
    const status = await server.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(status.corpus?.files, 1);
    await server.stop();
  });

  it('follows small changes by counting, and large ones by training', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    server.forgetStatuses();
    put('two.md', 'A quiet Quibblewick waited by the burning lamp.\n');
    await server.status(({ corpus }) => corpus?.files === 2);
    await server.open(uri, 'A quiet ');
    const list = await server.completion(uri, 0, 8);
    assert.ok(
      list.items.some(({ label }) => label === 'Quibblewick'),
      'counted',
    );
    assert.ok(!server.statuses.some(({ state }) => state === 'training'));

    server.forgetStatuses();
    put('three.md', sampleText(300).replaceAll('captain', 'admiral'));
    await server.status('training');
    await server.status(isReady);
    rmSync(join(folder, 'two.md'));
    await server.status(({ corpus }) => corpus?.files === 2);
    await server.stop();
  });

  it('learns at a restart what has changed in the meantime', async () => {
    put('one.md');
    put('two.md', 'A quiet Quibblewick waited by the burning lamp.\n');
    const first = await startServer({ folder, storage });
    await first.status(isReady);
    await first.stop();

    put('two.md', 'A quiet Dumbledown waited by the burning lamp.\n');
    const second = await startServer({ folder, storage });
    assert.equal((await second.status(isReady)).model?.restored, true);
    await second.open(uri, 'A quiet ');
    const labels = (await second.completion(uri, 0, 8)).items.map(({ label }) => label);
    assert.ok(labels.includes('Dumbledown'), labels.join());
    assert.ok(
      labels.indexOf('Quibblewick') < 0 || labels.indexOf('Quibblewick') > labels.indexOf('Dumbledown'),
    );
    await second.stop();
  });

  it('lets an editor watch the files that can', async () => {
    put('one.md');
    const server = await startServer({
      folder,
      storage,
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    await server.status(isReady);
    put('two.md', 'A quiet Quibblewick waited by the burning lamp.\n');
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(folder, 'two.md')).href, type: 1 }],
    });
    assert.equal((await server.status(({ corpus }) => corpus?.files === 2)).corpus?.files, 2);
    await server.stop();
  });

  it('forgets what was learned when the text is gone', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    rmSync(join(folder, 'one.md'));
    const status = await server.status('noText');
    assert.equal(status.model, undefined);
    await server.open(uri, 'The captain followed the ');
    const { items } = await server.completion(uri, 0, 25);
    assert.ok(!items.some(({ label }) => label === 'northern'), JSON.stringify(items));
    await server.stop();
  });

  it('retrains and cancels on command, and shows its progress', async () => {
    put('one.md', sampleText(1000));
    const server = await startServer({
      folder,
      storage,
      settings: { trainingSeconds: 20 },
      capabilities: { window: { workDoneProgress: true } },
    });
    await server.status(({ state, model }) => state === 'training' && model !== undefined);
    await server.execute(Command.cancelTraining);
    assert.ok((await server.status(isReady)).model);
    server.forgetStatuses();

    await server.execute(Command.retrain, true);
    await server.status('training');
    await server.execute(Command.retrain, true); // a second one takes the place of the first
    await server.execute(Command.cancelTraining);
    assert.ok((await server.status(isReady)).model, 'the old model stays');

    server.forgetStatuses();
    await server.configure({ trainingSeconds: 1 });
    await server.execute(Command.retrain, true);
    const { model } = await server.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(model?.restored, false);
    const kinds = server.progress.map(({ value }) => value.kind);
    assert.deepEqual([kinds[0], kinds.at(-1)], ['begin', 'end']);
    assert.equal(server.progress[0]?.value.cancellable, true);
    await server.stop();
  });

  it('is silent and idle while it is off', async () => {
    put('one.md');
    const server = await startServer({ folder, storage, settings: { enabled: false } });
    await server.status('off');
    await server.open(uri, 'The captain followed the captain. The cap');
    assert.deepEqual((await server.completion(uri, 0, 41)).items, []);
    assert.deepEqual(await server.inlineCompletion(uri, 0, 41), []);
    await server.execute(Command.retrain, true);
    assert.ok(!server.statuses.some(({ state }) => state === 'training' || state === 'reading'));

    await server.configure({ enabled: true });
    await server.status(isReady);
    assert.notDeepEqual((await server.completion(uri, 0, 41)).items, []);
    await server.configure({ enabled: false });
    await server.status(({ state }) => state === 'off');
    assert.deepEqual((await server.completion(uri, 0, 41)).items, []);
    await server.stop();
  });

  it('follows when folders are added and removed', async () => {
    put('one.md');
    const other = temporaryFolder();
    writeFileSync(join(other, 'two.md'), sampleText(300).replaceAll('captain', 'admiral'));
    const server = await startServer({
      folder,
      storage,
      capabilities: { workspace: { workspaceFolders: true } },
    });
    assert.equal((await server.status(isReady)).corpus?.files, 1);
    server.forgetStatuses();
    const folders = (path: string) => [{ uri: pathToFileURL(path).href, name: 'x' }];
    await server.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: folders(other), removed: [] },
    });
    assert.equal((await server.status((now) => isReady(now) && now.model !== undefined)).corpus?.files, 2);
    await server.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [...folders(other), ...folders(folder)] },
    });
    await server.status('noText');
    await server.stop();
    rmSync(other, { recursive: true });
  });
});
