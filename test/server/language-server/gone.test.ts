import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeModel } from '../../../model/format/model-file';
import {
  endlessText,
  eventually,
  type ServerProcess,
  sampleText,
  startServer,
  temporaryFolder,
} from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

/** A name stands often enough for a row of the network's own. */
const named = (name: string) =>
  `A quiet ${name} waited by the burning lamp. Then ${name} laughed, and ${name} left.\n`;
const NAMED = named('Quibblewick');
const WATCHES = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };

const model = () => join(storage, 'model.inkling');
const isStored = (name: string) => {
  const bytes = readFileSync(model());
  return bytes.includes(name) || bytes.includes(name.toLowerCase());
};

/** Whether a name is offered where it used to come, with and without its first letters. */
async function isOffered(server: ServerProcess, name = 'Quibblewick'): Promise<boolean> {
  for (const text of ['A quiet ', `A quiet ${name.slice(0, 4)}`]) {
    await server.change(uri, text);
    const { items } = await server.completion(uri, 0, text.length);
    const ghosts = await server.inlineCompletion(uri, 0, text.length);
    const end = name.slice(4);
    if (items.some(({ label }) => label === name)) return true;
    if (ghosts.some(({ insertText }) => `${insertText}`.includes(end))) return true;
  }
  return false;
}

describeServer('Language server: what is gone', () => {
  const moved = temporaryFolder();
  const ways: { name: string; file: string; go: () => void; told: string[] }[] = [
    { name: 'Deletewick', file: '2.md', go: () => rmSync(join(folder, '2.md')), told: ['2.md'] },
    { name: 'Emptywick', file: '3.md', go: () => put('3.md', ''), told: ['3.md'] },
    { name: 'Ignorewick', file: '4.md', go: () => put('.gitignore', '4.md\n'), told: ['.gitignore'] },
    { name: 'Rewritewick', file: '5.md', go: () => put('5.md', 'Nobody waited at all.\n'), told: ['5.md'] },
    {
      name: 'Folderwick',
      file: 'deep/er/6.md',
      go: () => rmSync(join(folder, 'deep'), { recursive: true }),
      told: ['deep'],
    },
    {
      name: 'Movedwick',
      file: 'far/off/7.md',
      go: () => renameSync(join(folder, 'far'), join(moved, `far-${Math.random()}`)),
      told: ['far'],
    },
  ];
  after(() => rmSync(moved, { recursive: true }));

  for (const [watcher, capabilities] of [
    ['we', {}],
    ['the editor', WATCHES],
  ] as const) {
    it(`is neither offered nor stored, nor after a restart, where ${watcher} noticed it`, async () => {
      put('one.md');
      for (const { name, file } of ways) put(file, named(name));
      const server = await startServer({ folder, storage, capabilities });
      await server.status((now) => isReady(now) && now.corpus?.files === ways.length + 1);
      await server.open(uri, '');
      for (const { name } of ways) assert.ok((await isOffered(server, name)) && isStored(name), name);
      for (const { go } of ways) go();
      if (watcher === 'the editor') {
        const paths = ways.flatMap(({ told }) => told);
        const changes = paths.map((path) => ({ uri: pathToFileURL(join(folder, path)).href, type: 3 }));
        await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
      }
      for (const { name } of ways) {
        await eventually(async () => !(await isOffered(server, name)), `not offered: ${name}`);
        await eventually(() => !isStored(name), `not stored: ${name}`);
      }
      await eventually(
        () => decodeModel(readFileSync(model())).provenance.sinceTraining === undefined,
        'trained',
      );
      for (const { name } of ways) assert.ok(!(await isOffered(server, name)), `by the new network: ${name}`);
      await server.stop();
      const second = await startServer({ folder, storage });
      await second.status(isReady);
      await second.open(uri, '');
      for (const { name } of ways) assert.ok(!(await isOffered(second, name)), `after a restart: ${name}`);
      for (const { name } of ways) assert.ok(!isStored(name), name);
      await second.stop();
    });
  }

  it('leaves no model behind where no text is left', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    rmSync(join(folder, 'one.md'));
    assert.equal((await server.status('noText')).model, undefined);
    await eventually(() => !existsSync(model()), 'deleted');
    await server.stop();
  });

  it('is what was deleted while no editor was open', async () => {
    put('one.md');
    put('two.md', NAMED);
    const first = await startServer({ folder, storage });
    await first.status(isReady);
    await first.stop();
    rmSync(join(folder, 'two.md'));
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, '');
    assert.ok(!(await isOffered(server)));
    await eventually(() => !isStored('Quibblewick'), 'not stored');
    await server.stop();
  });

  it('has not gone for good where it is away for a moment', async () => {
    mkdirSync(join(folder, 'branch'));
    put('branch/one.md');
    const server = await startServer({ folder, storage, pace: { settle: 5, stored: 5 } });
    const { model: trained } = await server.status(isReady);
    server.forgetStatuses();
    const away = join(moved, 'away');
    renameSync(join(folder, 'branch'), away);
    assert.equal((await server.status('noText')).model, undefined);
    renameSync(away, join(folder, 'branch'));
    const back = await server.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(back.model?.trainedAt, trained?.trainedAt);
    assert.ok(!server.statuses.some(({ state }) => state === 'training'));
    await server.stop();
  });

  it('is still offered in the document that has it', async () => {
    put('one.md');
    put('two.md', NAMED);
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    const text = 'The Quibblewick laughed. Then Quib';
    await server.open('untitled:Untitled-2', text);
    rmSync(join(folder, 'two.md'));
    await server.status(({ corpus }) => corpus?.files === 1);
    const { items } = await server.completion('untitled:Untitled-2', 0, text.length);
    assert.equal(items[0]?.label, 'Quibblewick');
    await server.open(uri, '');
    assert.ok(!(await isOffered(server)), 'but not in another');
    await server.stop();
  });

  it('is not what only a document said that is closed', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open('untitled:Untitled-2', `${NAMED}\n\nA quiet `);
    await server.completion('untitled:Untitled-2', 3, 8);
    await server.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: 'untitled:Untitled-2' },
    });
    await server.open(uri, '');
    assert.ok(!(await isOffered(server)));
    await server.stop();
  });
});

describeServer('Language server: what is not worth a training', () => {
  const trainings = (server: ServerProcess) => server.statuses.filter(({ state }) => state === 'training');

  it('a few letters, a sentence that moves, a branch and back', async () => {
    const text = sampleText(600);
    put('one.md', text);
    put('two.md', sampleText(60).replaceAll('captain', 'admiral'));
    const server = await startServer({ folder, storage, pace: { settle: 5 } });
    await server.status(isReady);
    server.forgetStatuses();
    const followed = async (words: number) =>
      server.status(({ corpus, state }) => state === 'ready' && corpus?.words === words);
    const { words = 0 } = (await server.execute<{ corpus: { words: number } }>('inkling.status')).corpus;
    for (let letter = 0; letter < 2; letter++) {
      // A word more each time, so that the status tells when it was followed.
      const at = 400 * (letter + 1);
      const space = text.indexOf(' ', at);
      put('one.md', `${text.slice(0, space)} x${text.slice(space)}`);
      await followed(words + 1);
      put('one.md', text);
      server.forgetStatuses();
      await followed(words);
    }
    rmSync(join(folder, 'two.md'));
    await server.status(({ corpus }) => corpus?.files === 1);
    server.forgetStatuses();
    put('two.md', sampleText(60).replaceAll('captain', 'admiral'));
    await followed(words);
    await new Promise((resolve) => setTimeout(resolve, 6000)); // longer than a change settles
    assert.deepEqual(trainings(server), []);
    await server.stop();
  });

  it('trains on from the network there is when the text has grown', async () => {
    put('one.md', endlessText(400));
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    const before = decodeModel(readFileSync(model()));
    server.forgetStatuses();
    put('two.md', endlessText(90, 2).replaceAll('captain', 'admiral'));
    await server.status('training');
    server.forgetStatuses();
    await server.status(isReady);
    const { vocabulary, config, history, parameters } = decodeModel(readFileSync(model()));
    assert.ok(vocabulary.idOf('admiral') > 0);
    assert.equal(config.hiddenSize, before.config.hiddenSize);
    assert.equal(history[0]?.tokens, 0, 'it was measured before its first step');
    const [known, first] = [before.provenance.heldOutLoss!, history[0]!.heldOutLoss!];
    assert.ok(first < known + 0.3, `it knew the text already: ${first}, ${known} before`);
    assert.ok(parameters.length > 0);
    await server.stop();
  });
});
