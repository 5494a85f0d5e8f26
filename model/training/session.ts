/**
 * A whole run: blocks until the deadline, held-out loss measured on the way, the best weights kept. It is a generator,
 * so that whoever runs it can pause, cancel or listen between any two blocks.
 */
import { namedParameters, type Weights } from '../network/weights';
import type { Snapshot, TrainingPoint } from './api';
import type { TrainingPlan } from './plan';
import type { Trainer } from './trainer';

export type TrainingEvent =
  /** A block is done; nothing to tell. */
  | { readonly kind: 'block' }
  | { readonly kind: 'point'; readonly point: TrainingPoint }
  /** Better than all before; the arrays are copies. */
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot };

/** `deadline`: the budget is spent. `converged`: more training would not have paid. */
export type TrainingEnd = 'deadline' | 'converged';

export interface SessionOptions {
  readonly trainer: Pick<Trainer, 'weights' | 'blockTokens' | 'step' | 'measure'>;
  readonly plan: TrainingPlan;
  /** Seconds on `now`'s clock, from the first block on. Default: until the plan's tokens are read. */
  readonly seconds?: number;
  /** A clock in seconds; it stands still while training is paused. */
  readonly now: () => number;
}

/** Seconds between two points of the loss curve. */
const pointInterval = 0.25;
/** Training stops when this share of the run's measurements in a row brought nothing better. */
const patience = 0.4;
/** A machine that turned out slower than planned measures less often: at most this share of the time. */
const mostMeasuring = 0.08;
/** The last measurement, on all held-out text, may take this share of the budget. */
const finalShare = 0.03;
/** Seconds; what is left to train where starting took the whole budget. */
const shortest = 0.01;

export function* runSession(options: SessionOptions): Generator<TrainingEvent, TrainingEnd> {
  const { trainer, plan, seconds, now } = options;
  const start = now();
  let tokens = 0;
  let lossSum = 0;
  let lossBlocks = 0;
  let blockLoss = Number.NaN;
  let lastPoint = 0;
  let measured = 0;
  let best = Number.POSITIVE_INFINITY;
  let withoutImprovement = 0;
  let measuringSeconds = 0;
  /** Seconds that measuring a held-out token takes. */
  let secondsPerToken = 0;

  const elapsed = (): number => now() - start;
  /** Blocks stop early enough for the last measurement. */
  const trainingSeconds = (): number => {
    if (seconds === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(seconds * (1 - finalShare) - plan.heldOutTokens * secondsPerToken, shortest);
  };
  const progress = (): number => Math.max(tokens / plan.tokens, elapsed() / trainingSeconds());

  const point = (heldOut?: { loss: number; top1: number; top3: number }): TrainingEvent => {
    const trainingLoss = lossSum / lossBlocks;
    lossSum = 0;
    lossBlocks = 0;
    lastPoint = elapsed();
    const common = { seconds: lastPoint, tokens, trainingLoss };
    if (!heldOut || Number.isNaN(heldOut.loss)) return { kind: 'point', point: common };
    return {
      kind: 'point',
      point: { ...common, heldOutLoss: heldOut.loss, top1: heldOut.top1, top3: heldOut.top3 },
    };
  };

  for (;;) {
    const before = progress();
    const ends = before >= 1 && tokens > 0; // at least one block, however small the budget
    if (!ends) {
      blockLoss = trainer.step(before);
      lossSum += blockLoss;
      lossBlocks++;
      tokens += trainer.blockTokens;
      yield { kind: 'block' };
    }
    const affordable = measuringSeconds <= mostMeasuring * elapsed();
    if (ends || (affordable && before >= (measured + 1) / plan.measurements)) {
      measured = Math.max(measured + 1, Math.floor(before * plan.measurements));
      const trainingLoss = lossBlocks > 0 ? lossSum / lossBlocks : blockLoss;
      const begin = now();
      let heldOut = trainer.measure(plan.heldOutTokens);
      measuringSeconds += now() - begin;
      // Of a short text nothing is held out; 0/0 would make the rate, and with it every weight, NaN.
      secondsPerToken = plan.heldOutTokens > 0 ? (now() - begin) / plan.heldOutTokens : 0;
      const loss = Number.isNaN(heldOut.loss) ? trainingLoss : heldOut.loss;
      const better = loss < best;
      withoutImprovement = better ? 0 : withoutImprovement + 1;
      if (better) best = loss;
      if (ends && better && seconds !== undefined) {
        heldOut = trainer.measure((finalShare * seconds) / secondsPerToken);
      } else if (ends && better) heldOut = trainer.measure();
      if (lossBlocks > 0) yield point(heldOut);
      if (better) {
        const reported = Number.isNaN(heldOut.loss) ? trainingLoss : heldOut.loss;
        yield { kind: 'snapshot', snapshot: copySnapshot(trainer.weights, reported) };
      }
      if (ends) return seconds !== undefined && tokens >= plan.tokens ? 'converged' : 'deadline';
      if (withoutImprovement >= patience * plan.measurements) return 'converged';
    } else if (elapsed() - lastPoint >= pointInterval) {
      yield point();
    }
  }
}

function copySnapshot(weights: Weights, heldOutLoss: number): Snapshot {
  const parameters = namedParameters(weights).map(({ name, shape, data }) => ({
    name,
    shape,
    data: Float32Array.from(data),
  }));
  return { config: weights.config, parameters, heldOutLoss };
}
