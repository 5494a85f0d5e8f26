/** How long a thread may be silent. */
export interface Patience {
  readonly tickMs: number;
  readonly ticks: number;
}

/** A block of the largest network takes well under a second, on a machine that is busy with other things a few. */
export const DEFAULT_PATIENCE: Patience = { tickMs: 1000, ticks: 30 };

/**
 * Calls back once when nothing was heard for so many ticks in a row. Ticks are counted rather than time compared: where the whole
 * machine or this thread stood still, nobody was silent.
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
