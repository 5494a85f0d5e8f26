import { existsSync } from 'node:fs';
import type { Snapshot } from '../../model/training/api';
import type { Corpus } from '../corpus/corpus';
import { runCorpusJob } from '../jobs/run-job';
import { modelToStore, type TrainingRecord } from '../serving/served-network';
import type { ModelSaver } from '../store/model-saver';
import type { ThreadStore } from '../store/stored-model';

export interface StoredModelHost {
  readonly store: ThreadStore;
  readonly saver: ModelSaver;
  /** Whether this process writes the model. */
  leads(): boolean;
  warn(message: string): void;
  log(message: string): void;
}

/** What is written to the store, and taken out of it again. */
export class StoredModel {
  /** Counts what was written. */
  private writes = 0;

  constructor(private readonly host: StoredModelHost) {}

  /** Whether it was written. */
  async save(corpus: Corpus, best: Snapshot, record: TrainingRecord): Promise<boolean> {
    return this.write(corpus, () => this.host.saver.save(modelToStore(corpus, best, record)));
  }

  /**
   * Takes out what is gone from the text: passages, words, and the network's rows of those. With no text left, the whole model
   * goes. False if it is to be tried again.
   */
  async clean(corpus: Corpus, signal: AbortSignal): Promise<boolean> {
    const { store, saver, log } = this.host;
    if (!this.host.leads()) return true; // the window that writes the model removes it
    if (corpus.tokens === 0) {
      saver.forget();
      return this.write(corpus, () => this.told(store.remove()));
    }
    saver.redact(() => corpus.present); // a model that still waits to be saved has the gone text too
    if (!existsSync(store.path)) {
      corpus.noteStored();
      return true;
    }
    const writes = this.writes + saver.writes;
    try {
      const job = { kind: 'redact', modelPath: store.path, ...corpus.present } as const;
      const { bytes } = await runCorpusJob(job, signal);
      signal.throwIfAborted();
      if (writes !== this.writes + saver.writes) return true; // meanwhile a new model of the present text was stored
      return await this.write(corpus, () => this.told(store.replace(bytes)));
    } catch (error) {
      signal.throwIfAborted();
      log(`Text that is gone could not be taken out of the stored model: ${error}`);
      return false;
    }
  }

  /** @param write resolves to whether the file was written. */
  private async write(corpus: Corpus, write: () => Promise<boolean>): Promise<boolean> {
    this.writes++;
    const undo = corpus.noteStored(); // as of now: while it is written, text may go
    const isWritten = await write();
    if (!isWritten) undo();
    return isWritten;
  }

  private async told(writing: Promise<string | undefined>): Promise<boolean> {
    const problem = await writing;
    if (problem) this.host.warn(problem);
    return problem === undefined;
  }
}
