import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type DeletedAnswer, type ForgetAnswer } from '../../../server/protocol';
import { eventually, type ServerProcess, sampleText, startServer } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const NAMED = `${'A quiet Quibblewick waited by the burning lamp. Then Quibblewick laughed aloud.\n\n'.repeat(6)}`;

async function isOffered(server: ServerProcess): Promise<boolean> {
  for (const text of ['A quiet ', 'A quiet Quib']) {
    await server.change(uri, text);
    const { items } = await server.completion(uri, 0, text.length);
    const ghosts = await server.inlineCompletion(uri, 0, text.length);
    if (items.some(({ label }) => label === 'Quibblewick')) return true;
    if (ghosts.some(({ insertText }) => `${insertText}`.includes('blewick'))) return true;
  }
  return false;
}

/** Files of the storage that have the name in them, whatever they are. */
function holding(name = 'quibblewick'): string[] {
  return readdirSync(storage).filter((file) =>
    readFileSync(join(storage, file)).toString('latin1').toLowerCase().includes(name),
  );
}

describeServer('Language server: forgetting files', () => {
  const start = async (settings = {}) => {
    const server = await startServer({ folder, storage, settings, pace: { stored: 1e6, storedLater: 1e6 } });
    await server.open(uri, '');
    return server;
  };
  const trained = async () => {
    put('one.md');
    put('drafts/two.md', NAMED);
    const server = await start();
    await server.status((status) => isReady(status) && status.model !== undefined);
    await eventually(() => holding().length > 0, 'the model to be stored');
    assert.ok(await isOffered(server));
    return server;
  };

  for (const [what, name] of [
    ['a file', 'drafts/two.md'],
    ['a folder', 'drafts'],
  ] as const) {
    it(`${what}: what only it held is never offered again, and no byte of it remains`, async () => {
      const server = await trained();
      writeFileSync(join(storage, 'model.inkling.damaged-2026'), NAMED); // as it was set aside
      const path = join(folder, name);
      assert.deepEqual(await server.execute<ForgetAnswer>(Command.forgetFile, path), {
        outcome: 'forgotten',
        path,
      });
      assert.ok(!(await isOffered(server)));
      assert.deepEqual(holding(), []);
      put('drafts/two.md', `${NAMED}\nAnd Quibblewick again.\n`); // it stays left out, also when it changes
      await server.execute(Command.retrain, true);
      await server.status('training');
      await server.status(isReady);
      assert.ok(!(await isOffered(server)));
      assert.deepEqual(holding(), []);
      await server.stop();

      const again = await start();
      await again.status(isReady);
      assert.ok(!(await isOffered(again)));
      assert.deepEqual(await again.execute(Command.forgottenFiles), [path]);
      assert.equal(await again.execute(Command.takeBackFile, path), true);
      await eventually(() => isOffered(again), 'it to be learned from again');
      assert.equal(await again.execute(Command.takeBackFile, path), false);
      await again.stop();
    });
  }

  it('while it trains', async () => {
    put('one.md', sampleText(600));
    put('drafts/two.md', NAMED);
    const server = await start({ trainingSeconds: 30 });
    await server.status('training');
    await server.execute(Command.forgetFile, join(folder, 'drafts'));
    assert.ok(!(await isOffered(server)));
    assert.deepEqual(holding(), []);
    await server.execute(Command.cancelTraining);
    await server.stop();
    assert.deepEqual(holding(), []);
  });

  it('while it is off', async () => {
    const server = await trained();
    await server.configure({ enabled: false });
    await server.status('off');
    await server.execute(Command.forgetFile, join(folder, 'drafts', 'two.md'));
    assert.deepEqual(holding(), []);
    await server.configure({ enabled: true });
    await server.status(isReady);
    assert.ok(!(await isOffered(server)));
    await server.stop();
  });

  it('answers whatever it is asked for', async () => {
    put('one.md');
    const server = await start();
    await server.status(isReady);
    for (const given of [undefined, 7, '', 'one.md', {}])
      assert.equal(await server.execute(Command.forgetFile, given), null);
    const { outcome } = await server.execute<ForgetAnswer>(Command.forgetFile, '/elsewhere/one.md');
    assert.equal(outcome, 'outside');
    await server.stop();
  });

  it('deletes everything that was learned, and says what went', async () => {
    const server = await trained();
    await server.configure({ enabled: false });
    await server.status('off');
    const answer = await server.execute<DeletedAnswer>(Command.deleteLearned);
    assert.ok(
      answer.outcome === 'deleted' && answer.files === 2 && answer.bytes > 10_000,
      JSON.stringify(answer),
    );
    assert.ok(!existsSync(join(storage, 'model.inkling')));
    assert.ok(!(await isOffered(server)));
    rmSync(join(folder, 'drafts'), { recursive: true });
    await server.configure({ enabled: true });
    await server.status(isReady);
    assert.deepEqual(holding(), []);
    await server.stop();
  });
});
