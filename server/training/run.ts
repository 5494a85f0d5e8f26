/** Starts training in threads of its own, and passes on what they report. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Snapshot, TrainingData } from '../../model/training/api';
import { allocateIds } from '../threads/shared-memory';
import { DEFAULT_PATIENCE, type Patience, Watchdog } from '../threads/watchdog';
import type { StartTraining, TrainingRun } from './api';
import { buffersOf } from './checkpoint-file';
import type { Control, Report, Role } from './messages';

/** What tests replace. */
export interface Threads {
  readonly start: (role: Role) => Worker;
  /** For the leader's signs of life. */
  readonly patience: Patience;
  /** Milliseconds in which the leader may end by itself once it is to stop. */
  readonly stopMs: number;
}

/**
 * The bundle beside this one; in tests, which run the sources, the source beside this one. A checkpoint to go on from is moved
 * into the thread.
 */
export function startWorker(role: Role): Worker {
  const bundle = join(__dirname, 'training-worker.js');
  const resume = role.kind === 'leader' ? role.request.resume : undefined;
  const options = { workerData: role, transferList: resume ? buffersOf(resume) : [] };
  if (existsSync(bundle)) return new Worker(bundle, options);
  return new Worker(join(__dirname, 'worker.ts'), { ...options, execArgv: ['--require', 'tsx/cjs'] });
}

/**
 * Starts and watches every thread of the team, as only this one has a free event loop: a thread that fails, exits unasked or sends
 * nothing for too long ends the whole team, and `done` rejects with the reason. A team that does not stop within `stopMs` is ended too.
 */
export function trainIn({ start, patience, stopMs }: Threads): StartTraining {
  return (data, request, events) => {
    const threads: Worker[] = [];
    let best: Snapshot | undefined;
    let settle: { resolve: (value: Awaited<TrainingRun['done']>) => void; reject: (error: unknown) => void };
    const done: TrainingRun['done'] = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    let ended = false;
    let stopping: NodeJS.Timeout | undefined;

    /** Settles once, with the first reason: errors of threads that are being terminated are ignored. */
    const end = (tell: () => void): void => {
      if (ended) return;
      ended = true;
      watchdog.stop();
      clearTimeout(stopping);
      for (const thread of threads) void thread.terminate();
      tell();
    };
    const fail = (error: unknown): void => end(() => settle.reject(error));
    const watchdog = new Watchdog(patience, () => fail(new Error('the training threads stopped answering')));

    const startThread = (role: Role): Worker => {
      const thread = start(role);
      threads.push(thread);
      // The leader mostly fails because another thread has: wait for that thread's error, which tells the cause.
      const isLeader = role.kind === 'leader';
      thread.on('error', (error) =>
        isLeader && threads.length > 1 ? setTimeout(fail, 100, error) : fail(error),
      );
      thread.on('messageerror', fail);
      thread.on('exit', (code) => {
        const unasked = new Error(`a training thread ended unasked, with code ${code}`);
        if (isLeader)
          setTimeout(fail, 200, unasked); // its error was first
        else if (code !== 0) fail(unasked); // a follower that the leader let go exits with 0
      });
      return thread;
    };

    const take = (report: Report): void => {
      if (ended) return;
      watchdog.heard(report.kind === 'paused');
      switch (report.kind) {
        case 'wanted':
          startThread(report.follower);
          break;
        case 'point':
          events.onPoint(report.point);
          break;
        case 'start':
          events.onStart?.(report.measurement);
          break;
        case 'snapshot':
          best = report.snapshot;
          events.onSnapshot(best);
          break;
        case 'checkpoint':
          events.onCheckpoint?.(report.checkpoint);
          break;
        case 'done': {
          const { reason } = report;
          end(() => settle.resolve({ reason, best }));
          break;
        }
        case 'alive':
        case 'paused':
      }
    };

    const leader = startThread({ kind: 'leader', data: shareData(data), request });
    leader.on('message', (report: Report) => {
      try {
        take(report);
      } catch (error) {
        fail(error); // of the listener's: it must not end the process
      }
    });

    const say = (control: Control): void => leader.postMessage(control);
    return {
      done,
      cancel() {
        if (ended) return;
        say('cancel');
        stopping ??= setTimeout(() => end(() => settle.resolve({ reason: 'cancelled', best })), stopMs);
      },
      pause: () => say('pause'),
      resume: () => say('resume'),
    };
  };
}

export const startTraining: StartTraining = trainIn({
  start: startWorker,
  patience: DEFAULT_PATIENCE,
  stopMs: 3000,
});

/** Moves the text where all threads can read the same copy of it. */
function shareData(data: TrainingData): TrainingData {
  return { ...data, train: share(data.train), valid: share(data.valid) };
}

function share(text: Int32Array): Int32Array {
  if (!(text.buffer instanceof ArrayBuffer)) return text; // it is already
  const shared = allocateIds(text.length);
  shared.set(text);
  return shared;
}
