import type { LossHistory, LossUpdate } from '../../server/protocol';

/** Everything the loss view shows in words, in the writer's language. */
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
  baseline: string;
  /** The line of the base, followed by its name. */
  base: string;
  best: string;
  running: string;
  atRest: string;
  empty: string;
  chart: string;
  figures: string;
}

/** Panel to view. The view sends back only the string `ready`: once, and again where it has missed something; then all points come. */
export interface ToLossView {
  update: LossUpdate;
  texts: LossViewTexts;
}

/** `Before it read your text (English)`. */
export function baseLabel({ name }: NonNullable<LossHistory['base']>, texts: LossViewTexts): string {
  return `${texts.base} (${name})`;
}

/** The history after an update; undefined where points before it are missing. */
export function updated(history: LossHistory, { from, ...update }: LossUpdate): LossHistory | undefined {
  if (from > history.points.length) return undefined;
  return { ...update, points: [...history.points.slice(0, from), ...update.points] };
}
