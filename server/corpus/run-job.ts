import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AnswerTo, CorpusAnswer, CorpusJob, JobProgress } from './jobs';

/** Megabytes of new objects before they are looked through. V8's default lets 30 MB more of them lie about, and is no faster here. */
const YOUNG_GENERATION = 8;

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
      reject(new Error(`The reading thread ended early (exit code ${code}).`)); // no effect once settled
    });
  });
}
