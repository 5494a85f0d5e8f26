/**
 * Work of which only one piece goes on at a time. A new piece asks the one before to stop, and begins when it has
 * stopped.
 */
export class Lane {
  private controller = new AbortController();
  private last: Promise<boolean> = Promise.resolve(true);

  /** @param onError what a piece threw, unless it had been asked to stop. */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** Resolves when the newest piece has ended. */
  get ended(): Promise<unknown> {
    return this.last;
  }

  /** Resolves when this piece has ended: true if it was neither stopped nor failed. */
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

  /** Asks whatever goes on to stop. */
  cancel(): void {
    this.controller.abort(new Error('Cancelled'));
    this.controller = new AbortController();
  }
}
