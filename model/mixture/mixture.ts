import type { Kernels } from '../kernels/kernels';
import { createPlainKernels } from '../kernels/plain';
import type { Component } from '../prediction/component';
import { LEXICON_ROOM } from '../vocabulary/lexicon';
import { UNKNOWN } from '../vocabulary/special';
import type { SharedWords } from './further-base';
import { createLanguageGate } from './language-gate';
import { createOnlineWeights, type OnlineWeightsOptions } from './online-weights';
import { createSharpness, MOST_LIKELY } from './sharpness';

/** What can be mixed. */
export type PartName = Exclude<Component['name'], 'mixture'>;

/** Adds to one over the parts that there are; see `normaliseWeights`. */
export type MixtureWeights = Readonly<Partial<Record<PartName, number>>>;

/** Before anything was fitted: what held-out text chose for books of a few hundred thousand words. */
export const DEFAULT_WEIGHTS: MixtureWeights = {
  network: 0.5,
  counts: 0.27,
  recency: 0.13,
  neuralCache: 0.1,
  phrase: 0,
  furtherBase: 0.05, // beside the others: it is never fitted, and there where a text is in two languages
};

/** The same where the network begins from a base: a writer's counts are rarely better than it. */
export const DEFAULT_WEIGHTS_WITH_BASE: MixtureWeights = {
  network: 0.92,
  counts: 0.02,
  recency: 0.03,
  neuralCache: 0.03,
};

/** Classes of matches, by their least length in tokens. */
const MATCH_CLASSES = [0, 1, 2, 3, 4, 5, 7, 11, 17] as const;

/** Which of the weights by match hold where so many tokens match. */
export function matchClass(length: number): number {
  return MATCH_CLASSES.findLastIndex((least) => least <= length);
}

/**
 * From this class on, how often a match is right differs more between texts than held-out text can tell: a manual's pages repeat, and
 * what repeats is not held out.
 */
const LONG = matchClass(3);
/** Pseudo-count of the first weights of such matches, in tokens. */
const LONG_WORTH = 30;

/**
 * The same by how many tokens of the context stand in the writer's text; see MixtureOptions.byMatch. Fitted for counts on The Riddle of the
 * Sands, The Good Soldier and articles, after 4 tokens: .21, .30, .64.
 */
export const DEFAULT_WEIGHTS_BY_MATCH: readonly MixtureWeights[] = (
  [
    [0.02, 0],
    [0.06, 0],
    [0.12, 0.01],
    [0.17, 0.02],
    [0.25, 0.1],
    [0.25, 0.25],
    [0.25, 0.4],
    [0.2, 0.6],
    [0.15, 0.75],
  ] as const
).map(([counts, phrase]) => ({
  ...DEFAULT_WEIGHTS_WITH_BASE,
  network: 0.94 - counts - phrase,
  counts,
  phrase,
}));

export interface Mixture extends Component {
  readonly name: 'mixture';
  readonly parts: readonly Component[];
  /** (parts) As they are now. */
  readonly weights: ArrayLike<number>;
  /** What each part holds of P(id), adding to 1; by name. For the state that `probabilities` last answered, or now. */
  contributions(id: number): Partial<Record<PartName, number>>;
}

export interface MixtureOptions {
  /** Defaults for parts that have no weight; weights of parts that are missing go to the others in proportion. */
  readonly weights?: MixtureWeights;
  /**
   * Weights by how much of the context stands in the text that was counted (`Component.matched`): [m] after m tokens, the last for
   * more. A base's network knows the language better than any count of a writer's text, but not the writer's own phrases. Default: `weights`.
   */
  readonly byMatch?: readonly MixtureWeights[];
  /** How many ids the lexicon has now. */
  readonly lexiconSize: () => number;
  /** Ids below it are the network's own. Default: the whole lexicon, a closed vocabulary. */
  readonly closedSize?: number;
  /** The words of the part `furtherBase`, if there is one. */
  readonly furtherWords?: SharedWords;
  /** Weights are fitted on while text is read, by each token before which `probabilities` was called. Default: they stay. */
  readonly online?: OnlineWeightsOptions;
  /** The sum is sharpened by an exponent that is fitted while text is read; see createSharpness. Default: it is not. */
  readonly sharpens?: boolean;
  /** For the sum over the lexicon, in 32 bits, in a memory that goes with the mixture. Default: plain ones. */
  readonly kernels?: Kernels;
}

/**
 * The parts' probabilities, added by weight (linear interpolation; Jelinek & Mercer 1980): P(w) = Σ_k λ_k P_k(w).
 *
 * Open vocabulary: the network knows no word beyond its own, only P(<unk>) of all others. It is divided among them
 * in proportion to Q, the weighted sum of the other parts: P_network(w) = P(<unk>) · Q(w) / Q(all that the network does not know),
 * <unk> itself included, for a word that is not in the lexicon.
 *
 * A further base has rows for other words, and its P(<unk>) is divided in the same way, before that of the network: so among English
 * words a Russian base follows the English network. The two divide the sum of their
 * weights by the language that the text has just been in (language-gate.ts).
 */
export function createMixture(parts: readonly Component[], options: MixtureOptions): Mixture {
  if (parts.length === 0) throw new RangeError('a mixture needs at least one part');
  const { lexiconSize, closedSize, furtherWords } = options;
  let kernels = options.kernels ?? createPlainKernels();
  const byMatch = (options.byMatch ?? [options.weights]).map((given) => normaliseWeights(parts, given));
  const online = options.online;
  const learning =
    online &&
    byMatch.map((first, match) =>
      createOnlineWeights(
        first,
        match < LONG ? online : { ...online, prior: Math.min(online.prior, LONG_WORTH) },
      ),
    );
  const phrase = parts.find((part) => part.matched !== undefined);
  const given = byMatch[0]!; // there is one at least
  /** Which of `byMatch` holds in the present context. */
  let match = 0;
  const ofToken = new Float64Array(parts.length); // (parts) what each gave the token that came
  const network = parts.findIndex((part) => part.name === 'network');
  const further = parts.findIndex((part) => part.name === 'furtherBase');
  const gate =
    network >= 0 && further >= 0 && furtherWords
      ? createLanguageGate(furtherWords.evidence, given[further]! / (given[network]! + given[further]!))
      : undefined;
  const divided = Float64Array.from(given); // (parts)
  let buffers: Float32Array[] = []; // for each part, then for their sum, with room for words that join the lexicon
  let answers: Float32Array[] = []; // for each part, the first (lexicon) of its buffer
  let likely: Int32Array = new Int32Array(0); // (MOST_LIKELY) scratch of `sharpness`, in the memory of the buffers
  let answeredAt = -1;
  const sharpness = options.sharpens ? createSharpness() : undefined;
  let sharpenedAt = -1;

  /** (parts) What each part weighs now. */
  function weigh(): ArrayLike<number> {
    match = byMatch.length > 1 ? Math.min(matchClass(phrase?.matched?.() ?? 0), byMatch.length - 1) : 0;
    const fitted = learning?.[match]?.values ?? byMatch[match]!; // match is below their number
    if (!gate) return fitted;
    divided.set(fitted);
    const both = fitted[network]! + fitted[further]!;
    divided[network] = both * (1 - gate.share);
    divided[further] = both * gate.share;
    return divided;
  }

  let weights: ArrayLike<number> = given; // (parts) as of the last answer

  function ask(): void {
    weights = weigh();
    const size = lexiconSize();
    if ((buffers[0]?.length ?? 0) < size) {
      kernels = kernels.fresh(); // the memory of shorter buffers goes with the old ones
      buffers = Array.from({ length: parts.length + 1 }, () => allocateFloats(kernels, size + LEXICON_ROOM));
      likely = kernels.allocateIndices(MOST_LIKELY);
    }
    if (answers[0]?.length !== size) {
      answers = buffers.slice(0, parts.length).map((buffer) => buffer.subarray(0, size));
    }
    for (const [index, part] of parts.entries()) part.probabilities(answers[index]!);
    if (further >= 0 && furtherWords) {
      shareFurther(answers, weights, further, furtherWords);
    }
    if (network >= 0 && closedSize !== undefined && closedSize < size) {
      shareUnknown(answers, weights, network, closedSize, kernels);
    }
    answeredAt = parts[0]!.length;
  }

  return {
    name: 'mixture',
    parts,
    get weights() {
      return weigh();
    },
    get length() {
      return parts[0]!.length; // all parts read the same tokens
    },
    advance(id) {
      if (learning && answeredAt === parts[0]!.length) {
        // A word that has just joined the lexicon was among the unknown ones.
        for (const [index, answer] of answers.entries()) ofToken[index] = answer[id] ?? answer[UNKNOWN]!;
        if (gate) {
          // The two are one part to the others; which of them it is, the language decides.
          const { share } = gate;
          ofToken[network] = ofToken[further] = (1 - share) * ofToken[network]! + share * ofToken[further]!;
        }
        learning[match]!.learn(answeredAt, ofToken); // as of the answer
      }
      if (sharpenedAt === parts[0]!.length) sharpness?.learn(id, sharpenedAt);
      for (const part of parts) part.advance(id);
      gate?.advance(id);
      answeredAt = -1;
    },
    truncate(length) {
      for (const one of learning ?? []) one.truncate(length);
      sharpness?.truncate(length);
      sharpenedAt = -1;
      for (const part of parts) part.truncate(length);
      gate?.truncate(length);
      answeredAt = -1;
    },
    probabilities(out) {
      ask();
      const size = answers[0]!.length; // there is one part at least
      const sum = buffers[parts.length]!.subarray(0, size);
      sum.fill(0);
      for (const [index, answer] of answers.entries()) kernels.addScaled(sum, answer, weights[index]!, size);
      if (sharpness) {
        sharpness.sharpen(sum, kernels, likely);
        sharpenedAt = answeredAt;
      }
      out.set(sum);
    },
    contributions(id) {
      if (answeredAt !== parts[0]!.length) ask();
      const owed = answers.map((answer, index) => weights[index]! * (answer[id] ?? 0));
      const total = owed.reduce((sum, share) => sum + share, 0);
      return Object.fromEntries(
        parts.map((part, index) => [part.name, total > 0 ? owed[index]! / total : 0]),
      );
    },
  };
}

function allocateFloats(kernels: Kernels, length: number): Float32Array {
  const vector = kernels.allocate(length);
  if (!(vector instanceof Float32Array)) throw new TypeError('expected kernels of 32 bits');
  return vector;
}

/** The weight of each part, in their order, adding to 1. */
export function normaliseWeights(parts: readonly Component[], given: MixtureWeights = {}): number[] {
  const raw = parts.map(({ name }) => (name === 'mixture' ? 0 : (given[name] ?? DEFAULT_WEIGHTS[name] ?? 0)));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => (total > 0 ? weight / total : 1 / parts.length));
}

/** Gives the network's answer for words it does not know the proportions of the others' answers. */
function shareUnknown(
  answers: readonly Float32Array[],
  weights: ArrayLike<number>,
  network: number,
  closedSize: number,
  kernels: Kernels,
): void {
  const own = answers[network]!;
  const count = own.length - closedSize;
  const open = own.subarray(closedSize); // (count)
  const mass = own[UNKNOWN]! + kernels.sum(open, count);
  own[UNKNOWN] = 0;
  kernels.fill(open, 0, count);
  for (const [index, answer] of answers.entries()) {
    if (index === network) continue;
    const weight = weights[index]!; // one a part
    own[UNKNOWN]! += weight * answer[UNKNOWN]!;
    kernels.addScaled(open, answer.subarray(closedSize), weight, count);
  }
  const total = own[UNKNOWN]! + kernels.sum(open, count);
  if (total > 0) {
    own[UNKNOWN]! *= mass / total;
    kernels.scale(open, mass / total, count);
  } else {
    own[UNKNOWN] = mass; // Q is 0 for all of them
    kernels.fill(open, 0, count);
  }
}

/** The same for a further base, whose words stand anywhere in the lexicon. */
function shareFurther(
  answers: readonly Float32Array[],
  weights: ArrayLike<number>,
  further: number,
  { rows, others }: SharedWords,
): void {
  const own = answers[further]!;
  const mass = own[UNKNOWN]!; // of every other word without a row it has said 0
  if (mass === 0) return;
  own[UNKNOWN] = 0;
  let total = 0;
  for (const [index, answer] of answers.entries()) {
    if (index === further) continue;
    const weight = weights[index]!; // one a part
    const add = (id: number) => {
      const share = weight * answer[id]!;
      own[id]! += share;
      total += share;
    };
    for (let index = 0; index < others.length; index++) add(others[index]!);
    for (let id = rows.length; id < own.length; id++) add(id); // words that came later
  }
  if (!(total > 0)) {
    own[UNKNOWN] = mass; // Q is 0 for all of them
    return;
  }
  const scale = mass / total;
  for (let index = 0; index < others.length; index++) own[others[index]!]! *= scale;
  for (let id = rows.length; id < own.length; id++) own[id]! *= scale;
}
