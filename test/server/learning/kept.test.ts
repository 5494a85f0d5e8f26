import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '../../../server/protocol';
import { eventually, type ServerProcess, startServer } from '../language-server/server-process';
import { describeServer, folder, isReady, put, storage } from '../language-server/suite';

/** Workers' objects in the server's heap, its main thread's, when all that nothing holds is gone. */
async function workersKept(server: ServerProcess): Promise<number> {
  const snapshots = () => readdirSync(storage).filter((name) => name.endsWith('.heapsnapshot'));
  const before = snapshots();
  server.process.kill('SIGUSR2');
  let kept = 0;
  const isWhole = () => {
    const [name] = snapshots().filter((other) => !before.includes(other));
    if (name === undefined) return false;
    try {
      kept = countObjects(JSON.parse(readFileSync(join(storage, name), 'utf8')), 'Worker');
      return true;
    } catch {
      return false; // it is still being written
    }
  };
  await eventually(isWhole, 'a heap snapshot', 30_000);
  return kept;
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [string[]] };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

function countObjects({ snapshot: { meta }, nodes, strings }: HeapSnapshot, name: string): number {
  const width = meta.node_fields.length; // the first two are its type and its name
  const object = meta.node_types[0].indexOf('object');
  let count = 0;
  for (let at = 0; at < nodes.length; at += width)
    if (nodes[at] === object && strings[nodes[at + 1]!] === name) count++;
  return count;
}

describeServer('A training that is over', () => {
  it('leaves nothing in memory: its threads and networks are garbage-collected', async function () {
    if (process.platform === 'win32') this.skip(); // no signal there asks for a snapshot
    this.timeout(300_000);
    put('one.md');
    const environment = { NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${storage}` };
    const server = await startServer({ folder, storage, environment });
    await server.status(({ state, model }) => state === 'ready' && model !== undefined, 60_000);
    const first = await workersKept(server);
    for (let training = 0; training < 4; training++) {
      server.forgetStatuses();
      await server.execute(Command.retrain);
      await server.status('training', 60_000);
      await server.status(isReady, 60_000);
    }
    // Whatever is still saving is over in a moment; a training that is held stays.
    await eventually(async () => (await workersKept(server)) <= first, 'the threads to be let go of', 60_000);
    await server.stop();
  });
});
