import type { TrainingRun } from '../training/api';

/** How often the power supply is looked at, while training only. */
const LOOK_MS = 15_000;

/** Why a training is held. Where both reasons hold, `asked` is reported. */
export type PauseReason = 'asked' | 'battery';

/**
 * Holds a training while the writer asks for it, or while the machine runs on battery. A writer who resumes on battery
 * is obeyed until the training ends.
 */
export class TrainingPause {
  private reason: PauseReason | undefined;
  private ignoresBattery = false;
  private readonly timer: NodeJS.Timeout;

  /** @param tell is called when the training is held, with the reason, and when it goes on, with none. */
  constructor(
    private readonly run: Pick<TrainingRun, 'pause' | 'resume'>,
    private readonly tell: (reason: PauseReason | undefined) => void,
    private readonly onBattery: () => Promise<boolean>,
    intervalMs = LOOK_MS,
  ) {
    this.timer = setInterval(() => void this.look(), intervalMs);
    void this.look();
  }

  get isHeld(): boolean {
    return this.reason !== undefined;
  }

  toggle(): void {
    this.ignoresBattery = this.reason !== undefined;
    this.hold(this.reason === undefined ? 'asked' : undefined);
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const battery = await this.onBattery();
    if (this.reason === 'asked' || this.ignoresBattery) return;
    this.hold(battery ? 'battery' : undefined);
  }

  private hold(reason: PauseReason | undefined): void {
    if (reason === this.reason) return;
    this.reason = reason;
    if (reason === undefined) this.run.resume();
    else this.run.pause();
    this.tell(reason);
  }
}
