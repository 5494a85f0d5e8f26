import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '../../../server/protocol';
import { endlessText, type ServerProcess, startServer, temporaryFolder } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const CHECKPOINT = 'training.partial';
/** Longer than the test, with checkpoints meanwhile. */
const LONG = { trainingSeconds: 60 };
const checkpointSeconds = 0.5;

/** Until the checkpoint is written, once more if it is there. */
async function nextCheckpoint(): Promise<void> {
  const path = join(storage, CHECKPOINT);
  const written = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const before = written();
  while (written() === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Training with the best weights so far on the disk, killed. Seconds of training until then. */
async function trainAndKill(): Promise<number> {
  const server = await startServer({ folder, storage, settings: LONG, checkpointSeconds });
  await server.status(({ training }) => training?.loss?.heldOutLoss !== undefined, 30_000);
  await nextCheckpoint();
  await nextCheckpoint();
  const seconds = server.statuses.at(-1)?.training?.seconds ?? 0;
  server.process.kill('SIGKILL');
  await once(server.process, 'exit');
  return seconds;
}

/** Seconds after which the log says that training goes on. */
function resumedAt(server: ServerProcess): number {
  return Number(/goes on after ([\d.]+) s/.exec(server.log.join('\n'))?.[1] ?? Number.NaN);
}

async function offersCaptain(server: ServerProcess): Promise<void> {
  await server.open(uri, 'The ');
  assert.equal((await server.completion(uri, 0, 4)).items[0]?.label, 'captain');
}

describeServer('Language server: training that is cut short', () => {
  it('goes on after a kill, serves at once what it had found, and leaves nothing in the end', async () => {
    put('one.md', endlessText(1500));
    const seconds = await trainAndKill();
    const server = await startServer({ folder, storage, settings: LONG, checkpointSeconds, writes: false });
    assert.equal((await server.status(({ model }) => model !== undefined)).model?.restored, true);
    await server.status(({ message = '' }) => /once you open/.test(message));
    assert.ok(!server.statuses.some(({ state }) => state === 'training'));

    await offersCaptain(server); // opens a document: now it goes on
    const { training } = await server.status('training');
    assert.ok(seconds - resumedAt(server) <= 10, `${resumedAt(server)} of ${seconds} s`);
    assert.ok(Math.abs((training?.seconds ?? 0) - resumedAt(server)) < 0.1);
    await server.status((now) => (now.training?.loss?.seconds ?? 0) > resumedAt(server));
    await server.execute(Command.cancelTraining);
    await server.status((now) => isReady(now) && now.message === undefined);
    await server.stop();
    assert.deepEqual(readdirSync(storage), ['model.inkling']);
  });

  const changes: [what: string, change: () => void, settings: typeof LONG][] = [
    ['other text', () => put('two.md', endlessText(20, 2)), LONG],
    ['another budget', () => {}, { trainingSeconds: 61 }],
  ];
  it('begins anew for other text, for another budget, and where the writer asks for it', async () => {
    put('one.md', endlessText(1500));
    for (const [what, change, settings] of changes) {
      await trainAndKill();
      change();
      const server = await startServer({ folder, storage, settings, checkpointSeconds });
      await server.status(({ training }) => training?.loss !== undefined);
      assert.ok(Number.isNaN(resumedAt(server)), what);
      assert.ok(!existsSync(join(storage, CHECKPOINT)), what);
      server.process.kill('SIGKILL');
      await once(server.process, 'exit');
    }
  });

  it('goes on after it was turned off and on', async () => {
    put('one.md', endlessText(1500));
    const server = await startServer({ folder, storage, settings: LONG, checkpointSeconds });
    await server.status('training');
    await nextCheckpoint();
    await server.configure({ enabled: false });
    await server.status('off');
    server.forgetStatuses();
    await server.configure({ enabled: true });
    const { training } = await server.status('training');
    assert.ok((training?.seconds ?? 0) > 0.3);
    assert.equal(training?.seconds.toFixed(1), resumedAt(server).toFixed(1));
    await server.stop();
  });

  it('removes it where the text is gone', async () => {
    put('one.md', endlessText(1500));
    await trainAndKill();
    rmSync(join(folder, 'one.md'));
    const server = await startServer({ folder, storage, settings: LONG, checkpointSeconds });
    await server.status('noText');
    await server.stop();
    assert.deepEqual(readdirSync(storage), []);
  });

  for (const [kind, threads] of [
    ['leader', 1],
    ['follower', 2],
  ] as const) {
    it(`begins again where a training thread dies, and says so once: the ${kind}`, async () => {
      put('one.md');
      const broken = temporaryFolder();
      cpSync(join(__dirname, '../../../dist'), broken, { recursive: true });
      renameSync(join(broken, 'training-worker.js'), join(broken, 'real-worker.js'));
      writeFileSync(
        join(broken, 'training-worker.js'),
        `const { existsSync, writeFileSync } = require('node:fs');
        const mark = __dirname + '/has-died';
        if (require('node:worker_threads').workerData.kind === '${kind}' && !existsSync(mark)) {
          writeFileSync(mark, '');
          throw new Error('died');
        }
        require('./real-worker.js');`,
      );
      const server = await startServer({
        folder,
        storage,
        settings: { threads },
        bundle: join(broken, 'server.js'),
      });
      assert.ok((await server.status((now) => isReady(now) && now.model !== undefined)).model);
      assert.equal(server.messages.length, 1);
      assert.match(server.messages[0]!, /stopped unexpectedly \(died\)/);
      await server.stop();
      rmSync(broken, { recursive: true });
    });
  }
});

describeServer('Language server: a folder in which nobody writes', () => {
  it('is read, and not trained on until a document of a language that is on is opened', async () => {
    put('README.md');
    const server = await startServer({ folder, storage, writes: false });
    const waiting = await server.status(isReady);
    assert.match(waiting.message ?? '', /once you open/);
    assert.ok(waiting.corpus!.words > 1000);
    await server.open('untitled:code', 'const wind = 1;', 'typescript');
    await server.execute(Command.status); // answered after that
    assert.ok(!server.statuses.some(({ state }) => state === 'training'));
    await server.configure({ languages: { typescript: true } });
    await server.status('training');
    assert.ok((await server.status((now) => isReady(now) && now.model !== undefined)).model);
    await server.stop();
  });
});
