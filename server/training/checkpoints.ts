/** The workspace's own training can be cut short at any time: its checkpoint, one file beside the stored model. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Checkpoint } from '../../model/training/checkpoint';
import { removeAbandoned } from '../store/atomic-write';
import { buffersOf } from './checkpoint-file';
import type { Answer, Notes, Question, TrainingInputs, Unfinished } from './checkpoint-messages';

/**
 * A kill costs at most so many seconds of training and what writing takes. With a base a checkpoint has 50 MB, and takes some
 * tenths of a second to write.
 */
const CHECKPOINT_SECONDS = 6;
/** Milliseconds after which a question to the checkpoint's thread is given up, so that a disk that hangs does not hold up training. */
const LONGEST_MS = 60_000;

const CHECKPOINT_FILE = 'training.partial';

/** The training that was opened. None of these ever throws. */
export interface OpenCheckpoint {
  /** Where the same training was cut short. Absent: it begins. */
  readonly resume?: Checkpoint;
  readonly notes?: Notes;
  /** Takes the checkpoint's vectors over. While one is being written, only the newest waits. */
  write(checkpoint: Checkpoint, notes: Notes): void;
  /** Training was cut short: what is on the disk stays there. */
  close(): Promise<void>;
  /** Training has ended: nothing is left to go on with. */
  remove(): Promise<void>;
}

export class Checkpoints {
  readonly path: string;

  constructor(
    folder: string,
    private readonly log: (message: string) => void,
    /** Between two checkpoints. */
    readonly seconds = CHECKPOINT_SECONDS,
  ) {
    this.path = join(folder, CHECKPOINT_FILE);
  }

  /** Whether a training was cut short. */
  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Removes what a killed process left half-written. */
  async clean(): Promise<void> {
    await removeAbandoned(this.path).catch(() => {}); // there is no such folder yet
  }

  /** What a training that was cut short had found; undefined if there is no such. */
  async peek(): Promise<Unfinished | undefined> {
    if (!this.exists) return undefined;
    const thread = new CheckpointThread(this.path);
    try {
      return (await thread.ask({ kind: 'peek' })).unfinished;
    } catch (error) {
      this.log(`The training that was cut short can't be read: ${error}`);
      return undefined;
    } finally {
      thread.end();
    }
  }

  /** Goes on with the same training where it was cut short, if it was; that of another is removed. */
  async open(inputs: TrainingInputs): Promise<OpenCheckpoint> {
    const thread = new CheckpointThread(this.path);
    let problem: unknown;
    const tell = (error: unknown) => {
      if (problem === undefined) this.log(`Training can't be kept against being cut short: ${error}`);
      problem = error;
    };
    const opened = await thread.ask({ kind: 'open', inputs }).catch(tell);
    let waiting: [Checkpoint, Notes] | undefined;
    let writing: Promise<void> | undefined;
    const writeAll = async (): Promise<void> => {
      for (let next = waiting; next; next = waiting) {
        waiting = undefined;
        const [checkpoint, notes] = next;
        // The best weights are the served network's too, and stay here.
        const buffers = buffersOf({ vectors: checkpoint.vectors });
        await thread.ask({ kind: 'write', checkpoint, notes }, buffers).catch(tell);
      }
      writing = undefined;
    };
    const { path } = this;
    const close = async (): Promise<void> => {
      waiting = undefined;
      await writing;
      thread.end();
    };
    return {
      resume: opened?.resume,
      notes: opened?.notes,
      write(checkpoint, notes) {
        waiting = [checkpoint, notes];
        writing ??= writeAll();
      },
      close,
      async remove() {
        await close();
        await rm(path, { force: true }).catch(tell);
      },
    };
  }

  /** What was learned of the text so far must not stay on the disk. Not while a training is open. Never throws. */
  async discard(): Promise<void> {
    await rm(this.path, { force: true }).catch((error: unknown) => {
      this.log(`A training that was cut short can't be removed: ${error}`);
    });
  }
}

type AnswerTo<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;

/** One question at a time. A thread that fails, ends or is silent for too long fails the question, and all later ones. */
class CheckpointThread {
  private readonly worker: Worker;
  private failure: unknown;
  private settle: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;

  constructor(path: string) {
    this.worker = startWorker(path);
    this.worker.unref(); // the process may end in the middle of a write
    this.worker.on('message', (answer: Answer) => this.settle?.resolve(answer));
    const fail = (error: unknown) => {
      this.failure ??= error;
      this.settle?.reject(error);
    };
    this.worker.on('error', fail);
    this.worker.on('messageerror', fail);
    this.worker.on('exit', (code) => fail(new Error(`its thread ended unasked, with code ${code}`)));
  }

  async ask<Kind extends Question['kind']>(
    question: Extract<Question, { kind: Kind }>,
    transfer: ArrayBuffer[] = [],
  ): Promise<AnswerTo<Kind>> {
    if (this.failure !== undefined) throw this.failure;
    const silence = setTimeout(() => {
      this.settle?.reject(new Error('the disk does not answer'));
      this.end();
    }, LONGEST_MS).unref();
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.settle = { resolve, reject };
        this.worker.postMessage(question, transfer);
      });
      if (answer.kind === 'problem') throw new Error(answer.reason);
      return answer as AnswerTo<Kind>; // a question is answered by its own kind
    } finally {
      clearTimeout(silence);
      this.settle = undefined;
    }
  }

  end(): void {
    void this.worker.terminate();
  }
}

/** The bundle beside this one; in tests, which run the sources, the source beside this one. */
function startWorker(path: string): Worker {
  const bundle = join(__dirname, 'checkpoint-worker.js');
  if (existsSync(bundle)) return new Worker(bundle, { workerData: { path } });
  const source = join(__dirname, 'checkpoint-thread.ts');
  return new Worker(source, { workerData: { path }, execArgv: ['--require', 'tsx/cjs'] });
}
