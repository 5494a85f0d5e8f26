import type { LossHistory, LossUpdate } from '../../server/protocol';

/** Everything the loss view shows in words, in the writer's language. `{0}` stands for what is put in. */
export interface LossViewTexts {
  title: string;
  explanation: string;
  training: string;
  heldOut: string;
  time: string;
  tokens: string;
  perplexity: string;
  top1: string;
  top3: string;
  saved: string;
  baseline: string;
  /** All parts together: what the writer gets. */
  whole: string;
  /** The line of the base, followed by its name. */
  base: string;
  /** `Run of {0}`. */
  run: string;
  runs: string;
  running: string;
  paused: string;
  atRest: string;
  empty: string;
  /** `{0}` of the keystrokes, `{1}` by counting alone. */
  savedSentence: string;
  /** The next word right `{0}`, `{1}` by counting alone. */
  rightSentence: string;
  /** The network alone is as unsure as among `{0}` words. */
  networkSentence: string;
  /** What it would write after `{0}`. */
  samples: string;
  chart: string;
  figures: string;
  parts: string;
  exportCsv: string;
  exportPng: string;
}

/** A training that has ended, as this workspace remembers it: figures only. */
export interface PastRun {
  /** ISO 8601. */
  readonly endedAt: string;
  readonly history: Omit<LossHistory, 'samples' | 'running' | 'paused'>;
}

/** Panel to view. */
export interface ToLossView {
  update: LossUpdate;
  /** The runs before this one, latest first. */
  runs: readonly PastRun[];
  texts: LossViewTexts;
}

/**
 * View to panel. `ready`: once, and again where it has missed something; then all points come. The others ask to save what the
 * view shows; `png` is base64.
 */
export type FromLossView = { kind: 'ready' } | { kind: 'csv'; csv: string } | { kind: 'png'; png: string };

/** `Before it read your text (English)`. */
export function baseLabel({ name }: NonNullable<LossHistory['base']>, texts: LossViewTexts): string {
  return `${texts.base} (${name})`;
}

/** The history after an update; undefined where points before it are missing. */
export function updated(history: LossHistory, { from, ...update }: LossUpdate): LossHistory | undefined {
  if (from > history.points.length) return undefined;
  return { ...update, points: [...history.points.slice(0, from), ...update.points] };
}

/** Every point of this run and of those before it, one a line; numbers with a point, as spreadsheets of any language read them. */
export function csvOf({ points }: LossHistory, runs: readonly PastRun[]): string {
  const head = 'run,seconds,tokens,training_loss,held_out_loss,perplexity,top1,top3';
  const lines = [
    { name: 'current', points },
    ...runs.map((run) => ({ name: run.endedAt, points: run.history.points })),
  ];
  return [
    head,
    ...lines.flatMap(({ name, points: all }) =>
      all.map(({ seconds, tokens, trainingLoss, heldOutLoss, top1, top3 }) =>
        [
          name,
          seconds.toFixed(2),
          tokens,
          trainingLoss.toFixed(5),
          heldOutLoss?.toFixed(5) ?? '',
          heldOutLoss === undefined ? '' : Math.exp(heldOutLoss).toFixed(2),
          top1?.toFixed(4) ?? '',
          top3?.toFixed(4) ?? '',
        ].join(','),
      ),
    ),
    '',
  ].join('\n');
}
