import type { LossHistory, LossPoint, Status } from '../protocol';

/** Training reports many times a second; editors redraw on every notification. */
const INTERVAL_MS = 250;

/** What the editor is told about the server's state: kept here, sent whenever it changes. */
export class StatusBoard {
  private current: Status | undefined;
  private history: LossHistory = { points: [], running: false };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sendStatus: (status: Status) => void,
    private readonly sendLoss: (history: LossHistory) => void,
  ) {}

  get status(): Status {
    return this.current ?? { state: 'reading' };
  }

  get lossHistory(): LossHistory {
    return this.history;
  }

  /** Replaces the given fields; the message and the training progress don't outlive the state they belong to. */
  update(change: Partial<Status>): void {
    const changed = change.state !== undefined && change.state !== this.status.state;
    const kept = changed ? { ...this.status, message: undefined, training: undefined } : this.status;
    const next = { ...kept, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    this.current = next;
    this.sendStatus(next);
  }

  setHistory(history: LossHistory): void {
    this.history = history;
    this.flush();
  }

  /** One more point of the training that goes on. */
  addPoint(point: LossPoint, budgetSeconds: number): void {
    this.history = { ...this.history, points: [...this.history.points, point] };
    this.current = { ...this.status, training: { seconds: point.seconds, budgetSeconds, loss: point } };
    this.timer ??= setTimeout(() => {
      this.flush();
      this.sendStatus(this.status);
    }, INTERVAL_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sendLoss(this.history);
  }
}
