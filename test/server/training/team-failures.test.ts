import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { allocateTeamMemory, joinTeam } from '../../../model/training/team';
import { Watchdog } from '../../../server/threads/watchdog';
import type { Role } from '../../../server/training/messages';
import { startWorker, trainIn } from '../../../server/training/run';
import { trainingData as data } from './text';

/** What a broken thread does instead of its work. */
const faults = {
  throws: 'throw new Error("broken thread")',
  'ends unasked': 'process.exit(3)',
  'waits for ever': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  'computes for ever': 'for (;;) {}',
  'can not be loaded': 'this is no program',
};

function startBroken(kind: Role['kind'], fault: string, started: Worker[]) {
  return (role: Role): Worker => {
    const worker = role.kind === kind ? new Worker(fault, { eval: true }) : startWorker(role);
    started.push(worker);
    return worker;
  };
}

const events = { onPoint() {}, onSnapshot() {} };
const request = { budget: { seconds: 600 }, threads: 2, seed: 1, hiddenSize: 32 } as const;

/** Until no thread of the team is left. */
async function allGone(started: readonly Worker[]): Promise<void> {
  for (const worker of started) {
    if (worker.threadId !== -1) await new Promise((resolve) => worker.once('exit', resolve));
  }
}

describe('a training thread that does not do its work', function () {
  this.timeout(60_000);
  for (const kind of ['follower', 'leader'] as const) {
    for (const [what, fault] of Object.entries(faults)) {
      it(`ends training with a reason, and every thread: a ${kind} that ${what}`, async () => {
        const started: Worker[] = [];
        const start = startBroken(kind, fault, started);
        const train = trainIn({ start, patience: { tickMs: 100, ticks: 20 }, stopMs: 60_000 });
        await assert.rejects(
          train(data, request, events).done,
          /broken thread|stopped answering|ended unasked|Unexpected identifier/,
        );
        await allGone(started);
      });

      it(`can be cancelled: a ${kind} that ${what}`, async () => {
        const started: Worker[] = [];
        const start = startBroken(kind, fault, started);
        const train = trainIn({ start, patience: { tickMs: 1000, ticks: 600 }, stopMs: 300 });
        const run = train(data, request, events);
        run.pause();
        run.cancel();
        const ended = await run.done.catch(() => ({ reason: 'failed' }));
        assert.ok(['cancelled', 'failed'].includes(ended.reason));
        await allGone(started);
      });
    }
  }

  it('does not end the process where a listener fails', async () => {
    const train = trainIn({ start: startWorker, patience: { tickMs: 1000, ticks: 60 }, stopMs: 1000 });
    const failing = () => {
      throw new Error('listener');
    };
    await assert.rejects(train(data, request, { ...events, onPoint: failing }).done, /listener/);
  });
});

describe('the barrier of a team', () => {
  it('throws at once where a thread has failed before, however many are missing', () => {
    const memory = allocateTeamMemory(3);
    joinTeam(memory, 1, 3).fail();
    assert.throws(() => joinTeam(memory, 0, 3).meet(), /another training thread failed/);
  });
});

describe('the watchdog', () => {
  /** How often it has called back after so many milliseconds, in each of which something may be said to it. */
  async function silenceAfter(say: (dog: Watchdog) => void, ticks: number): Promise<number> {
    let calls = 0;
    const dog = new Watchdog({ tickMs: 1, ticks: 5 }, () => calls++);
    for (let tick = 0; tick < ticks; tick++) {
      say(dog);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    dog.stop();
    return calls;
  }

  const cases: [what: string, say: (dog: Watchdog) => void, calls: number][] = [
    ['calls back once where nothing is heard', () => {}, 1],
    ['leaves alone what is heard', (dog) => dog.heard(false), 0],
    ['leaves alone what is held', (dog) => dog.heard(true), 0],
  ];
  for (const [what, say, calls] of cases)
    it(what, async () => assert.equal(await silenceAfter(say, 40), calls));
});
