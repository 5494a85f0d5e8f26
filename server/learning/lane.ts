/**
 * Runs one task at a time. A new task aborts the signal of the one before, and begins when that has ended.
 */
export class Lane {
  private controller = new AbortController();
  private last: Promise<boolean> = Promise.resolve(true);

  /** @param onError is given what a task threw, unless it had been aborted. */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** Resolves when the newest task has ended. */
  get ended(): Promise<unknown> {
    return this.last;
  }

  /** Resolves when this task has ended: true if it was neither aborted nor failed. */
  run(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.cancel();
    const { signal } = this.controller;
    this.last = this.last.then(async () => {
      try {
        if (!signal.aborted) await work(signal);
        return !signal.aborted;
      } catch (error) {
        if (!signal.aborted) this.onError(error);
        return false;
      }
    });
    return this.last;
  }

  /** Aborts the task that runs. */
  cancel(): void {
    this.controller.abort(new Error('Cancelled'));
    this.controller = new AbortController();
  }
}
