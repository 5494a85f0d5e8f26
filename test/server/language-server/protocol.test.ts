import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionItem } from 'vscode-languageserver-protocol';
import {
  Command,
  type CompletionData,
  type Evaluation,
  type LossHistory,
  type Status,
} from '../../../server/protocol';
import { killServers, sampleText, startServer, temporaryFolder } from './server-process';

/** The server's own bundle in a process of its own; every wait is for a condition. */
describe('Language server', function () {
  this.timeout(60_000);
  let folder: string;
  let storage: string;
  beforeEach(() => {
    folder = temporaryFolder();
    storage = temporaryFolder();
  });
  afterEach(() => {
    killServers();
    rmSync(folder, { recursive: true, force: true });
    rmSync(storage, { recursive: true, force: true });
  });

  const put = (name: string, content: string | Uint8Array = sampleText(300)) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const uri = 'untitled:Untitled-1';
  const isReady = ({ state }: Status) => state === 'ready';

  it('says what it can do', async () => {
    const server = await startServer({ folder, storage });
    const { capabilities } = server.initialized;
    assert.equal(capabilities.inlineCompletionProvider, true);
    assert.ok(capabilities.completionProvider);
    assert.deepEqual(capabilities.executeCommandProvider?.commands.sort(), Object.values(Command).sort());
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.equal(await server.stop(), 0);
  });

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

  it('shapes its answers as editors want them', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'We saw the silent cr and Quibblewick.\n\nThe Qui');

    const [ghost] = await server.inlineCompletion(uri, 2, 7);
    assert.equal(ghost?.insertText, 'bblewick');
    assert.deepEqual(ghost?.range, { start: { line: 2, character: 7 }, end: { line: 2, character: 7 } });
    assert.equal(ghost?.command?.command, Command.accepted);

    const { items, isIncomplete } = await server.completion(uri, 0, 20);
    assert.equal(isIncomplete, true);
    const [item] = items;
    assert.equal(item?.label, 'crew');
    assert.deepEqual(item?.textEdit, {
      range: { start: { line: 0, character: 18 }, end: { line: 0, character: 20 } },
      newText: 'crew',
    });
    assert.match(item?.labelDetails?.description ?? '', /^\d+ %$/);
    assert.ok(((item?.data ?? {}) as CompletionData).probability! > 0.5);
    const { documentation } = await server.connection.sendRequest<CompletionItem>(
      'completionItem/resolve',
      item,
    );
    assert.match(String(documentation), /^From: .*phrases of the text \d+ %/);
    assert.deepEqual(
      items.map(({ sortText }) => sortText),
      items.map(({ sortText }) => sortText).sort(),
    );
    await server.stop();
  });

  it('answers every request while it trains', async () => {
    put('one.md', sampleText(2000));
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 5 } });
    await server.open(uri, 'The captain followed the northern wind. The old ');
    await server.status('training');
    let answered = 0;
    for (let n = 0; n < 500; n++) {
      const [list, ghost] = await Promise.all([
        server.completion(uri, 0, 30 + (n % 18)),
        server.inlineCompletion(uri, 0, 48),
      ]);
      if (Array.isArray(list.items) && Array.isArray(ghost)) answered++;
    }
    assert.equal(answered, 500);
    await server.stop();
  });

  it('suggests from the open document where there is no text, and says what to do', async () => {
    const server = await startServer({ folder, storage });
    const status = await server.status('noText');
    assert.match(status.message ?? '', /Save some Markdown/);
    await server.open(uri, 'Quibblewick laughed.\n\nThen Qui');
    const { items } = await server.completion(uri, 2, 8);
    assert.equal(items[0]?.label, 'Quibblewick');
    assert.deepEqual(readdirSync(storage), []);
    await server.stop();
  });

  it('works without a folder, without options and without capabilities', async () => {
    const server = await startServer({
      initializationOptions: undefined,
      environment: { XDG_CACHE_HOME: storage },
    });
    assert.match((await server.status('noText')).message ?? '', /Open a folder/);
    await server.open(uri, 'Quibblewick laughed.\n\nThen Qui');
    assert.equal((await server.completion(uri, 2, 8)).items[0]?.label, 'Quibblewick');
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
      await server.execute(Command.retrain);
      assert.ok((await server.status(isReady)).model, 'tried again');
      await server.stop();
      rmSync(broken, { recursive: true });
    });
  }

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

    await server.execute(Command.retrain);
    await server.status('training');
    await server.execute(Command.retrain); // a second one takes the place of the first
    await server.execute(Command.cancelTraining);
    assert.ok((await server.status(isReady)).model, 'the old model stays');

    server.forgetStatuses();
    await server.configure({ trainingSeconds: 1 });
    await server.execute(Command.retrain);
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
    await server.execute(Command.retrain);
    assert.ok(!server.statuses.some(({ state }) => state === 'training' || state === 'reading'));

    await server.configure({ enabled: true });
    await server.status(isReady);
    assert.notDeepEqual((await server.completion(uri, 0, 41)).items, []);
    await server.configure({ enabled: false });
    await server.status(({ state }) => state === 'off');
    assert.deepEqual((await server.completion(uri, 0, 41)).items, []);
    await server.stop();
  });

  it('suggests only in the languages that are on', async () => {
    put('one.md');
    const server = await startServer({
      folder,
      storage,
      settings: { languages: { latex: false, typst: true } },
    });
    await server.status(isReady);
    for (const [languageId, expected] of [
      ['markdown', true],
      ['latex', false],
      ['typst', true],
      ['typescript', false],
    ] as const) {
      await server.open(`file:///${languageId}`, 'The captain followed the ', languageId);
      const { items } = await server.completion(`file:///${languageId}`, 0, 25);
      assert.equal(items.length > 0, expected, languageId);
    }
    await server.stop();
  });

  it('answers with nothing what cannot be answered', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'The captain\nfollowed the ');
    const places: [string, number, number][] = [
      ['file:///never-opened.md', 0, 0],
      ['not a uri', 0, 0],
      [uri, 2, 0],
      [uri, 0, 12],
      [uri, 1, 4000],
      [uri, 4000, 4000],
    ];
    for (const [where, line, character] of places) {
      assert.deepEqual(
        (await server.completion(where, line, character)).items,
        [],
        `${where} ${line}:${character}`,
      );
      assert.deepEqual(await server.inlineCompletion(where, line, character), []);
    }
    await server.change('file:///never-opened.md', 'text');
    assert.equal(await server.execute('inkling.unknown'), null);
    assert.equal(await server.execute(Command.forget), null);
    assert.equal(await server.execute(Command.measure, 'file:///never-opened.md'), null);
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual((await server.completion(uri, 1, 13)).items, []);
    assert.equal((await server.execute<Status>(Command.status)).state, 'ready');
    await server.stop();
  });

  it('survives requests that are cancelled', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'The captain followed the ');
    const params = { textDocument: { uri }, position: { line: 0, character: 25 } };
    const requests = Array.from({ length: 50 }, async () => {
      const source = new (await import('vscode-languageserver-protocol/node')).CancellationTokenSource();
      const answer = server.connection.sendRequest('textDocument/completion', params, source.token);
      source.cancel();
      return answer.then(
        () => 'answered',
        () => 'cancelled',
      );
    });
    assert.equal((await Promise.all(requests)).length, 50);
    assert.ok((await server.completion(uri, 0, 25)).items.length > 0);
    await server.stop();
  });

  it('counts in UTF-16, and applies changes in order', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, '𝒜 lamp 🜚 x\n');
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 11 }, end: { line: 0, character: 12 } }, text: 'the northe' },
        { range: { start: { line: 0, character: 21 }, end: { line: 0, character: 21 } }, text: 'rn ' },
      ],
    });
    const { items } = await server.completion(uri, 0, 24);
    assert.equal(items[0]?.label, 'wind', JSON.stringify(items[0]));
    await server.stop();
  });

  it('never offers again what the writer made it forget', async () => {
    put('one.md');
    const first = await startServer({ folder, storage });
    await first.status(isReady);
    const text = 'The captain followed the northern ';
    await first.open(uri, text);
    const labels = async (server: typeof first) =>
      (await server.completion(uri, 0, text.length)).items.map(({ label }) => label);
    assert.equal((await labels(first))[0], 'wind');
    await first.execute(Command.forget, 'Wind');
    assert.ok(!(await labels(first)).includes('wind'));
    await first.execute(Command.accepted);
    await first.stop();

    const second = await startServer({ folder, storage });
    await second.status(isReady);
    await second.open(uri, text);
    assert.ok(!(await labels(second)).includes('wind'));
    await second.stop();
  });

  it('measures how well it would have served a document', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, sampleText(40));
    const evaluation = await server.execute<Evaluation>(Command.measure, uri);
    assert.ok(evaluation.words > 200 && evaluation.keystrokeSavings1 > 0.3, JSON.stringify(evaluation));
    assert.ok(evaluation.components.network && evaluation.components.counts);
    await server.change(uri, 'Too short to tell.');
    assert.equal(await server.execute(Command.measure, uri), null);
    await server.stop();
  });

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
      'empty.md': /empty/,
      'huge.txt': /too large/,
      'loop.md': /symbolic link/,
    })) {
      assert.match(reasons[name] ?? `nothing about ${name}`, reason);
    }
    assert.equal(corpus?.leftOutCount, 6);
    await server.stop();
  });

  it('tells wrong settings in the log, and uses the defaults', async () => {
    const server = await startServer({
      folder,
      initializationOptions: { storagePath: storage, settings: { eagerness: 'wild', threads: 'all' } },
    });
    await server.status('noText');
    assert.match(
      server.log.join('\n'),
      /eagerness: expected one of manual, quiet, balanced, eager, got "wild"/,
    );
    assert.match(server.log.join('\n'), /threads: expected/);
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
