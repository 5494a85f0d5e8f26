import type { FittedNewWords } from '../letters/new-words';
import type { Component } from '../prediction/component';
import { UNKNOWN } from '../vocabulary/special';
import { type MixtureWeights, matchClass, normaliseWeights, type PartName } from './mixture';

/** Weights and temperature for one set of parts. */
export interface FittedParts {
  readonly weights: MixtureWeights;
  /** As MixtureOptions.byMatch, where asked for. */
  readonly byMatch?: readonly MixtureWeights[];
  /** The network's logits are to be divided by it before the softmax. */
  readonly temperature: number;
  /** Nats per token of the mixture on the held-out text. */
  readonly heldOutLoss: number;
}

/** What was fitted, as JSON; goes into the model file. */
export interface FittedMixture extends FittedParts {
  /** The same where the network learns while it reads; present if the held-out text says that it helps. */
  readonly adapting?: FittedParts;
  /** Held-out tokens that were read. */
  readonly tokens: number;
  /** Words that nobody has written yet; see letters/fit-new-words.ts. */
  readonly newWords?: FittedNewWords;
}

export interface FitOptions {
  readonly lexiconSize: () => number;
  /** As in createMixture. */
  readonly closedSize?: number;
  /** The network as it learns while it reads (adapting-network.ts), to be tried in place of the other. */
  readonly adapting?: Component;
  /**
   * Whether a word of the lexicon stands in held-out text only. It is scored as <unk> the first time, as it will be
   * in text to come, and as itself from then on. Default: there is none.
   */
  readonly isNew?: (id: number) => boolean;
  /** Held-out tokens read, all documents together; the rest is left. Default 4000, enough for a handful of numbers. */
  readonly mostTokens?: number;
  /** Nats per token that learning while reading must gain to be chosen. Default `LEAST_ADAPTATION`. */
  readonly leastAdaptation?: number;
  /** Prior weights by match, to be fitted too, of `PRIOR_TOKENS_OF_MATCH` pseudo-counts each. Default: weights do not depend on it. */
  readonly byMatch?: readonly MixtureWeights[];
  /** Prior weights, of `PRIOR_TOKENS` pseudo-counts. Default `DEFAULT_WEIGHTS`. */
  readonly prior?: MixtureWeights;
}

/**
 * Inverse temperatures tried. In steps of 1/8, because p^(1/8) takes three square roots, and all the other powers
 * multiplications: 5 temperatures for the price of less than one `Math.pow`.
 */
const INVERSE_TEMPERATURES = [0.75, 0.875, 1, 1.125, 1.25] as const;
/**
 * Pseudo-count: the expected weights are worth this many held-out tokens (maximum a posteriori under a Dirichlet distribution). A
 * hundred held-out tokens say little; from some thousands on it does not matter.
 */
const PRIOR_TOKENS = 12;
/** The same for each length of match: a few hundred tokens must tell what some thousand do for all. */
const PRIOR_TOKENS_OF_MATCH = 40;
/** EM ends after so many rounds, or when a round gains less than a millionth of a nat. */
const MOST_ROUNDS = 200;
const LEAST_GAIN = 1e-6;
/** Nats per token that learning while reading must gain to be chosen. */
const LEAST_ADAPTATION = 0.003;
/** A part keeps at least this weight, so that a word that only it knows is never impossible. */
const LEAST_WEIGHT = 0.002;
/** Stands in for a probability of zero. */
const LEAST_PROBABILITY = 1e-12;

/**
 * Fits a mixture's weights to held-out text by expectation maximisation (Jelinek & Mercer 1980; Dempster, Laird & Rubin
 * 1977, https://doi.org/10.1111/j.2517-6161.1977.tb01600.x), and the network's temperature (Guo et al. 2017, https://arxiv.org/abs/1706.04599) by the mixture's loss. The parts read each document from its
 * beginning; they are left at the start of a text. Deterministic.
 *
 * What the parts were made from must not contain the held-out text, or the counts' weight will be far too large.
 */
export function fitMixture(
  parts: readonly Component[],
  heldOut: readonly ArrayLike<number>[],
  options: FitOptions,
): FittedMixture {
  const { adapting } = options;
  const prior = normaliseWeights(parts, options.prior);
  const { columns, matched } = observe(adapting ? [...parts, adapting] : parts, heldOut, options);
  const byMatch = options.byMatch?.map((weights) => normaliseWeights(parts, weights));
  const tokens = columns[0]?.known.length ?? 0;
  if (tokens === 0) return { ...named(parts, prior, 1, Number.NaN), tokens };
  const still = fitParts(parts, columns.slice(0, parts.length), prior, { byMatch, matched });
  if (!adapting) return { ...still, tokens };
  const fitted = fitParts(
    parts,
    columns.slice(0, parts.length).map((column) => (column.tempered ? columns.at(-1)! : column)),
    prior,
    { byMatch, matched },
  );
  const helps = fitted.heldOutLoss < still.heldOutLoss - (options.leastAdaptation ?? LEAST_ADAPTATION);
  return helps ? { ...still, adapting: fitted, tokens } : { ...still, tokens };
}

/** The temperature by the parabola through the losses, then the weights at it. */
function fitParts(
  parts: readonly Component[],
  columns: readonly Column[],
  prior: readonly number[],
  { byMatch, matched }: { readonly byMatch?: readonly (readonly number[])[]; readonly matched: Uint8Array },
): FittedParts {
  if (!columns.some((column) => column.tempered)) {
    const { weights, loss } = maximise(columns, 0, prior);
    return named(parts, weights, 1, loss);
  }
  const losses = INVERSE_TEMPERATURES.map((_, row) => maximise(columns, row, prior).loss);
  const inverse = lowest(INVERSE_TEMPERATURES, losses);
  const row = (inverse - INVERSE_TEMPERATURES[0]) / 0.125;
  const { weights, loss } = maximise(columns, row, prior);
  const fitted = named(parts, weights, 1 / inverse, loss);
  if (!byMatch) return fitted;
  return {
    ...fitted,
    byMatch: byMatch.map((expected, match) => {
      const isLast = match === byMatch.length - 1;
      const chosen = columns.map((column) =>
        only(column, (at) => (isLast ? matched[at]! >= match : matched[at] === match)),
      );
      return namedWeights(parts, maximise(chosen, row, expected, PRIOR_TOKENS_OF_MATCH).weights);
    }),
  };
}

/** A column of some of the tokens. */
function only({ known, unknown, tempered }: Column, isChosen: (at: number) => boolean): Column {
  const chosen = (values: Float64Array) => values.filter((_, at) => isChosen(at));
  return { known: chosen(known), unknown: chosen(unknown), tempered: tempered?.map(chosen) };
}

/** One part's probabilities of the held-out tokens. */
interface Column {
  /** (tokens) P(token). */
  readonly known: Float64Array;
  /** (tokens) for tokens that the network does not know, P(any such token); else 0. See createMixture. */
  readonly unknown: Float64Array;
  /** (temperatures)(tokens), the network's alone: log P(token), or of any unknown one where the token is. */
  readonly tempered?: readonly Float64Array[];
}

/** Reads the text with all parts, and notes the probability that each gave the token that came. */
function observe(
  parts: readonly Component[],
  heldOut: readonly ArrayLike<number>[],
  { lexiconSize, closedSize = Number.POSITIVE_INFINITY, isNew = () => false, mostTokens = 4000 }: FitOptions,
): { columns: Column[]; matched: Uint8Array } {
  const available = heldOut.reduce((sum, document) => sum + document.length, 0);
  const tokens = Math.min(mostTokens, available);
  const columns = parts.map(({ name }) => ({
    known: new Float64Array(tokens),
    unknown: new Float64Array(tokens),
    tempered: name === 'network' ? INVERSE_TEMPERATURES.map(() => new Float64Array(tokens)) : undefined,
  }));
  const matched = new Uint8Array(tokens); // (tokens) as matchClass
  const answer = new Float32Array(lexiconSize());
  const closed = Math.min(closedSize, answer.length);
  const isUnknown = (id: number) => closedSize < answer.length && (id === UNKNOWN || id >= closedSize);
  const unknownMass = () => answer.subarray(closedSize).reduce((sum, p) => sum + p, answer[UNKNOWN]!);
  const met = new Set<number>(); // new words that have come
  let at = 0;
  for (const document of heldOut) {
    for (const part of parts) part.truncate(0);
    for (let position = 0; position < document.length && at < tokens; position++, at++) {
      const word = document[position]!;
      const target = isNew(word) && !met.has(word) ? UNKNOWN : word;
      if (target !== word) met.add(word);
      for (const part of parts) if (part.matched) matched[at] = matchClass(part.matched());
      for (const [index, { known, unknown, tempered }] of columns.entries()) {
        parts[index]!.probabilities(answer);
        known[at] = answer[target]!;
        if (isUnknown(target)) unknown[at] = unknownMass();
        if (tempered) {
          // The network's own softmax, in which all unknown words are one: divided among them, its probabilities would have another temperature.
          answer[UNKNOWN] = unknownMass();
          const powers = sumOfPowers(answer.subarray(0, closed));
          const p = Math.max(isUnknown(target) ? unknown[at]! : known[at]!, LEAST_PROBABILITY);
          for (const [row, inverse] of INVERSE_TEMPERATURES.entries()) {
            tempered[row]![at] = inverse * Math.log(p) - Math.log(powers[row]!);
          }
        }
      }
      for (const part of parts) part.advance(word);
    }
  }
  for (const part of parts) part.truncate(0);
  return { columns, matched };
}

/** Σ p^a for each a of INVERSE_TEMPERATURES. In variables of their own: sums in an array take twice as long. */
function sumOfPowers(probabilities: Float32Array): number[] {
  let hottest = 0;
  let hotter = 0;
  let asTrained = 0;
  let colder = 0;
  let coldest = 0;
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!;
    if (p === 0) continue;
    const quarter = Math.sqrt(Math.sqrt(p));
    const eighth = Math.sqrt(quarter);
    hottest += p / quarter;
    hotter += p / eighth;
    asTrained += p;
    colder += p * eighth;
    coldest += p * quarter;
  }
  return [hottest, hotter, asTrained, colder, coldest];
}

/** EM at one temperature, given as a row of `tempered` or a number between two rows. */
function maximise(
  columns: readonly Column[],
  row: number,
  prior: readonly number[],
  priorTokens = PRIOR_TOKENS,
): { weights: number[]; loss: number } {
  const tokens = columns[0]!.known.length;
  const parts = columns.length;
  const network = columns.findIndex((column) => column.tempered);
  const unknown = columns.map((column) => column.unknown);
  const known = columns.map(({ known, tempered }) =>
    tempered ? known.map((_, at) => Math.exp(between(tempered, row, at))) : known,
  );
  const shares = new Float64Array(parts);
  let weights = columns.map(() => 1 / parts);
  let loss = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const responsible = new Float64Array(parts);
    let total = 0;
    for (let at = 0; at < tokens; at++) {
      let others = 0;
      let othersUnknown = 0;
      for (let part = 0; part < parts; part++) {
        if (part === network) continue;
        shares[part] = weights[part]! * known[part]![at]!;
        others += shares[part]!;
        othersUnknown += weights[part]! * unknown[part]![at]!;
      }
      let sum = others;
      if (network >= 0) {
        // A token that the network does not know follows the others (createMixture).
        const follows = unknown[network]![at]! > 0 && othersUnknown > 0;
        shares[network] = weights[network]! * known[network]![at]! * (follows ? others / othersUnknown : 1);
        sum += shares[network]!;
      }
      sum = Math.max(sum, LEAST_PROBABILITY);
      for (let part = 0; part < parts; part++) responsible[part]! += shares[part]! / sum;
      total -= Math.log(sum);
    }
    const gain = loss - total / tokens;
    loss = total / tokens;
    if (gain < LEAST_GAIN) break;
    const raised = Array.from(responsible, (share, part) =>
      Math.max((share + priorTokens * prior[part]!) / (tokens + priorTokens), LEAST_WEIGHT),
    );
    const sum = raised.reduce((a, b) => a + b, 0);
    weights = raised.map((weight) => weight / sum);
  }
  return { weights, loss };
}

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

function named(
  parts: readonly Component[],
  weights: readonly number[],
  temperature: number,
  heldOutLoss: number,
): FittedParts {
  return { weights: namedWeights(parts, weights), temperature, heldOutLoss };
}

function namedWeights(parts: readonly Component[], weights: readonly number[]): MixtureWeights {
  return Object.fromEntries(parts.map((part, index) => [part.name as PartName, weights[index]!] as const));
}
