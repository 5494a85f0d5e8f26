/**
 * The recipe: how to spend a budget on a text. Quality per second decides, so the hidden layer is as large as lets
 * the text be read a few times, the rate falls with the budget, and dropout comes in where the text will be
 * read so often that it could be learned by heart. Found by experiment on books and speeches of 20 thousand to two million words.
 */
import { gateCount } from '../network/cell';
import type { CellKind, NetworkConfig } from '../network/config';
import type { TrainingRequest } from './api';
import type { OptimiserKind } from './optimiser';

export interface TrainingPlan {
  readonly config: NetworkConfig;
  /** Parallel streams, all threads together; a multiple of the thread count. */
  readonly streams: number;
  /** Steps of truncated backpropagation. */
  readonly steps: number;
  /** Unigram draws among a block's candidates, or the full softmax. */
  readonly samples: number | 'full';
  readonly optimiser: OptimiserKind;
  /** The peak learning rate. */
  readonly rate: number;
  /** Share of the run in which the rate rises from zero; then it falls linearly to zero at the end. */
  readonly warmUp: number;
  /** The gradient's greatest length. */
  readonly clipNorm: number;
  readonly inputDropout: number;
  readonly outputDropout: number;
  /** Decoupled, to be multiplied by the rate. Towards the starting point where there is one, else towards zero. */
  readonly weightDecay: number;
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
}

/** Share of the matrix products' speed that training reaches as a whole, on a machine that has something else to do too. */
const efficiency = 0.6;
/** Hidden sizes that fill the kernels' tiles. */
const hiddenSizes = [32, 48, 64, 96, 128, 192, 256, 384] as const;
/** Where passes are asked for, not seconds, nobody said what time may be spent: a size that suits a book. */
const hiddenSizeWithoutDeadline = 128;
/** Candidates of a usual block, for estimates. */
const usualCandidates = 290;

/** How much text there is decides almost everything; found on 21 thousand, 230 thousand and 1.9 million tokens. */
interface Scale {
  /** More hidden units do not help, however long they are trained. */
  readonly largestHiddenSize: number;
  /** A budget is spent on this many passes over the text before it is spent on size, … */
  readonly wantedEpochs: number;
  /** … and, to be worth it, a network larger than 128 units on more: by this power of its size. */
  readonly wantedEpochsPower: number;
  /** Beyond this many passes held-out loss rises, whatever the dropout. */
  readonly mostEpochs: number;
  /** The peak rate without dropout for 64 hidden units; it falls with their square root. */
  readonly rate: number;
  /** Weight decay without dropout. */
  readonly leastDecay: number;
  /** Up to the first of these many passes 128 hidden units learn nothing by heart; from the second on, dropout is at its strongest. */
  readonly dropoutEpochs: readonly [number, number];
  readonly strongest: Regularisation;
  /** Streams of all threads together, steps and samples of a block. Default `usualBlock`. */
  readonly block?: Block;
}

interface Block {
  readonly streams: number;
  readonly steps: number;
  readonly samples: number;
}

const usualBlock: Block = { streams: 24, steps: 20, samples: 128 };

type Regularisation = Pick<TrainingPlan, 'rate' | 'inputDropout' | 'outputDropout' | 'weightDecay'>;

function scaleOf(tokens: number): Scale {
  if (tokens < 5_000) {
    return {
      largestHiddenSize: 64,
      wantedEpochs: 8,
      wantedEpochsPower: 0,
      mostEpochs: Math.max(10, 6_000 / tokens), // a sentence is read a thousand times, in no time
      rate: 0.011,
      leastDecay: 0,
      dropoutEpochs: [1.5, 6],
      strongest: { rate: 0.005, inputDropout: 0.45, outputDropout: 0.6, weightDecay: 0.2 },
    };
  }
  if (tokens < 60_000) {
    return {
      largestHiddenSize: 192,
      wantedEpochs: 11,
      wantedEpochsPower: 0,
      mostEpochs: 15,
      rate: 0.014,
      leastDecay: 0.12,
      dropoutEpochs: [1, 8],
      strongest: { rate: 0.006, inputDropout: 0.6, outputDropout: 0.7, weightDecay: 0.3 },
    };
  }
  const strongest = { rate: 0.0055, inputDropout: 0.5, outputDropout: 0.6, weightDecay: 0.2 };
  if (tokens < 600_000) {
    return {
      largestHiddenSize: 384,
      wantedEpochs: 2.2,
      wantedEpochsPower: 1.2,
      mostEpochs: 40,
      rate: 0.0165,
      leastDecay: 0.12,
      dropoutEpochs: [0, 14],
      strongest,
    };
  }
  if (tokens >= LIBRARY) {
    // A library. At equal tokens (2 of 24 million, 256 units) larger blocks reach .03 nats less, and a rate of .005 less than .008.
    return {
      largestHiddenSize: 384,
      wantedEpochs: 1.1,
      wantedEpochsPower: 0.8,
      mostEpochs: 30,
      rate: 0.01,
      leastDecay: 0,
      dropoutEpochs: [12, 30],
      strongest,
      block: { streams: 32, steps: 32, samples: 256 },
    };
  }
  return {
    largestHiddenSize: 384,
    wantedEpochs: 1.1,
    wantedEpochsPower: 0.8, // 60 s on the State of the Union: perplexity 74 with 128 units, 77 with 192
    mostEpochs: 20,
    rate: 0.017,
    leastDecay: 0,
    dropoutEpochs: [5, 14],
    strongest,
  };
}

/**
 * Teaching a network from a base the text of one writer: a rate that rises with the square root of the text, as a short text is
 * learned at the expense of what is known of the language. Found on The Riddle of the Sands and The Good Soldier: after 5,000 words
 * a rate of .00025 changes held-out loss by .000 and +.005 nats, .0005 by +.010 and +.023; after 20,000 words both gain .02.
 */
function teachingScaleOf(tokens: number): Scale {
  return {
    largestHiddenSize: 384,
    wantedEpochs: 1,
    wantedEpochsPower: 0,
    mostEpochs: TEACHING_EPOCHS * Math.min(1, Math.max(0.2, tokens / 6_000)),
    rate: 0,
    leastDecay: 0,
    dropoutEpochs: [0, 0],
    strongest: {
      rate: Math.min(MOST_TEACHING_RATE, TEACHING_RATE * Math.sqrt(tokens / 6_000)),
      inputDropout: 0.2,
      outputDropout: 0.3,
      weightDecay: TEACHING_PULL,
    },
    block: { streams: 16, steps: 20, samples: 256 },
  };
}

/** A base that goes on with another library: no pull back, as it should become what both would have made it. */
function continuingScaleOf(tokens: number): Scale {
  return { ...scaleOf(tokens), rate: CONTINUING_RATE };
}

/** Tokens from which on a text is a library, too large to be overfitted by a base: its words are learned like the first ones. */
const LIBRARY = 5_000_000;
/** The peak rate on another library, for 64 hidden units: the weights are good already. */
const CONTINUING_RATE = 0.006;
/** Of 6,000 tokens and more. A page is read once: after five times a base knows less of a Russian novel than before. */
const TEACHING_EPOCHS = 5;
/** For 6,000 tokens. */
const TEACHING_RATE = 0.0002;
const MOST_TEACHING_RATE = 0.003;
/** Decoupled decay towards the base; see createOptimiser. */
const TEACHING_PULL = 1;

/** Passes over the text that a network should get. */
function wantedEpochs({ wantedEpochs, wantedEpochsPower }: Scale, hiddenSize: number): number {
  return wantedEpochs * Math.max(1, (hiddenSize / 128) ** wantedEpochsPower);
}

/** Between next to none and the scale's strongest, by how often the text will be read. */
function regularisation(scale: Scale, hiddenSize: number, epochs: number): Regularisation {
  const { strongest } = scale;
  const [from, to] = scale.dropoutEpochs;
  const exposure = epochs * Math.sqrt(hiddenSize / 128); // a larger network learns by heart sooner
  const strength = Math.min(1, Math.max(0, (exposure - from) / (to - from)));
  const spare = Math.min(1, (hiddenSize / 192) ** 0.35); // a smaller one has less to do without
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
  const scale = isTaught ? teachingScaleOf(tokens) : start ? continuingScaleOf(tokens) : scaleOf(tokens);
  // Where the vocabulary is hardly larger than a block's candidates, sampling saves nothing.
  const block = scale.block ?? usualBlock;
  const samples = vocabularySize <= smallVocabulary ? 'full' : block.samples;
  const candidates = samples === 'full' ? vocabularySize : usualCandidates;
  const operations = (hiddenSize: number): number => operationsPerToken(cell, layers, hiddenSize, candidates);
  /** Passes over the text that a network of this size gets. */
  const epochsOf = (hiddenSize: number): number =>
    'epochs' in budget
      ? budget.epochs
      : (budget.seconds * speed * efficiency * threads) / operations(hiddenSize) / tokens;

  const fits = (size: number): boolean =>
    'epochs' in budget ? size <= hiddenSizeWithoutDeadline : epochsOf(size) >= wantedEpochs(scale, size);
  const hiddenSize =
    start?.hiddenSize ??
    request.hiddenSize ??
    hiddenSizes.findLast((size) => size <= scale.largestHiddenSize && fits(size)) ??
    hiddenSizes[0];
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
    warmUp: 0.03,
    clipNorm: 1,
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
  const candidates = samples === 'full' ? config.vocabularySize : usualCandidates;
  return operationsPerToken(config.cell, config.layers, config.hiddenSize, candidates) / (speed * efficiency);
}

/** How often and on how much held-out text to measure, so that it takes a twentieth of the time that training takes. */
function measuring(
  { heldOutTokens, vocabularySize }: PlanInput,
  trainingOperations: number,
  hiddenSize: number,
): Pick<TrainingPlan, 'measurements' | 'heldOutTokens'> {
  const operations = 2 * hiddenSize * (vocabularySize + 6 * hiddenSize); // forward only, exact softmax
  const affordable = (measuringShare * trainingOperations) / operations;
  const measurements = Math.max(
    fewestMeasurements,
    Math.min(mostMeasurements, Math.floor(affordable / wantedHeldOut)),
  );
  const tokens = Math.max(leastHeldOut, Math.floor(affordable / measurements));
  return { measurements, heldOutTokens: Math.min(heldOutTokens, tokens) };
}

const measuringShare = 0.05;
const fewestMeasurements = 8;
const mostMeasurements = 24;
/** Fewer tokens than this say little. */
const wantedHeldOut = 4_000;
const leastHeldOut = 500;
const smallVocabulary = 400;

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
