import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type NeverAnswer, type NeverEntry } from '../../../server/protocol';
import { eventually, type ServerProcess, startServer, temporaryFolder } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const TEXT = 'The captain followed the northern ';

async function labels(server: ServerProcess, text = TEXT): Promise<string[]> {
  await server.change(uri, text);
  return (await server.completion(uri, 0, text.length)).items.map(({ label }) => label);
}

describeServer('Language server: what is never suggested', () => {
  let userStorage: string;
  const start = async (options = {}) => {
    const server = await startServer({ folder, storage, userStorage, ...options });
    await server.status(isReady);
    await server.open(uri, TEXT);
    return server;
  };
  beforeEach(() => {
    userStorage = temporaryFolder();
    put('one.md');
  });

  it('survives a restart, holds in another folder, and can be taken back', async () => {
    const first = await start();
    assert.equal((await labels(first))[0], 'wind');
    const answer = await first.execute<NeverAnswer>(Command.forget, ' Wind ');
    const path = join(userStorage, 'never.txt');
    assert.deepEqual(answer, { outcome: 'listed', text: 'Wind', path });
    assert.ok(!(await labels(first)).includes('wind'));
    await first.execute(Command.accepted);
    await first.stop();

    const second = await start({ storage: temporaryFolder() });
    assert.ok(!(await labels(second)).includes('wind'));
    assert.deepEqual(await second.execute<NeverEntry[]>(Command.neverLists), [
      { text: 'Wind', list: 'user', path },
    ]);
    assert.equal(await second.execute(Command.takeBack, 'wind'), true);
    assert.equal(await second.execute(Command.takeBack, 'wind'), false);
    assert.equal((await labels(second))[0], 'wind');
    await second.stop();
  });

  it('of a workspace is a file in it, edited by hand or by command, and taken up at once', async () => {
    const server = await start();
    put('.inkling/never.txt', 'wind\n');
    await eventually(async () => !(await labels(server)).includes('wind'), 'the list is read');
    const answer = await server.execute<NeverAnswer>(Command.forget, 'northern lamp', 'workspace');
    const path = join(folder, '.inkling', 'never.txt');
    assert.deepEqual(answer, { outcome: 'listed', text: 'northern lamp', path });
    assert.equal(readFileSync(path, 'utf8'), 'wind\nnorthern lamp\n');
    writeFileSync(path, '# nothing\n');
    await eventually(async () => (await labels(server)).includes('wind'), 'the list is read again');
    await server.stop();
  });

  it('keeps what was forgotten before there were lists', async () => {
    writeFileSync(
      join(storage, 'writer.json'),
      JSON.stringify({ version: 1, forgotten: ['wind'], accepted: 7 }),
    );
    const server = await start();
    assert.ok(!(await labels(server)).includes('wind'));
    await server.stop();
    assert.match(readFileSync(join(userStorage, 'never.txt'), 'utf8'), /^wind$/m);
    assert.deepEqual(JSON.parse(readFileSync(join(storage, 'writer.json'), 'utf8')), {
      version: 1,
      forgotten: [],
      accepted: 7,
    });
  });

  it('not here: the word after these words, and elsewhere still', async () => {
    const server = await start();
    const spot = (text: string, word?: string) => ({
      uri,
      position: { line: 0, character: text.length },
      word,
    });
    assert.equal((await labels(server))[0], 'wind');
    await server.inlineCompletion(uri, 0, TEXT.length);
    assert.equal(await server.execute(Command.wordAt, spot(TEXT)), 'wind', 'what is offered');
    const answer = await server.execute<NeverAnswer>(Command.notHere, spot(TEXT));
    assert.ok(answer.outcome === 'listed' && answer.text === 'the northern wind', JSON.stringify(answer));
    assert.ok(!(await labels(server)).includes('wind'));
    assert.ok(!(await labels(server, `${TEXT}w`)).includes('wind'));
    assert.ok((await labels(server, 'A wind. A w')).includes('wind'));
    assert.equal(await server.execute(Command.takeBack, answer.text), true);
    assert.equal((await labels(server))[0], 'wind');
    // From the list, and from what stands before the caret.
    assert.deepEqual(await server.execute<NeverAnswer>(Command.notHere, spot(TEXT, 'wind')), answer);
    await server.execute(Command.takeBack, answer.text);
    await labels(server, `${TEXT}wind`);
    assert.deepEqual(await server.execute<NeverAnswer>(Command.notHere, spot(`${TEXT}wind`)), answer);
    // There must be a word, and one before it.
    await labels(server, 'Wind');
    assert.deepEqual(await server.execute(Command.notHere, spot('Wind')), { outcome: 'nothingBefore' });
    await labels(server, '');
    assert.deepEqual(await server.execute(Command.notHere, spot('')), { outcome: 'noWord' });
    await server.stop();
  });

  it('answers whatever it is told', async () => {
    const server = await start();
    for (const given of [undefined, 7, '', '  ', {}, { uri }, { uri, position: { line: 9, character: 0 } }]) {
      for (const command of [Command.forget, Command.notHere, Command.takeBack, Command.wordAt]) {
        const answer = await server.execute<unknown>(command, given);
        assert.ok(
          answer === null || answer === false || JSON.stringify(answer) === '{"outcome":"noWord"}',
          `${command} ${JSON.stringify(given)}: ${JSON.stringify(answer)}`,
        );
      }
    }
    await server.stop();
  });

  it('has no list of a workspace without a folder', async () => {
    const server = await startServer({ storage, userStorage });
    await server.open(uri, TEXT);
    assert.deepEqual(await server.execute(Command.forget, 'wind', 'workspace'), { outcome: 'noWorkspace' });
    await server.stop();
  });
});
