import type { BaseProvenance } from '../../model/format/trained-model';
import type { NetworkConfig, Parameter } from '../../model/network/config';
import type { TrainingPoint } from '../../model/training/api';
import { grouped, percent } from '../evaluation/number-text';

/** What a training yields, by the engine or by the tutorial's network. */
export interface Trained {
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
  readonly history: readonly TrainingPoint[];
  /** Why it ended: the budget was spent, more would not have helped, or the user said so. */
  readonly reason: 'deadline' | 'converged' | 'cancelled';
  /** Nats per token, where something was held out. */
  readonly heldOutLoss?: number;
}

/** Which base it was, and how well it did before it was taught. */
export function describeBase({ name, words, heldOutLoss }: BaseProvenance): string {
  const before =
    heldOutLoss === undefined ? '' : `, held-out perplexity ${Math.exp(heldOutLoss).toFixed(1)} untaught`;
  return `${name}, which has read ${grouped(words)} words${before}`;
}

/** One line of progress. */
export function describePoint({ seconds, tokens, trainingLoss, heldOutLoss, top1 }: TrainingPoint): string {
  const line = `${seconds.toFixed(1)} s, ${grouped(tokens)} tokens, loss ${trainingLoss.toFixed(3)}`;
  if (heldOutLoss === undefined) return line;
  const right = top1 === undefined ? '' : `, top-1 ${percent(top1)}`;
  return `${line}, held-out loss ${heldOutLoss.toFixed(3)} (perplexity ${Math.exp(heldOutLoss).toFixed(1)}${right})`;
}
