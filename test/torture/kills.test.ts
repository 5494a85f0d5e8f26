import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../model/format/model-file';
import { seededRandom } from '../../model/training/random';
import {
  endlessText,
  killServers,
  startServer,
  temporaryFolder,
} from '../server/language-server/server-process';
import { kill, processesWith, strayFiles } from './killing';
import { full, rounds, scaled, seedOfPart } from './scale';

const kills = rounds(6, 1000);
/** Share of the kills while the server starts and reads; the others come while it trains, saves or rests. */
const early = 0.3;
/** Milliseconds after the start, or after training or rest began. A training takes several lives of a server. */
const longestLife = 2500;
const trainingSeconds = 6;
const checkpointSeconds = 0.5;
/** The promise of 10 s, for checkpoints as often as here instead of every 6 s. */
const mostLost = 10 - 6 + checkpointSeconds;

const marker = 'INKLING_TORTURE_KILLS';

describe('a server that is killed again and again', function () {
  this.timeout(scaled(120_000, 4 * 3_600_000));
  const folder = temporaryFolder();
  const storage = temporaryFolder();
  after(() => {
    killServers();
    for (const used of [folder, storage]) rmSync(used, { recursive: true, force: true });
  });

  it(`goes on each time, having lost ${mostLost} s of training at most (${kills} kills)`, async () => {
    const random = seededRandom(seedOfPart(10));
    const model = join(storage, 'model.inkling');
    const killed = { reading: 0, training: 0, ready: 0 };
    let [resumed, saved, worst] = [0, 0, 0];
    /** Seconds of training that the last server had reached; undefined where none was going on. */
    let reached: number | undefined;
    let texts = 0;
    /** Other text in place of what was there: another training, and a folder that does not grow from round to round. */
    const write = () => {
      writeFileSync(join(folder, 'text.md'), endlessText(600, ++texts));
      reached = undefined;
    };
    write();
    for (let round = 0; round < kills; round++) {
      const server = await startServer({
        folder,
        storage,
        settings: { trainingSeconds },
        checkpointSeconds,
        environment: { [marker]: String(process.pid) },
      });
      const [isEarly, life] = [random() < early, random() * longestLife];
      if (!isEarly) await server.status(({ state }) => state === 'training' || state === 'ready', 120_000);
      await new Promise((resolve) => setTimeout(resolve, life));
      await kill(server);

      const last = server.statuses.at(-1);
      const trains = server.statuses.some(({ state }) => state === 'training');
      const begun = server.log.join('\n').match(/goes on after ([\d.]+) s/)?.[1];
      assert.deepEqual(server.messages, [], 'nothing is damaged or set aside');
      if (trains) {
        const lost = (reached ?? 0) - Number(begun ?? 0);
        assert.ok(lost <= mostLost, `round ${round}: ${lost} s lost`);
        worst = Math.max(worst, lost);
        if (begun !== undefined) resumed++;
      }
      if (last?.state === 'training') reached = last.training?.seconds ?? reached;
      killed[last?.state === 'training' ? 'training' : last?.state === 'ready' ? 'ready' : 'reading']++;
      if (existsSync(model)) assert.ok(decodeModel(readFileSync(model)).parameters.length > 0);
      if (last?.state === 'ready') {
        saved++;
        write();
      }
      assert.deepEqual(processesWith(marker, String(process.pid)), [], 'no process is left');
      if (full && round % 10 === 9) console.log(`      ${round + 1}: ${JSON.stringify(killed)}`);
    }

    const end = await startServer({ folder, storage, settings: { trainingSeconds: 1 } });
    await end.status(({ state, message }) => state === 'ready' && message === undefined, 60_000);
    assert.equal(await end.stop(), 0);
    assert.deepEqual(strayFiles(storage, ['model.inkling']), []);
    const where = Object.entries(killed).map(([state, times]) => `${times} ${state}`);
    console.log(
      `      ${kills} kills (${where.join(', ')}): ${resumed} trainings gone on with, ${saved} ended; at most ${worst.toFixed(1)} s lost`,
    );
  });

  // Of two windows on one folder one is killed: see the lock of the storage folder.
});
