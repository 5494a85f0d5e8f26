import type { StorageNotice } from './storage-notice';
import type { ModelToStore, PostedText, ThreadStore } from './stored-model';

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
  /** What is left of its text, where some of it has gone while it waits. */
  private present: PostedText | undefined;
  private written = 0;
  private saving: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param retryMs only tests wait for less. */
  constructor(
    private readonly store: Pick<ThreadStore, 'path' | 'save'>,
    private readonly host: ModelSaverHost,
    private readonly retryMs = RETRY_MS,
  ) {}

  /** How many models were saved. */
  get writes(): number {
    return this.written;
  }

  /** Whether it was saved at once; else it is as soon as that is possible. */
  async save(model: ModelToStore): Promise<boolean> {
    this.waiting = model;
    this.present = undefined;
    await this.attempt();
    return this.waiting !== model;
  }

  /** Some of the text is gone: a model that waits to be saved is saved without it. @param present what is left of the text. */
  redact(present: () => PostedText): void {
    if (this.waiting) this.present = present();
  }

  /** What waits to be saved is about a text that is no longer learned from. */
  forget(): void {
    this.waiting = undefined;
    this.present = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private attempt(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saving = this.saving.then(async () => {
      const { waiting: model, present } = this;
      if (!model) return;
      if (!this.host.mayWrite()) {
        this.forget(); // another window has taken over, with a model of its own
        return;
      }
      const problem = await this.store.save(present ? { ...model, present } : model);
      if (problem === undefined) {
        this.host.log(`Saved the model to ${this.store.path}.`);
        this.host.notice.solved();
        this.written++;
        if (this.waiting !== model) return; // the newer one has its own attempt
        if (this.present === present) this.forget();
        else void this.attempt(); // more of the text has gone while it was written
        return;
      }
      this.host.notice.problem(problem);
      this.timer ??= setTimeout(() => void this.attempt(), this.retryMs);
      this.timer.unref();
    });
    return this.saving;
  }
}
