import type { StorageNotice } from './storage-notice';
import type { ModelToStore, ThreadStore } from './stored-model';

export interface ModelSaverHost {
  /** Whether this process may write the model now; see SharedStorage. */
  mayWrite(): boolean;
  readonly notice: StorageNotice;
  log(message: string): void;
}

/** After a disk was full, read-only or gone, saving is tried again this often. */
const RETRY_MS = 30_000;

/**
 * Saves models, the newest at last: one that can't be saved is kept, and saved as soon as that is possible. The writer is told
 * once, not at each attempt.
 */
export class ModelSaver {
  private waiting: ModelToStore | undefined;
  private saving: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param retryMs only tests wait for less. */
  constructor(
    private readonly store: Pick<ThreadStore, 'path' | 'save'>,
    private readonly host: ModelSaverHost,
    private readonly retryMs = RETRY_MS,
  ) {}

  /** Whether it was saved at once; else it is as soon as that is possible. */
  async save(model: ModelToStore): Promise<boolean> {
    this.waiting = model;
    await this.attempt();
    return this.waiting !== model;
  }

  /** What waits to be saved is about a text that is no longer learned from. */
  forget(): void {
    this.waiting = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private attempt(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saving = this.saving.then(async () => {
      const { waiting: model } = this;
      if (!model) return;
      if (!this.host.mayWrite()) {
        this.forget(); // another window has taken over, with a model of its own
        return;
      }
      const problem = await this.store.save(model);
      if (problem === undefined) {
        this.host.log(`Saved the model to ${this.store.path}.`);
        this.host.notice.solved();
        if (this.waiting === model) this.waiting = undefined;
        return;
      }
      this.host.notice.problem(problem);
      this.timer ??= setTimeout(() => void this.attempt(), this.retryMs);
      this.timer.unref();
    });
    return this.saving;
  }
}
