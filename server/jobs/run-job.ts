import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Turns } from '../threads/turns';
import { Watchdog } from '../threads/watchdog';
import type { AnswerTo, CorpusJob, JobProgress } from './jobs';
import { type PackedAnswer, packJob, unpackAnswer } from './transport';

/** Megabytes of new objects before they are looked through. V8's default lets 30 MB more of them lie about, and is no faster here. */
const YOUNG_GENERATION = 8;

/** The thread of each kind of job: those that a start waits for have as little code in it as they need. */
const BUNDLES: Partial<Record<CorpusJob['kind'], string>> = {
  base: 'base-worker.js',
  loadModel: 'store-worker.js',
  saveModel: 'store-worker.js',
};

/**
 * Jobs that a request or a document may ask for any number of times at once: each takes a thread and the memory of a network, so
 * that they run one at a time.
 */
const TURNS: Partial<Record<CorpusJob['kind'], Turns>> = { base: new Turns(), measure: new Turns() };
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
  const turns = TURNS[job.kind];
  return turns ? turns.take(signal, () => run(job, signal, onProgress)) : run(job, signal, onProgress);
}

function run<Job extends CorpusJob>(
  job: Job,
  signal: AbortSignal,
  onProgress: (progress: JobProgress) => void,
): Promise<AnswerTo<Job>> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const bundle = BUNDLES[job.kind] ?? 'corpus-worker.js';
    const worker = new Worker(join(__dirname, bundle), {
      workerData: packJob(job),
      resourceLimits: job.kind in BUNDLES ? {} : { maxYoungGenerationSizeMb: YOUNG_GENERATION },
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
    worker.on('message', (message: PackedAnswer | JobProgress) => {
      if (message.kind === 'progress') {
        onProgress(message);
        return;
      }
      resolve(unpackAnswer(message) as Promise<AnswerTo<Job>>); // a job is answered by its own kind
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
