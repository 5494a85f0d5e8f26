/** Starts training in threads of its own, and passes on what they report. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Snapshot, TrainingData } from '../../model/training/api';
import { allocateIds } from '../shared-ids';
import type { StartTraining, TrainingRun } from './api';
import type { Control, Report, Role } from './messages';

export const startTraining: StartTraining = (data, request, events) => {
  const worker = startWorker({ kind: 'leader', data: shareData(data), request });
  let best: Snapshot | undefined;

  const done: TrainingRun['done'] = new Promise((resolve, reject) => {
    worker.on('message', (report: Report) => {
      if (report.kind === 'point') events.onPoint(report.point);
      else if (report.kind === 'start') events.onStart?.(report.measurement);
      else if (report.kind === 'snapshot') {
        best = report.snapshot;
        events.onSnapshot(best);
      } else if (report.kind === 'checkpoint') {
        events.onCheckpoint?.(report.checkpoint);
      } else resolve({ reason: report.reason, best });
    });
    worker.on('error', reject);
    // After `done` this changes nothing: a promise settles once.
    worker.on('exit', (code) => reject(new Error(`the training thread ended unasked, with code ${code}`)));
  });

  const say = (control: Control): void => worker.postMessage(control);
  return {
    done,
    cancel: () => say('cancel'),
    pause: () => say('pause'),
    resume: () => say('resume'),
  };
};

/** The bundle beside this one; in tests, which run the sources, the source beside this one. */
export function startWorker(role: Role): Worker {
  const bundle = join(__dirname, 'training-worker.js');
  if (existsSync(bundle)) return new Worker(bundle, { workerData: role });
  return new Worker(join(__dirname, 'worker.ts'), { workerData: role, execArgv: ['--require', 'tsx/cjs'] });
}

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
