import type * as vscode from 'vscode';
import type { LossHistory, LossUpdate } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';
import { type PastRun, updated } from '../loss-view/messages';

/** Where the workspace's own memory keeps them. */
const KEY = 'inkling.runs';
/** Runs that are kept. */
const MOST_RUNS = 10;
/** Of a run that is remembered: a curve has no more to show. */
const MOST_POINTS = 60;

/** The trainings of this workspace that have ended: their figures, kept by the editor, none of the text. */
export class RunLog implements vscode.Disposable {
  private history: LossHistory = { points: [], running: false };
  private readonly listener: vscode.Disposable;

  constructor(
    connection: ServerConnection,
    private readonly memory: vscode.Memento,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.listener = connection.onLoss((update) => this.take(update));
  }

  /** Latest first. The one that the server shows as its own is not among them. */
  get before(): readonly PastRun[] {
    const kept = this.kept;
    const ended = this.history.points.at(-1)?.tokens;
    const isLast = ended !== undefined && kept[0]?.history.points.at(-1)?.tokens === ended;
    return isLast ? kept.slice(1) : kept;
  }

  async forget(): Promise<void> {
    await this.memory.update(KEY, undefined);
  }

  dispose(): void {
    this.listener.dispose();
  }

  private get kept(): readonly PastRun[] {
    const kept: unknown = this.memory.get(KEY, []);
    return Array.isArray(kept) ? kept : [];
  }

  private take(update: LossUpdate): void {
    const wasRunning = this.history.running;
    // What was missed before this window looked is no part of a run that could be drawn.
    this.history = updated(this.history, update) ?? { ...update, points: update.points };
    const { points, running, baseline, base, whole } = this.history;
    if (!wasRunning || running || points.length < 2) return;
    const run: PastRun = {
      endedAt: this.now().toISOString(),
      history: { points: thinned(points), baseline, base, whole },
    };
    void this.memory.update(KEY, [run, ...this.kept].slice(0, MOST_RUNS));
  }
}

/** Every so many points, and the last, on which a run is told from others; measured ones go before others. */
export function thinned(points: LossHistory['points']): LossHistory['points'] {
  const measured = points.filter(
    (point, index) => point.heldOutLoss !== undefined || index === points.length - 1,
  );
  const step = Math.ceil(measured.length / MOST_POINTS);
  return measured.filter((_, index) => (measured.length - 1 - index) % step === 0);
}
