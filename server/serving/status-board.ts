import type { LossHistory, LossPoint, LossUpdate, Status } from '../protocol';

/** Training reports many times a second; editors redraw on every notification. */
const INTERVAL_MS = 250;

/** What the editor is told about the server's state: kept here, sent whenever it changes. */
export class StatusBoard {
  private current: Status | undefined;
  private history: LossHistory = { points: [], running: false };
  /** Points of the history that were sent. */
  private sent = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sendStatus: (status: Status) => void,
    private readonly sendLoss: (update: LossUpdate) => void,
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

  /** Another history. Its points are copied. */
  setHistory(history: LossHistory): void {
    this.history = { ...history, points: [...history.points] };
    this.sent = 0;
    this.flush();
  }

  /** The same points, and something else about them that is new. */
  updateHistory(change: Partial<Omit<LossHistory, 'points'>>): void {
    this.history = { ...this.history, ...change };
    this.flush();
  }

  /** One more point of the training that goes on. */
  addPoint(point: LossPoint, budgetSeconds: number): void {
    this.history.points.push(point);
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
    const from = this.sent;
    this.sent = this.history.points.length;
    this.sendLoss({ ...this.history, points: this.history.points.slice(from), from });
  }
}
