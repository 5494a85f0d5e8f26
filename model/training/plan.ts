/**
 * How to spend a budget on a text, by the recipe's numbers (recipe.ts). Quality per second decides, so the hidden layer is as
 * large as lets the text be read a few times, and dropout comes in where it will be read so often that it could be overfitted.
 */
import { gateCount } from '../network/cell';
import type { CellKind, NetworkConfig } from '../network/config';
import type { TrainingRequest } from './api';
import type { OptimiserKind } from './optimiser';
import {
  continuingScaleOf,
  LIBRARY,
  type Regularisation,
  type Scale,
  scaleOf,
  teachingScaleOf,
} from './recipe';

export interface TrainingPlan extends Regularisation {
  readonly config: NetworkConfig;
  /** Parallel streams, all threads together; a multiple of the thread count. */
  readonly streams: number;
  /** Steps of truncated backpropagation. */
  readonly steps: number;
  /** Unigram draws among a block's candidates, or the full softmax. */
  readonly samples: number | 'full';
  readonly optimiser: OptimiserKind;
  /** Share of the run in which the rate rises to its peak; then it falls linearly to zero at the end. */
  readonly warmUp: number;
  /** The gradient's greatest length. */
  readonly clipNorm: number;
  /** Whether training goes on from given weights. Default: from random ones. */
  readonly hasStart?: boolean;
  /** Training ends after this many tokens, whatever is left of the budget: more would not pay. */
  readonly tokens: number;
  /** How often held-out loss is measured, evenly over the run. */
  readonly measurements: number;
  /** Held-out tokens read each time but the last; all of them at the end. */
  readonly heldOutTokens: number;
}

export interface PlanInput {
  /** Length of the training text. */
  readonly tokens: number;
  readonly heldOutTokens: number;
  readonly vocabularySize: number;
  readonly request: TrainingRequest;
  /** Measured: floating-point operations a second of one thread, in matrix products. */
  readonly speed: number;
  /** Default: the recipe's for so many tokens. */
  readonly scale?: Scale;
}

/** Share of the matrix products' speed that training reaches as a whole, on a machine that has something else to do too. */
const EFFICIENCY = 0.6;
/** Hidden sizes that fill the kernels' tiles. */
const HIDDEN_SIZES = [32, 48, 64, 96, 128, 192, 256, 384] as const;
/** The largest where the budget is given in passes, not seconds: a size that suits a book. */
const HIDDEN_SIZE_WITHOUT_DEADLINE = 128;
/** Candidates of a block of 24 × 20 tokens with 128 samples, for estimates. */
const USUAL_CANDIDATES = 290;

/** Share of the run: Adam's first steps have the length of the rate, whatever the gradient. */
const WARM_UP = 0.03;
/** Bounds the step of an unusual block. Held-out loss hardly depends on it. */
const CLIP_NORM = 1;

/** Passes over the text that a network should get. */
function wantedEpochs({ wantedEpochs, wantedEpochsPower }: Scale, hiddenSize: number): number {
  return wantedEpochs * Math.max(1, (hiddenSize / 128) ** wantedEpochsPower);
}

/** Between next to none and the scale's strongest, by how often the text will be read. */
function regularisation(scale: Scale, hiddenSize: number, epochs: number): Regularisation {
  const { strongest } = scale;
  const [from, to] = scale.dropoutEpochs;
  const exposure = epochs * Math.sqrt(hiddenSize / 128); // a larger network overfits sooner
  const strength = Math.min(1, Math.max(0, (exposure - from) / (to - from)));
  const spare = Math.min(1, (hiddenSize / 192) ** 0.35); // a smaller one overfits less, and has fewer units to drop
  const between = (key: keyof Regularisation, weakest: number): number =>
    weakest + strength * (strongest[key] - weakest);
  return {
    rate: between('rate', scale.rate * Math.sqrt(64 / hiddenSize)),
    inputDropout: spare * between('inputDropout', 0),
    outputDropout: spare * between('outputDropout', 0),
    weightDecay: between('weightDecay', scale.leastDecay),
  };
}

/** Throws a RangeError where there is nothing to train on, or where what it is given makes no plan in numbers. */
export function planTraining(input: PlanInput): TrainingPlan {
  const { tokens, vocabularySize, request, speed } = input;
  if (!(tokens >= 1)) throw new RangeError(`there is no text to train on (${tokens} tokens)`);
  const { budget, threads } = request;
  const start = request.start?.config;
  const cell = start?.cell ?? request.cell ?? 'gru';
  const layers = start?.layers ?? 1;
  const isTaught = start !== undefined && tokens < LIBRARY;
  const recipe = isTaught ? teachingScaleOf : start ? continuingScaleOf : scaleOf;
  const scale = input.scale ?? recipe(tokens);
  const { block } = scale;
  // Where the vocabulary is hardly larger than a block's candidates, sampling saves nothing.
  const samples = vocabularySize <= SMALL_VOCABULARY ? 'full' : block.samples;
  const candidates = samples === 'full' ? vocabularySize : USUAL_CANDIDATES;
  const operations = (hiddenSize: number): number => operationsPerToken(cell, layers, hiddenSize, candidates);
  /** Passes over the text that a network of this size gets. */
  const epochsOf = (hiddenSize: number): number =>
    'epochs' in budget
      ? budget.epochs
      : (budget.seconds * speed * EFFICIENCY * threads) / operations(hiddenSize) / tokens;

  const fits = (size: number): boolean =>
    'epochs' in budget ? size <= HIDDEN_SIZE_WITHOUT_DEADLINE : epochsOf(size) >= wantedEpochs(scale, size);
  const hiddenSize =
    start?.hiddenSize ??
    request.hiddenSize ??
    HIDDEN_SIZES.findLast((size) => size <= scale.largestHiddenSize && fits(size)) ??
    HIDDEN_SIZES[0];
  const mostEpochs = 'epochs' in budget ? budget.epochs : scale.mostEpochs;
  const epochs = Math.min(epochsOf(hiddenSize), mostEpochs);
  const config = { cell, vocabularySize, embeddingSize: hiddenSize, hiddenSize, layers, tied: true };
  const plan: TrainingPlan = {
    config: start ? { ...start, vocabularySize } : config,
    hasStart: start !== undefined,
    streams: streamCount(tokens, threads, block.streams),
    steps: block.steps,
    samples,
    optimiser: 'adam',
    ...(isTaught ? scale.strongest : regularisation(scale, hiddenSize, epochs)),
    warmUp: WARM_UP,
    clipNorm: CLIP_NORM,
    tokens: Math.ceil(mostEpochs * tokens),
    ...measuring(input, epochs * tokens * operations(hiddenSize), hiddenSize),
  };
  for (const [name, value] of Object.entries({ ...plan, ...plan.config })) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`training plan, ${name}: got ${value}, expected a number`);
    }
  }
  return plan;
}

/** Seconds that training takes one undisturbed thread for a token. */
export function secondsPerToken({ config, samples }: TrainingPlan, speed: number): number {
  const candidates = samples === 'full' ? config.vocabularySize : USUAL_CANDIDATES;
  return operationsPerToken(config.cell, config.layers, config.hiddenSize, candidates) / (speed * EFFICIENCY);
}

/** How often and on how much held-out text to measure, so that it takes a twentieth of the time that training takes. */
function measuring(
  { heldOutTokens, vocabularySize }: PlanInput,
  trainingOperations: number,
  hiddenSize: number,
): Pick<TrainingPlan, 'measurements' | 'heldOutTokens'> {
  const operations = 2 * hiddenSize * (vocabularySize + 6 * hiddenSize); // forward only, exact softmax
  const affordable = (MEASURING_SHARE * trainingOperations) / operations;
  const measurements = Math.max(
    FEWEST_MEASUREMENTS,
    Math.min(MOST_MEASUREMENTS, Math.floor(affordable / WANTED_HELD_OUT)),
  );
  const tokens = Math.max(LEAST_HELD_OUT, Math.floor(affordable / measurements));
  return { measurements, heldOutTokens: Math.min(heldOutTokens, tokens) };
}

/** Of the time that training takes. */
const MEASURING_SHARE = 0.05;
/** Few enough to be affordable where a text is read once, enough to find the best weights of a long run. */
const FEWEST_MEASUREMENTS = 8;
const MOST_MEASUREMENTS = 24;
/** Tokens of a measurement, if they can be afforded, and at least: fewer do not tell one set of weights from another. */
const WANTED_HELD_OUT = 4_000;
const LEAST_HELD_OUT = 500;
/** Rows: a block has some 290 candidates of a large vocabulary. */
const SMALL_VOCABULARY = 400;

/**
 * Floating-point operations of training on one token: three products (forward, and two backward) with each
 * weight, a multiplication and an addition each.
 */
export function operationsPerToken(
  cell: CellKind,
  layers: number,
  hiddenSize: number,
  candidates: number,
): number {
  return 6 * hiddenSize * (layers * gateCount[cell] * 2 * hiddenSize + candidates);
}

function streamCount(tokens: number, threads: number, most: number): number {
  // A stream should be longer than a few blocks; a sentence or two get by with one stream a thread.
  const perThread = Math.max(1, Math.min(Math.floor(most / threads), Math.floor(tokens / 200 / threads)));
  return perThread * threads;
}
