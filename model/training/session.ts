/**
 * A whole run: blocks until the deadline, held-out loss measured on the way, the best weights kept. It is a generator,
 * so that whoever runs it can pause, cancel or listen between any two blocks.
 */
import { namedParameters, type Weights } from '../network/weights';
import type { Snapshot, TrainingPoint } from './api';
import type { Position } from './checkpoint';
import type { TrainingPlan } from './plan';
import type { Measurement, Trainer } from './trainer';

export type TrainingEvent =
  /** A block is done. */
  | { readonly kind: 'block' }
  | { readonly kind: 'point'; readonly point: TrainingPoint }
  /** Better than all before; the arrays are copies. */
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** It is time to store a checkpoint, should training be cut short. */
  | { readonly kind: 'checkpointDue'; readonly position: Position; readonly best?: Snapshot };

/** `deadline`: the budget is spent. `converged`: more training would not have paid. */
export type TrainingEnd = 'deadline' | 'converged';

export interface SessionOptions {
  readonly trainer: Pick<Trainer, 'weights' | 'blockTokens' | 'step' | 'measure'>;
  readonly plan: TrainingPlan;
  /** Seconds on `now`'s clock, from the first block on. Default: until the plan's tokens are read. */
  readonly seconds?: number;
  /** A clock in seconds; it stands still while training is paused. */
  readonly now: () => number;
  /** Where an earlier session was cut short, and what it had found. Default: at the beginning, nothing. */
  readonly done?: Position & { readonly best?: Snapshot };
  /** Memory for snapshots. Default: plain arrays. */
  readonly allocate?: (length: number) => Float32Array;
  /** Seconds between two `checkpointDue`. Default: there is none. */
  readonly checkpointSeconds?: number;
}

/** Seconds between two points of the loss curve. */
const POINT_INTERVAL = 0.25;
/** Training stops when this share of the run's measurements in a row brought nothing better. */
const PATIENCE = 0.4;
/** A machine that turned out slower than planned measures less often: at most this share of the time. */
const MOST_MEASURING = 0.08;
/** The last measurement, on all held-out text, may take this share of the budget. */
const FINAL_SHARE = 0.03;
/** Seconds; what is left to train where starting took the whole budget. */
const SHORTEST = 0.01;

export function* runSession(options: SessionOptions): Generator<TrainingEvent, TrainingEnd> {
  const { trainer, plan, seconds, now, checkpointSeconds = Number.POSITIVE_INFINITY } = options;
  const start = now() - (options.done?.seconds ?? 0);
  const losses = createAverage();
  let tokens = options.done?.tokens ?? 0;
  let lastPoint = 0;
  let lastCheckpoint = now() - start;
  let measuringSeconds = 0;
  /** Seconds that the measurement just made took. */
  let lastMeasurement = 0;
  let bestSnapshot = options.done?.best;
  let best = bestSnapshot?.heldOutLoss ?? Number.POSITIVE_INFINITY;
  let withoutImprovement = options.done?.withoutImprovement ?? 0;

  const elapsed = (): number => now() - start;
  /** Shares of the tokens and of the time that are spent. Blocks stop early enough for the last measurements. */
  const read = (): number => tokens / plan.tokens;
  const waited = (): number =>
    seconds === undefined ? 0 : elapsed() / Math.max(seconds * (1 - FINAL_SHARE) - lastMeasurement, SHORTEST);
  /** Either ends the run by itself; so does a share that is no number, which compares with nothing. */
  const isOver = (): boolean => !(read() < 1) || !(waited() < 1);
  /** Share of the run that is over, at most 1. */
  const progress = (): number => (isOver() ? 1 : Math.max(read(), waited()));
  let measurements = options.done?.measurements ?? 0;
  const point = (trainingLoss: number, heldOut?: Measurement): TrainingEvent => {
    lastPoint = elapsed();
    const common = { seconds: lastPoint, tokens, trainingLoss };
    if (!heldOut) return { kind: 'point', point: common };
    return {
      kind: 'point',
      point: { ...common, heldOutLoss: heldOut.loss, top1: heldOut.top1, top3: heldOut.top3 },
    };
  };
  /**
   * Compares on the same part of the held-out text each time; what is reported of the last is measured on more of it, unless it is to
   * be compared with what training began with.
   */
  function* measure(isLast: boolean): Generator<TrainingEvent, void> {
    const begin = now();
    let heldOut = trainer.measure(plan.heldOutTokens);
    if (!heldOut && tokens === 0) return; // nothing to measure, and nothing trained
    // Before the first block there is no training loss; the held-out one stands for it.
    const trainingLoss = tokens === 0 && heldOut ? heldOut.loss : losses.take();
    lastMeasurement = now() - begin;
    measuringSeconds += lastMeasurement;
    const loss = finite(heldOut?.loss ?? trainingLoss, 'the loss on held-out text', tokens);
    const isBetter = loss < best;
    withoutImprovement = isBetter ? 0 : withoutImprovement + 1;
    if (isBetter) best = loss;
    if (heldOut && isBetter && isLast && !plan.hasStart) {
      const affordable = seconds && (FINAL_SHARE * seconds * plan.heldOutTokens) / lastMeasurement;
      heldOut = trainer.measure(affordable && Math.max(plan.heldOutTokens, affordable));
    }
    yield point(trainingLoss, heldOut);
    if (isBetter) {
      bestSnapshot = copySnapshot(trainer.weights, heldOut?.loss ?? trainingLoss, tokens, options.allocate);
      yield { kind: 'snapshot', snapshot: bestSnapshot };
    }
  }

  if (bestSnapshot) yield { kind: 'snapshot', snapshot: bestSnapshot }; // found before the interruption
  // What training begins with may be better than all that comes of it.
  if (plan.hasStart && tokens === 0) yield* measure(false);
  for (;;) {
    const before = progress();
    const isLast = before >= 1 && tokens > 0; // at least one block, however small the budget
    if (!isLast) {
      losses.add(finite(trainer.step(before), 'the loss', tokens));
      tokens += trainer.blockTokens;
      yield { kind: 'block' };
    }
    // Where passes are counted, not seconds, the clock decides nothing: the same seed gives the same network.
    const isAffordable = seconds === undefined || measuringSeconds <= MOST_MEASURING * elapsed();
    const isDue = isAffordable && before >= (measurements + 1) / plan.measurements;
    if (isLast || isDue) {
      measurements = Math.max(measurements + 1, Math.floor(before * plan.measurements));
      yield* measure(isLast);
      if (isLast) return seconds !== undefined && tokens >= plan.tokens ? 'converged' : 'deadline';
      if (withoutImprovement >= PATIENCE * plan.measurements) return 'converged';
    } else if (elapsed() - lastPoint >= POINT_INTERVAL) {
      yield point(losses.take());
    }
    if (elapsed() - lastCheckpoint >= checkpointSeconds) {
      const position = { tokens, seconds: elapsed(), measurements, withoutImprovement };
      yield { kind: 'checkpointDue', position, best: bestSnapshot };
      lastCheckpoint = elapsed();
    }
  }
}

/** Weights that are NaN or infinite stay so: training ends there, and keeps the snapshots it has. */
function finite(value: number, what: string, tokens: number): number {
  if (Number.isFinite(value)) return value;
  throw new Error(`${what} is no number any more after ${tokens} tokens (${value})`);
}

/** The mean of what was added since the last `take`; of nothing, the last number that was added. */
function createAverage(): { add(value: number): void; take(): number } {
  let sum = 0;
  let count = 0;
  let last = Number.NaN;
  return {
    add(value) {
      sum += value;
      count++;
      last = value;
    },
    take() {
      const mean = count > 0 ? sum / count : last;
      sum = 0;
      count = 0;
      return mean;
    },
  };
}

function copySnapshot(
  weights: Weights,
  heldOutLoss: number,
  tokens: number,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Snapshot {
  const parameters = namedParameters(weights).map(({ name, shape, data }) => {
    const copy = allocate(data.length);
    copy.set(data);
    let sum = 0;
    for (let index = 0; index < copy.length; index++) sum += copy[index]! * 0; // 0 unless a weight is infinite or no number
    finite(sum, `a weight in ${name}`, tokens);
    return { name, shape, data: copy };
  });
  return { config: weights.config, parameters, heldOutLoss };
}
