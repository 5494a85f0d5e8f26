/**
 * The chance that the word under the caret is one that nobody has written yet, by logistic regression on what the parts of the model
 * say and on what was typed. Fitted to held-out text by Newton's method (iteratively reweighted least squares), with a normal prior
 * around the weights that other books chose.
 */

/** What is known when some letters (or none) of a word are typed. */
export interface Evidence {
  /** P(a word outside the vocabulary) in the context, of the mixture; see server/suggestion/candidates.ts. */
  readonly outside: number;
  /** Of the new words, the part that begins with what is typed: by the letters' network, or by the lexicon's entries. */
  readonly likeness: number;
  /** Σ P over the known words that begin with what is typed. */
  readonly known: number;
  /** How many they are. */
  readonly entries: number;
  /** Letters typed. */
  readonly typed: number;
  /** Whether it is the first word of a sentence. */
  readonly startsSentence: boolean;
}

/** (FEATURES) */
export type ChanceWeights = readonly number[];

/** How many numbers describe a piece of evidence. */
export const FEATURES = 7;
/** Log-odds beyond this say no more. */
const MOST_LOG_ODDS = 12;

/** P(the word is new), from 0 to 1. Certain where no known word fits. */
export function chanceOfNew(weights: ChanceWeights, evidence: Evidence): number {
  if (evidence.known <= 0) return 1;
  return logistic(product(weights, features(evidence)));
}

/** One observation: what was known, and whether the word was new. */
export interface Observation {
  readonly evidence: Evidence;
  readonly isNew: boolean;
}

/** Pseudo-count: the prior is worth so many observations. */
const PRIOR_OBSERVATIONS = 60;
const MOST_ROUNDS = 20;
const LEAST_STEP = 1e-6;

/** The weights that explain the observations, drawn towards `prior`. */
export function fitChance(observations: readonly Observation[], prior: ChanceWeights): ChanceWeights {
  const rows = observations
    .filter(({ evidence }) => evidence.known > 0)
    .map(({ evidence, isNew }): Row => ({ x: features(evidence), y: isNew ? 1 : 0 }));
  let weights: readonly number[] = [...prior];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // Of the penalised log likelihood: gradient (FEATURES), and minus the Hessian (FEATURES, FEATURES).
    const gradient = weights.map((weight, i) => PRECISION * (prior[i]! - weight));
    const curvature = weights.map((_, i) => weights.map((_, j) => (i === j ? PRECISION : 0)));
    for (const { x, y } of rows) {
      const p = logistic(product(weights, x));
      for (let i = 0; i < FEATURES; i++) {
        gradient[i]! += (y - p) * x[i]!;
        for (let j = 0; j < FEATURES; j++) curvature[i]![j]! += p * (1 - p) * x[i]! * x[j]!;
      }
    }
    const step = solve(curvature, gradient);
    // Far from the maximum a whole step can lead beyond it: it is halved until it leads upwards.
    const before = objective(rows, weights, prior);
    let share = 1;
    const stepped = () => weights.map((weight, i) => weight + share * step[i]!);
    while (share > LEAST_STEP && !(objective(rows, stepped(), prior) >= before)) share /= 2;
    if (share <= LEAST_STEP) break;
    weights = stepped();
    if (Math.max(...step.map(Math.abs)) < LEAST_STEP) break;
  }
  return weights;
}

interface Row {
  /** (FEATURES) */
  readonly x: readonly number[];
  readonly y: number;
}

/** The penalised log likelihood. */
function objective(rows: readonly Row[], weights: ChanceWeights, prior: ChanceWeights): number {
  let sum = 0;
  for (const { x, y } of rows) {
    const odds = product(weights, x);
    // log σ(x) and log σ(−x), without taking the logarithm of 0.
    const wrong = y === 1 ? -odds : odds;
    sum -= wrong > 30 ? wrong : Math.log1p(Math.exp(wrong));
  }
  return weights.reduce((total, weight, i) => total - (PRECISION / 2) * (weight - prior[i]!) ** 2, sum);
}

/** Of the prior, for features of about unit size: an observation's curvature is a quarter at most. */
const PRECISION = PRIOR_OBSERVATIONS / 4;

/** (FEATURES) of about unit size. */
function features({ outside, likeness, known, entries, typed, startsSentence }: Evidence): number[] {
  const odds = Math.log(Math.max(outside * likeness, Number.MIN_VALUE) / known);
  const bounded = Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, odds));
  return [
    1,
    bounded / 2,
    typed === 1 ? 1 : 0,
    Math.min(typed, 8) / 4,
    Math.log2(1 + entries) / 4,
    typed === 0 ? 1 : 0,
    startsSentence ? 1 : 0,
  ];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function product(weights: ChanceWeights, x: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += weights[i]! * x[i]!;
  return sum;
}

/** Solves A x = b for a symmetric, positive definite A, by Cholesky's decomposition. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lower = matrix.map((row) => [...row]);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  }
  const x = [...right];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
