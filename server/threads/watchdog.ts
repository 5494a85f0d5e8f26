/** How long a thread may be silent. */
export interface Patience {
  readonly tickMs: number;
  readonly ticks: number;
}

/** 30 s: a block of the largest network takes well under a second on an idle machine, and a few on a busy one. */
export const DEFAULT_PATIENCE: Patience = { tickMs: 1000, ticks: 30 };

/**
 * Calls back once when `ticks` ticks in a row passed without a message. Ticks are counted rather than time compared, so that time in
 * which the machine was suspended or this thread was blocked does not count.
 */
export class Watchdog {
  private silent = 0;
  private held = false;
  private readonly timer: NodeJS.Timeout;

  constructor({ tickMs, ticks }: Patience, onSilence: () => void) {
    this.timer = setInterval(() => {
      if (this.held || ++this.silent < ticks) return;
      this.stop();
      onSilence();
    }, tickMs);
    this.timer.unref();
  }

  /** Something was heard. @param held whether silence is allowed until the next time. */
  heard(held: boolean): void {
    this.held = held;
    this.silent = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
