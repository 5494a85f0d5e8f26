import type { Corpus } from '../corpus/corpus';
import { type Moments, type Pace, type TrainingNeed, waitFor } from './training-due';

export interface UpkeepHost {
  readonly pace: Pace;
  corpus(): Corpus | undefined;
  /** What training the text calls for; undefined: none, or one goes on. */
  need(): TrainingNeed | undefined;
  train(need: TrainingNeed): void;
  /** Takes what is gone from the text out of the stored model. */
  cleanStored(): void;
}

/** The timers by which a folder's changes lead to a training and to a cleaning of the stored model. Nothing polls. */
export class Upkeep {
  private trainingTimer: NodeJS.Timeout | undefined;
  private storedTimer: NodeJS.Timeout | undefined;
  /** Whether `storedTimer` runs with the shorter wait, for much lost text. */
  private isSoon = false;
  /** Whether it is time for the stored model to be cleaned. */
  private isDue = false;
  private since: number | undefined;
  private trained = Number.NEGATIVE_INFINITY;
  private typed = Number.NEGATIVE_INFINITY;
  /** The corpus for which `storedTimer` runs: some of its text is gone, and still stored. */
  private lossy: Corpus | undefined;

  constructor(private readonly host: UpkeepHost) {}

  /** The writer types. */
  noteTyping(): void {
    this.typed = seconds();
  }

  /** A training has ended. */
  noteTrained(): void {
    this.trained = seconds();
    this.since = undefined;
  }

  /** The stored model has no more in it than the text. */
  noteStored(): void {
    clearTimeout(this.storedTimer);
    this.storedTimer = undefined;
    this.isDue = false;
    this.lossy = undefined;
  }

  /** Since the last `noteCleaning`: its time has come. */
  get isCleaningDue(): boolean {
    return this.isDue;
  }

  /** The cleaning of the stored model begins. */
  noteCleaning(): void {
    this.isDue = false;
  }

  /** Starts the training that the text calls for, or a timer for it. True if it was started now. */
  considerTraining(): boolean {
    clearTimeout(this.trainingTimer);
    const need = this.host.need();
    if (!need) {
      this.since = undefined;
      return false;
    }
    const now = seconds();
    this.since ??= now;
    const moments: Moments = { now, since: this.since, trained: this.trained, typed: this.typed };
    const wait = waitFor(need, moments, this.host.pace);
    if (wait > 0) this.trainingTimer = after(wait, () => this.considerTraining());
    else this.host.train(need);
    return wait <= 0;
  }

  /** After the text has changed. */
  considerStored(): void {
    const corpus = this.host.corpus();
    const lost = corpus?.lostSinceStored ?? 'nothing';
    if (lost === 'nothing') {
      if (corpus === this.lossy) this.noteStored(); // it has come back
      return;
    }
    this.lossy = corpus;
    const isSoon = lost === 'much';
    if (this.isDue || (this.storedTimer && (this.isSoon || !isSoon))) return;
    clearTimeout(this.storedTimer);
    this.isSoon = isSoon;
    const { stored, storedLater } = this.host.pace;
    this.storedTimer = after(isSoon ? stored : storedLater, () => {
      this.storedTimer = undefined;
      this.isDue = true;
      this.host.cleanStored();
    });
  }

  stop(): void {
    clearTimeout(this.trainingTimer);
    this.since = undefined;
    this.noteStored();
  }
}

function seconds(): number {
  return performance.now() / 1000;
}

/** setTimeout, in seconds, that keeps no process alive. */
function after(wait: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, Math.ceil(wait * 1000)).unref();
}
