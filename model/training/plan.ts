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
  /** Decoupled, to be multiplied by the rate. */
  readonly weightDecay: number;
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

/** Share of the matrix products' speed that training reaches as a whole. */
const efficiency = 0.6;
/** Hidden sizes that fill the kernels' tiles. */
const hiddenSizes = [32, 48, 64, 96, 128, 160, 192, 224, 256, 320, 384] as const;
/** A budget is spent on passes over the text before it is spent on size. */
const wantedEpochs = 2;
/** Beyond this many passes over a text of this many tokens, held-out loss rises whatever the dropout. */
const mostTokens = (tokens: number): number => Math.max(40 * tokens, 20_000);
/** From this many passes on, dropout pays. */
const dropoutEpochs = 6;

export function planTraining(input: PlanInput): TrainingPlan {
  const { tokens, vocabularySize, request, speed } = input;
  const cell = request.cell ?? 'gru';
  const layers = request.layers ?? 1;
  const streams = streamCount(tokens, request.threads);
  const steps = 20;
  const samples = vocabularySize <= 1000 ? 'full' : 128;
  const work =
    'seconds' in request.budget ? request.budget.seconds * speed * efficiency * request.threads : undefined;
  const operations = (hiddenSize: number): number =>
    operationsPerToken(cell, layers, hiddenSize, samples === 'full' ? vocabularySize : 400);
  const hiddenSize =
    request.hiddenSize ??
    largest(hiddenSizes, (size) => {
      if (size > hiddenSizeLimit(tokens)) return false;
      return work === undefined || work / operations(size) >= wantedEpochs * tokens;
    });
  const trainable =
    'epochs' in request.budget ? request.budget.epochs * tokens : work! / operations(hiddenSize);
  const epochs = Math.min(trainable, mostTokens(tokens)) / tokens;
  const dropout = epochs > dropoutEpochs && tokens > 5000;
  return {
    config: { cell, vocabularySize, embeddingSize: hiddenSize, hiddenSize, layers, tied: true },
    streams,
    steps,
    samples,
    optimiser: 'adam',
    rate: epochs < 4 ? 0.008 : 0.0065,
    warmUp: 0.03,
    clipNorm: 1,
    inputDropout: dropout ? 0.3 : 0,
    outputDropout: dropout ? 0.4 : 0,
    weightDecay: dropout ? 0.2 : 0,
    tokens: Math.ceil('epochs' in request.budget ? trainable : mostTokens(tokens)),
    measurements: 10,
    heldOutTokens: 2000,
  };
}

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

function streamCount(tokens: number, threads: number): number {
  // A stream should be longer than a few blocks; a sentence or two get by with one stream a thread.
  const perThread = Math.max(1, Math.min(Math.floor(24 / threads), Math.floor(tokens / 200 / threads)));
  return perThread * threads;
}

/** More hidden units than this do not help a text of this many tokens, however long it is trained. */
function hiddenSizeLimit(tokens: number): number {
  if (tokens < 5_000) return 64;
  if (tokens < 50_000) return 96;
  if (tokens < 500_000) return 192;
  return 384;
}

function largest(sizes: readonly number[], fits: (size: number) => boolean): number {
  return sizes.findLast(fits) ?? sizes[0]!;
}
