/** The mixture's weights: fitted when a network has been trained, stored with it, read back with it. */
import { DEFAULT_ORDER, NgramCounts } from '../../model/counts/ngram-counts';
import { ROOT } from '../../model/counts/ngram-table';
import { countParagraph } from '../../model/counts/paragraphs';
import type { Json } from '../../model/format/trained-model';
import { type FittedMixture, type FittedParts, fitMixture } from '../../model/mixture/fit';
import {
  DEFAULT_WEIGHTS_BY_MATCH,
  DEFAULT_WEIGHTS_WITH_BASE,
  type MixtureWeights,
} from '../../model/mixture/mixture';
import { createAdaptingNetwork } from '../../model/prediction/adapting-network';
import type { LoadedNetwork } from '../../model/prediction/loaded-network';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { paragraphsOf } from '../../model/vocabulary/passages';
import { newWordsFromJson, newWordsToJson } from './new-words';
import { createComponents } from './predictor';

/**
 * Fits the weights on held-out text, with counts of the other text only: counts that have seen it would be trusted
 * far too much. Undefined where nothing is held out; then the defaults hold.
 *
 * @param counts of the text that the network was trained on, and of nothing else.
 * @param valid lexicon ids of the held-out text.
 */
export function fitOnHeldOut(
  lexicon: Pick<Lexicon, 'size' | 'closedSize' | 'baseProbability'>,
  network: LoadedNetwork,
  counts: NgramCounts,
  valid: Int32Array,
): FittedMixture | undefined {
  if (valid.length === 0) return undefined;
  const components = createComponents({ lexicon, network, counts });
  return fitMixture(components, [valid], {
    lexiconSize: () => lexicon.size,
    closedSize: lexicon.closedSize,
    adapting: createAdaptingNetwork(network, () => lexicon.size),
    isNew: (id) =>
      id >= lexicon.closedSize && counts.countAfter(ROOT, id) === 0 && !lexicon.baseProbability?.(id),
    ...(lexicon.baseProbability && {
      prior: DEFAULT_WEIGHTS_WITH_BASE,
      byMatch: DEFAULT_WEIGHTS_BY_MATCH,
      leastAdaptation: -MOST_LOST_ADAPTING,
      mostTokens: MOST_FITTED_WITH_BASE,
    }),
  });
}

/** Held-out tokens: with a base's vocabulary each takes milliseconds, and its weights are known well beforehand. */
const MOST_FITTED_WITH_BASE = 2_000;

/**
 * Nats per token. A network from a base goes on learning while it reads unless held-out text speaks against it by more than this:
 * pieces of a page each show less of what is gained than a chapter does (The Riddle of the Sands, unread: .07 nats).
 */
const MOST_LOST_ADAPTING = 0.01;

/**
 * From a million tokens on, counts leave out the longest n-grams: at that size most of them have been seen once and
 * take a third of the memory, 70 of 200 MB at two million words.
 */
const LARGE_TEXT = 1_000_000;
const ORDER_OF_LARGE_TEXT = 4;

/** Empty counts for a text of so many tokens. */
export function createCounts(tokens: number): NgramCounts {
  return new NgramCounts({ tokens, order: tokens > LARGE_TEXT ? ORDER_OF_LARGE_TEXT : DEFAULT_ORDER });
}

/** The counts of a text, paragraph by paragraph; of the last `most` tokens of it, as long as the whole would be counted. */
export function countText(text: Int32Array, most = text.length): NgramCounts {
  const counts = createCounts(text.length);
  for (const paragraph of paragraphsOf(text.subarray(-most))) countParagraph(counts, paragraph);
  return counts;
}

export function mixtureToJson({ tokens, adapting, newWords, ...still }: FittedMixture): Json {
  return {
    ...partsToJson(still),
    tokens,
    ...(adapting && { adapting: partsToJson(adapting) }),
    ...(newWords && { newWords: newWordsToJson(newWords) }),
  };
}

function partsToJson({ weights, byMatch, temperature, heldOutLoss }: FittedParts): {
  readonly [key: string]: Json;
} {
  const stored = byMatch && { byMatch: byMatch.map((each) => ({ ...each })) };
  return { weights: { ...weights }, ...stored, temperature, heldOutLoss };
}

/** Fitting finds temperatures from 0.8 to 1.34 (model/mixture/fit.ts); beyond these bounds a softmax is one word, or all alike. */
const COLDEST = 0.1;
const HOTTEST = 10;
/** Lengths of match that have weights of their own; each open document learns weights for each. There are five. */
const MOST_MATCHES = 16;

/** Undefined for what is no mixture, as for none: the defaults hold. */
export function mixtureFromJson(json: Json | undefined): FittedMixture | undefined {
  const still = partsFromJson(json);
  if (!still || !isRecord(json)) return undefined;
  const newWords = newWordsFromJson(json.newWords);
  return {
    ...still,
    adapting: partsFromJson(json.adapting),
    tokens: numberOr(json.tokens, 0),
    ...(newWords && { newWords }),
  };
}

function partsFromJson(json: Json | undefined): FittedParts | undefined {
  if (!isRecord(json) || !isRecord(json.weights)) return undefined;
  const { weights, byMatch, temperature } = json;
  if (!isWithin(temperature, COLDEST, HOTTEST)) return undefined;
  const isStored = Array.isArray(byMatch) && isWithin(byMatch.length, 1, MOST_MATCHES);
  const stored = isStored && { byMatch: byMatch.map(weightsFromJson) };
  const heldOutLoss = numberOr(json.heldOutLoss, Number.NaN);
  return { weights: weightsFromJson(weights), ...stored, temperature, heldOutLoss };
}

function weightsFromJson(json: Json): MixtureWeights {
  const read: { -readonly [Name in keyof MixtureWeights]: MixtureWeights[Name] } = {};
  if (!isRecord(json)) return read;
  for (const name of ['network', 'counts', 'recency', 'neuralCache', 'phrase'] as const) {
    const weight = json[name];
    if (isWithin(weight, Number.MIN_VALUE, 1)) read[name] = weight;
  }
  return read;
}

function numberOr(json: Json | undefined, other: number): number {
  return typeof json === 'number' ? json : other;
}

function isRecord(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isWithin(json: Json | undefined, least: number, most: number): json is number {
  return typeof json === 'number' && json >= least && json <= most;
}
