import * as vscode from 'vscode';
import type { OfferUse } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';

const KEY = 'inkling.usage';
/** Days that are kept: a little more than a year. */
const MOST_DAYS = 400;
/** Bins of the histograms by confidence, each a tenth wide. */
const BINS = 10;
/** Milliseconds between two writes at least; counts are held in memory meanwhile. */
const WRITE_DELAY_MS = 5000;

export interface Day {
  shown: number;
  accepted: number;
  /** Letter by letter to the end: right, and not accepted. */
  typed: number;
  dismissed: number;
  /** Keystrokes saved. */
  saved: number;
}

export interface Usage {
  /** By date, as `2024-05-31` in the writer's own time. */
  readonly days: Readonly<Record<string, Readonly<Day>>>;
  /** (10) Ghost texts by how sure they were: how many had an end, and how many were wanted, that is accepted or typed to the end. */
  readonly confidence: readonly { readonly ended: number; readonly wanted: number }[];
}

export const NOTHING: Usage = {
  days: {},
  confidence: Array.from({ length: BINS }, () => ({ ended: 0, wanted: 0 })),
};

/** One more offer, or what became of one. */
export function counted(usage: Usage, { kind, saved, probability }: OfferUse, date: string): Usage {
  const day = usage.days[date] ?? { shown: 0, accepted: 0, typed: 0, dismissed: 0, saved: 0 };
  const today = { ...day, [kind]: day[kind] + 1, saved: day.saved + saved };
  const all = { ...usage.days, [date]: today };
  const days = date in usage.days ? all : latest(all); // offers come with each key, a new day once
  if (kind === 'shown' || probability === undefined) return { ...usage, days };
  const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
  const wanted = kind === 'dismissed' ? 0 : 1;
  const confidence = usage.confidence.map((each, index) =>
    index === bin ? { ended: each.ended + 1, wanted: each.wanted + wanted } : each,
  );
  return { days, confidence };
}

/** In order, and no more than are kept. */
function latest(days: Usage['days']): Usage['days'] {
  return Object.fromEntries(
    Object.entries(days)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-MOST_DAYS),
  );
}

export function dateOf(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Keystrokes saved today, in the last seven days, and since counting began. */
export function savedIn({ days }: Usage, now: Date): { today: number; week: number; all: number } {
  const from = dateOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6));
  const sum = (wanted: (date: string) => boolean) =>
    Object.entries(days).reduce((total, [date, { saved }]) => total + (wanted(date) ? saved : 0), 0);
  return {
    today: sum((date) => date === dateOf(now)),
    week: sum((date) => date >= from),
    all: sum(() => true),
  };
}

/** Unsure ghost texts that must have ended before *eager* is suggested, and the share of them that must have been wanted. */
const TELLING = 100;
const WANTED_SHARE = 0.6;
/** Bins below this one hold the unsure ghost texts (confidence below .6): near the threshold, so they tell what a lower one would show. */
const UNSURE = 6;

/** Whether the least sure of what is shown is mostly wanted: then more of it, less sure, would help. */
export function wouldLikeMore({ confidence }: Usage): boolean {
  const unsure = confidence.slice(0, UNSURE);
  const ended = unsure.reduce((sum, each) => sum + each.ended, 0);
  const wanted = unsure.reduce((sum, each) => sum + each.wanted, 0);
  return ended >= TELLING && wanted >= WANTED_SHARE * ended;
}

/** A line a day. */
export function usageCsv({ days }: Usage): string {
  const lines = Object.entries(days).map(([date, day]) =>
    [date, day.shown, day.accepted, day.typed, day.dismissed, day.saved].join(','),
  );
  return ['date,shown,accepted,typed_through,dismissed,keystrokes_saved', ...lines, ''].join('\n');
}

/** Counts what becomes of offers, on this machine alone; nothing of what they say. */
export class UsageLog implements vscode.Disposable {
  private usage: Usage;
  private timer: NodeJS.Timeout | undefined;
  private readonly listener: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onChange = this.changed.event;

  constructor(
    connection: Pick<ServerConnection, 'onUse'>,
    private readonly memory: vscode.Memento,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.usage = read(memory.get(KEY));
    this.listener = connection.onUse((use) => this.take(use));
  }

  get all(): Usage {
    return this.usage;
  }

  get saved(): ReturnType<typeof savedIn> {
    return savedIn(this.usage, this.now());
  }

  async reset(): Promise<void> {
    this.usage = NOTHING;
    await this.flush();
    this.changed.fire(undefined);
  }

  dispose(): void {
    void this.flush();
    this.listener.dispose();
    this.changed.dispose();
  }

  private take(use: OfferUse): void {
    this.usage = counted(this.usage, use, dateOf(this.now()));
    this.timer ??= setTimeout(() => {
      void this.flush();
      this.changed.fire(undefined);
    }, WRITE_DELAY_MS);
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.memory.update(KEY, this.usage);
  }
}

/** What was kept, or nothing where that is of no use. */
function read(kept: unknown): Usage {
  if (typeof kept !== 'object' || kept === null) return NOTHING;
  const { days, confidence } = kept as Partial<Usage>; // just seen to be an object
  const isUsage =
    typeof days === 'object' && days !== null && Array.isArray(confidence) && confidence.length === BINS;
  return isUsage ? { days, confidence } : NOTHING;
}
