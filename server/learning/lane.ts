/**
 * Work of which only one piece goes on at a time. A new piece asks the one before to stop, and begins when it has
 * stopped.
 */
export class Lane {
  private controller = new AbortController();
  private last: Promise<boolean> = Promise.resolve(true);
  private pieces = 0;

  /** @param onError what a piece threw, unless it had been asked to stop. */
  constructor(private readonly onError: (error: unknown) => void) {}

  get busy(): boolean {
    return this.pieces > 0;
  }

  /** Resolves when this piece has ended: true if it was neither stopped nor failed. */
  run(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.cancel();
    return this.enqueue(work);
  }

  private enqueue(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { signal } = this.controller;
    this.pieces++;
    this.last = this.last.then(async () => {
      try {
        if (!signal.aborted) await work(signal);
        return !signal.aborted;
      } catch (error) {
        if (!signal.aborted) this.onError(error);
        return false;
      } finally {
        this.pieces--;
      }
    });
    return this.last;
  }

  /** The same for work that can wait: what goes on is not asked to stop. */
  after(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    return this.enqueue(work);
  }

  /** The same for work that must be done: where another piece has stopped it, it begins again behind that one. False if it failed. */
  async until(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    for (;;) {
      const { signal } = this.controller;
      if (await this.enqueue(work)) return true;
      if (!signal.aborted) return false;
    }
  }

  /** Resolves when what goes on now has ended. */
  async idle(): Promise<void> {
    await this.last;
  }

  /** Asks whatever goes on to stop. */
  cancel(): void {
    this.controller.abort(new Error('Cancelled'));
    this.controller = new AbortController();
  }
}
