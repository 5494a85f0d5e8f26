import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Watchdog } from '../training/watchdog';
import type { AnswerTo, CorpusAnswer, CorpusJob, JobProgress } from './jobs';

/** Megabytes of new objects before they are looked through. V8's default lets 30 MB more of them lie about, and is no faster here. */
const YOUNG_GENERATION = 8;

/** Seconds after which a job that does not read a folder is given up: it takes a few, whatever the text. */
const LONGEST = 300;
/** They read as much as there is. */
const UNLIMITED: readonly CorpusJob['kind'][] = ['learn', 'update', 'sample', 'continueBase'];

/**
 * Runs a job in a thread of its own, which ends with it, so that reading costs no memory afterwards.
 * Rejects with the worker's error, or with the signal's reason when it is aborted; the thread is gone then.
 */
export function runCorpusJob<Job extends CorpusJob>(
  job: Job,
  signal: AbortSignal,
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<AnswerTo<Job>> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const bundle = job.kind === 'base' ? 'base-worker.js' : 'corpus-worker.js';
    const worker = new Worker(join(__dirname, bundle), {
      workerData: job,
      resourceLimits: job.kind === 'base' ? {} : { maxYoungGenerationSizeMb: YOUNG_GENERATION },
    });
    const abort = () => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    const watchdog = new Watchdog({ tickMs: 1000, ticks: LONGEST }, () => {
      reject(new Error(`its thread has not answered in ${LONGEST} seconds`));
      void worker.terminate();
    });
    if (UNLIMITED.includes(job.kind)) watchdog.stop();
    worker.on('message', (message: CorpusAnswer | JobProgress) => {
      if (message.kind === 'progress') {
        onProgress(message);
        return;
      }
      resolve(message as AnswerTo<Job>); // a job is answered by its own kind
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('messageerror', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      watchdog.stop();
      reject(new Error(`The reading thread ended early (exit code ${code}).`)); // no effect once settled
    });
  });
}
