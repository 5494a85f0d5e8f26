/** Two windows on one folder and one storage: one trains and writes, both serve; either may be killed at any moment. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../model/training/random';
import { Command, type Status } from '../../server/protocol';
import { createModelStore } from '../../server/store/model-store';
import { type ServerProcess, startServer } from '../server/language-server/server-process';
import { describeServer, folder, isReady, put, storage, uri } from '../server/language-server/suite';
import { full, rounds as roundsOf, seedOfPart } from './scale';

const TEXT = 'The captain followed the northern ';

/** Waits for what the other window does; generous, as both may be training. */
async function eventually(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 45_000; Date.now() < end; await delay(50)) if (await holds()) return;
  assert.fail(`waited in vain for ${what}`);
}

async function offers(server: ServerProcess, word: string): Promise<boolean> {
  const { items } = await server.completion(uri, 0, TEXT.length);
  return items.some(({ label }) => label === word);
}

const statusOf = (server: ServerProcess) => server.execute<Status>(Command.status);

/** The process that trains; undefined while there is none, or it has not said so yet. */
function leader(): number | undefined {
  try {
    return JSON.parse(readFileSync(join(storage, 'model.lock'), 'utf8')).pid;
  } catch {
    return undefined;
  }
}

async function kill(server: ServerProcess): Promise<void> {
  const ended = new Promise((resolve) => server.process.once('exit', resolve));
  server.process.kill('SIGKILL');
  await ended;
  server.connection.dispose();
}

describeServer('Two windows on one folder', function (this: void) {
  it('train once, follow each other, and the second takes over', async () => {
    put('one.md');
    const start = async () => {
      const server = await startServer({ folder, storage, userStorage: storage });
      await server.open(uri, TEXT);
      return server;
    };
    const windows = await Promise.all([start(), start()]);
    await eventually('a leader', () => leader() !== undefined);
    const first = windows.find(({ process: { pid } }) => pid === leader())!;
    const second = windows.find((window) => window !== first)!;
    const { model } = await first.status(({ model, state }) => model !== undefined && state === 'ready');
    await eventually('the second to follow', async () => {
      const status = await statusOf(second);
      return status.state === 'ready' && status.model?.trainedAt !== undefined;
    });
    assert.ok(second.statuses.every(({ state }) => state !== 'training'));
    assert.ok(await offers(second, 'wind'));

    // What one is told to forget, the other forgets.
    await second.execute(Command.forget, 'wind');
    await eventually('the first to forget', async () => !(await offers(first, 'wind')));
    await first.execute(Command.forget, 'northern lamp');
    await eventually('both words', async () =>
      readFileSync(join(storage, 'never.txt'), 'utf8').endsWith('\nwind\nnorthern lamp\n'),
    );

    // A retraining in the second is refused, with the reason; one in the first is followed.
    assert.deepEqual(await second.execute(Command.retrain, true), { outcome: 'follows' });
    first.forgetStatuses();
    await first.execute(Command.retrain, true);
    await first.status('training');
    await first.status(isReady);
    await eventually('the second to follow again', async () => {
      const { trainedAt } = (await statusOf(second)).model ?? {};
      return trainedAt !== undefined && trainedAt > model!.trainedAt;
    });

    await kill(first);
    await eventually('the second to lead', () => leader() === second.process.pid);
    second.forgetStatuses();
    await second.execute(Command.retrain, true);
    await second.status('training');
    await second.status(isReady);
    assert.ok(!(await offers(second, 'wind')));
    await second.stop();
    assert.deepEqual(readdirSync(storage).sort(), ['model.inkling', 'never.txt']);
  });

  it('lose nothing, whenever one of them is killed', async function () {
    this.timeout(full ? 3_600_000 : 120_000);
    put('one.md');
    const random = seededRandom(seedOfPart(7));
    const start = () => startServer({ folder, storage, userStorage: storage });
    const windows = [await start(), await start()];
    const told: string[] = [];
    const rounds = roundsOf(3, 100);
    let trainedLast = 0;
    for (let round = 0; round < rounds; round++) {
      // Each window is told something; what is answered must last.
      for (const [index, window] of windows.entries()) {
        const word = `quibblewick${round}${'ab'[index]}`;
        await window.execute(Command.forget, word);
        told.push(word);
      }
      const victim = random() < 0.5 ? 0 : 1;
      const survivor = windows[1 - victim]!; // there are two
      void windows[victim]!.execute(Command.retrain, true).catch(() => {}); // it may be killed meanwhile
      void windows[victim]!.execute(Command.forget, `perhaps${round}`).catch(() => {});
      await delay(random() * 2_000); // any moment is as good as another
      await kill(windows[victim]!);
      assert.ok(await statusOf(survivor), 'the other one answers');
      const { problem } = await createModelStore(storage).load();
      assert.equal(problem, undefined);
      windows[victim] = await start();
      await eventually('a leader', () => windows.some(({ process: { pid } }) => pid === leader()));
      if ((await statusOf(survivor)).model) trainedLast = round;
    }
    await eventually('a model in both', async () =>
      (await Promise.all(windows.map(statusOf))).every(({ model, state }) => model && state === 'ready'),
    );
    const never = readFileSync(join(storage, 'never.txt'), 'utf8').split('\n');
    assert.deepEqual(
      told.filter((word) => !never.includes(word)),
      [],
    );
    for (const window of windows) {
      assert.deepEqual(window.messages, []);
      await window.stop();
    }
    assert.deepEqual(readdirSync(storage).sort(), ['model.inkling', 'never.txt'], 'no stray file');
    console.log(
      `      ${rounds} kills, ${told.length} words kept, last with a model in round ${trainedLast}`,
    );
  });
});
