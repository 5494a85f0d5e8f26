import type { Component } from './component';
import { type MixtureWeights, normaliseWeights, type PartName } from './mixture';

/** What was fitted, as JSON; goes into the model file. */
export interface FittedMixture {
  readonly weights: MixtureWeights;
  /** The network's logits are to be divided by it before the softmax. */
  readonly temperature: number;
  /** Nats per token of the mixture on the held-out text. */
  readonly heldOutLoss: number;
  readonly tokens: number;
}

export interface FitOptions {
  readonly lexiconSize: () => number;
  /** As in createMixture. */
  readonly closedSize?: number;
  /** Held-out tokens read, all documents together; the rest is left. Default 4000, enough for a handful of numbers. */
  readonly mostTokens?: number;
}

/**
 * Inverse temperatures tried. In steps of 1/8, because p^(1/8) takes three square roots, and all the other powers
 * multiplications: 5 temperatures for the price of less than one `Math.pow`.
 */
const INVERSE_TEMPERATURES = [0.75, 0.875, 1, 1.125, 1.25] as const;
/** EM ends after so many rounds, or when a round gains less than a millionth of a nat. */
const MOST_ROUNDS = 200;
const LEAST_GAIN = 1e-6;
/** A part keeps at least this weight, so that a word that only it knows is never impossible. */
const LEAST_WEIGHT = 0.002;

/**
 * Fits a mixture's weights to held-out text by expectation maximisation (Jelinek & Mercer 1980; Dempster, Laird & Rubin
 * 1977), and the network's temperature (Guo et al. 2017) by the mixture's loss. The parts read each document from its
 * beginning; they are left at the start of a text. Deterministic.
 *
 * What the parts were made from must not contain the held-out text, or the counts will be trusted far too much.
 */
export function fitMixture(
  parts: readonly Component[],
  heldOut: readonly ArrayLike<number>[],
  options: FitOptions,
): FittedMixture {
  const observed = observe(parts, heldOut, options);
  if (observed.tokens === 0) return result(parts, normaliseWeights(parts), 1, Number.NaN, 0);
  if (observed.network < 0) {
    const { weights, loss } = maximise(observed, undefined);
    return result(parts, weights, 1, loss, observed.tokens);
  }
  const losses = INVERSE_TEMPERATURES.map((_, index) => maximise(observed, index).loss);
  const inverse = lowest(INVERSE_TEMPERATURES, losses);
  const { weights, loss } = maximise(observed, (inverse - INVERSE_TEMPERATURES[0]) / 0.125);
  return result(parts, weights, 1 / inverse, loss, observed.tokens);
}

interface Observed {
  readonly tokens: number;
  /** Index of the network's part, −1 without one. */
  readonly network: number;
  /** (parts)(tokens) P_k(token); the network's at temperature 1. */
  readonly known: readonly Float64Array[];
  /** (temperatures)(tokens) log P_network(token). */
  readonly tempered: readonly Float64Array[];
  /** (parts)(tokens) for tokens the network does not know: P_k(any such token), else 0. See createMixture. */
  readonly unknown: readonly Float64Array[];
}

/** Reads the text with all parts, and notes what each said of the token that came. */
function observe(
  parts: readonly Component[],
  heldOut: readonly ArrayLike<number>[],
  { lexiconSize, closedSize = Number.POSITIVE_INFINITY, mostTokens = 4000 }: FitOptions,
): Observed {
  const available = heldOut.reduce((sum, document) => sum + document.length, 0);
  const tokens = Math.min(mostTokens, available);
  const network = parts.findIndex((part) => part.name === 'network');
  const column = () => new Float64Array(tokens);
  const known = parts.map(column);
  const unknown = parts.map(column);
  const tempered = INVERSE_TEMPERATURES.map(column);
  let at = 0;
  for (const document of heldOut) {
    for (const part of parts) part.truncate(0);
    for (let position = 0; position < document.length && at < tokens; position++, at++) {
      const target = document[position]!;
      const size = lexiconSize();
      const answer = new Float32Array(size);
      const isUnknown = closedSize < size && (target === 0 || target >= closedSize);
      for (const [index, part] of parts.entries()) {
        part.probabilities(answer);
        known[index]![at] = answer[target]!;
        if (isUnknown)
          unknown[index]![at] = answer.subarray(closedSize).reduce((sum, p) => sum + p, answer[0]!);
        if (index === network) {
          const powers = sumOfPowers(answer);
          const p = isUnknown ? unknown[index]![at]! : answer[target]!;
          for (const [row, inverse] of INVERSE_TEMPERATURES.entries()) {
            tempered[row]![at] = inverse * Math.log(p) - Math.log(powers[row]!);
          }
        }
        part.advance(target);
      }
    }
  }
  for (const part of parts) part.truncate(0);
  return { tokens, network, known, tempered, unknown };
}

/** Σ p^a for each a of INVERSE_TEMPERATURES. */
function sumOfPowers(probabilities: Float32Array): number[] {
  const sums = [0, 0, 0, 0, 0];
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!;
    if (p === 0) continue;
    const eighth = Math.sqrt(Math.sqrt(Math.sqrt(p)));
    sums[0]! += p / (eighth * eighth);
    sums[1]! += p / eighth;
    sums[2]! += p;
    sums[3]! += p * eighth;
    sums[4]! += p * eighth * eighth;
  }
  return sums;
}

/** EM at one temperature, given as a row of `tempered` or a number between two rows. */
function maximise(observed: Observed, row: number | undefined): { weights: number[]; loss: number } {
  const { tokens, network, unknown } = observed;
  const known = observed.known.map((column, part) =>
    part === network && row !== undefined
      ? column.map((_, at) => Math.exp(between(observed.tempered, row, at)))
      : column,
  );
  const parts = known.length;
  let weights = known.map(() => 1 / parts);
  let loss = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const responsible = new Float64Array(parts);
    let total = 0;
    for (let at = 0; at < tokens; at++) {
      // A token that the network does not know: it follows the others (createMixture).
      const follows = network >= 0 && unknown[network]![at]! > 0;
      let others = 0;
      let othersUnknown = 0;
      for (let part = 0; follows && part < parts; part++) {
        if (part === network) continue;
        others += weights[part]! * known[part]![at]!;
        othersUnknown += weights[part]! * unknown[part]![at]!;
      }
      let sum = 0;
      for (let part = 0; part < parts; part++) {
        const p =
          follows && part === network ? (known[part]![at]! * others) / othersUnknown : known[part]![at]!;
        shares[part] = weights[part]! * p;
        sum += shares[part]!;
      }
      for (let part = 0; part < parts; part++) responsible[part]! += shares[part]! / sum;
      total -= Math.log(sum);
    }
    const gain = loss - total / tokens;
    loss = total / tokens;
    if (gain < LEAST_GAIN) break;
    weights = Array.from(responsible, (share) => Math.max(share / tokens, LEAST_WEIGHT));
    const sum = weights.reduce((a, b) => a + b, 0);
    weights = weights.map((weight) => weight / sum);
  }
  return { weights, loss };
}

/** Scratch of `maximise`: the parts' shares in one token. There are never more parts than names. */
const shares = new Float64Array(8);

function between(rows: readonly Float64Array[], row: number, at: number): number {
  const below = Math.min(Math.floor(row), rows.length - 2);
  const fraction = row - below;
  return (1 - fraction) * rows[below]![at]! + fraction * rows[below + 1]![at]!;
}

/** Where the parabola through the least of the values and its neighbours is lowest; at an end, the end. */
function lowest(arguments_: readonly number[], values: readonly number[]): number {
  const least = values.indexOf(Math.min(...values));
  if (least <= 0 || least === values.length - 1) return arguments_[Math.max(least, 0)]!;
  const [left, middle, right] = [values[least - 1]!, values[least]!, values[least + 1]!];
  const step = arguments_[least]! - arguments_[least - 1]!;
  return arguments_[least]! + (step * (left - right)) / (2 * (left - 2 * middle + right));
}

function result(
  parts: readonly Component[],
  weights: readonly number[],
  temperature: number,
  heldOutLoss: number,
  tokens: number,
): FittedMixture {
  const named = parts.map((part, index) => [part.name as PartName, weights[index]!] as const);
  return { weights: Object.fromEntries(named), temperature, heldOutLoss, tokens };
}
