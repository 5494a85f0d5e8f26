import type { LossHistory } from '../../server/protocol';

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

/** Panel to view; the view sends back only the string `ready`, once. */
export interface ToLossView {
  history: LossHistory;
  texts: LossViewTexts;
}

/** `Before it read your text (English)`. */
export function baseLabel({ name }: NonNullable<LossHistory['base']>, texts: LossViewTexts): string {
  return `${texts.base} (${name})`;
}
