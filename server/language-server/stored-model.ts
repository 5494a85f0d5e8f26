import { existsSync } from 'node:fs';
import type { Snapshot } from '../../model/training/api';
import type { Corpus } from '../corpus/corpus';
import { runCorpusJob } from '../corpus/run-job';
import type { ModelStore } from '../store/model-store';
import { modelToStore, type TrainingRecord } from './served-network';

export interface StoredModelHost {
  readonly store: ModelStore;
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
    const { store, log } = this.host;
    const isWritten = await this.write(corpus, () => store.save(modelToStore(corpus, best, record)));
    if (isWritten) log(`Saved the model to ${store.path}.`);
    return isWritten;
  }

  /**
   * Takes out what is gone from the text: passages, words, and the network's rows of those. With no text left, the whole model
   * goes. False if it is to be tried again.
   */
  async clean(corpus: Corpus, signal: AbortSignal): Promise<boolean> {
    const { store, log } = this.host;
    if (corpus.tokens === 0) return this.write(corpus, () => store.remove());
    if (!existsSync(store.path)) {
      corpus.noteStored();
      return true;
    }
    const { writes } = this;
    try {
      const job = { kind: 'redact', modelPath: store.path, ...corpus.present } as const;
      const { bytes } = await runCorpusJob(job, signal);
      signal.throwIfAborted();
      if (writes !== this.writes) return true; // a training has stored another, of the text as it is
      return await this.write(corpus, () => store.replace(bytes));
    } catch (error) {
      signal.throwIfAborted();
      log(`Text that is gone could not be taken out of the stored model: ${error}`);
      return false;
    }
  }

  private async write(corpus: Corpus, write: () => Promise<string | undefined>): Promise<boolean> {
    this.writes++;
    const undo = corpus.noteStored(); // as of now: while it is written, text may go
    const problem = await write();
    if (!problem) return true;
    undo();
    this.host.warn(problem);
    return false;
  }
}
