import type { LearnerHost } from './learner';

/** What of the learner is needed to take back what it has learned. */
export interface TakingBackHost {
  readonly host: Pick<LearnerHost, 'checkpoints' | 'saver' | 'store' | 'warn' | 'leads' | 'settings'>;
  /** Reads without what the writer wants left out, and takes it out of what is served and stored. */
  leaveOut(): void;
  /** What was learned is no longer known. */
  clear(): void;
  /** Resolves when nothing goes on that was begun. */
  ended(): Promise<void>;
  startOver(): Promise<void>;
  stop(): void;
}

/** Takes back what was learned: of files that the writer wants left out, or all of it. */
export class TakingBack {
  /** One change is followed after the other. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly learner: TakingBackHost) {}

  /**
   * Other files are left out than before. What only those said is offered no more, and leaves the storage at once: a training that knows it
   * ends, and another begins when it is time.
   */
  exclusionsChanged(): Promise<void> {
    this.last = this.last.then(() => this.leaveOut());
    return this.last;
  }

  /**
   * Deletes what was learned of the folder, and learns it anew if Inkling is on.
   *
   * @param removeLeftovers takes away what else there is of it on the disk.
   */
  async deleteAll(removeLeftovers: () => Promise<void>): Promise<void> {
    const { learner } = this;
    learner.stop();
    await learner.ended();
    await this.removeStored();
    await removeLeftovers();
    await learner.startOver();
  }

  private async leaveOut(): Promise<void> {
    const { learner } = this;
    const { host } = learner;
    if (host.settings().enabled) {
      learner.leaveOut();
      await learner.ended();
      return;
    }
    // Nothing is read while it is off, so that nobody knows what of the model may stay.
    if (host.leads()) await this.removeStored();
    learner.clear();
  }

  private async removeStored(): Promise<void> {
    const { checkpoints, saver, store, warn } = this.learner.host;
    saver.forget();
    await checkpoints.discard();
    const problem = await store.remove();
    if (problem) warn(problem);
  }
}
