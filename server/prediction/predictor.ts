import { createNeuralCache } from '../../model/caches/neural-cache';
import { createPhrase } from '../../model/caches/phrase';
import { createRecency } from '../../model/caches/recency';
import type { NgramCounts } from '../../model/counts/ngram-counts';
import type { FittedMixture, FittedParts } from '../../model/mixture/fit';
import { createFurtherBase, type SharedWords } from '../../model/mixture/further-base';
import {
  createMixture,
  DEFAULT_WEIGHTS_BY_MATCH,
  DEFAULT_WEIGHTS_WITH_BASE,
  type Mixture,
} from '../../model/mixture/mixture';
import { createAdaptingNetwork } from '../../model/prediction/adapting-network';
import type { Component } from '../../model/prediction/component';
import { createCountsComponent } from '../../model/prediction/counts-component';
import type { LoadedNetwork } from '../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../model/prediction/recurrent';
import type { Lexicon } from '../../model/vocabulary/lexicon';

/** What there is to predict with. Counts come within a second; the network follows; either may be missing. */
export interface PredictorParts {
  readonly lexicon: Pick<Lexicon, 'size' | 'closedSize' | 'baseProbability'>;
  readonly counts?: NgramCounts;
  readonly network?: LoadedNetwork;
  /** A base for what the text says in another language. */
  readonly further?: FurtherNetwork;
  /** Weights and temperature, fitted on held-out text. Default: what held-out text chose for other books. */
  readonly fitted?: Pick<FittedMixture, 'weights' | 'byMatch' | 'temperature' | 'adapting'>;
  /** The network may go on learning from the text that it reads; it does if held-out text said that it helps. Default true. */
  readonly adapts?: boolean;
}

/** A base's network over its own vocabulary, whose words the lexicon has. */
export interface FurtherNetwork {
  readonly network: LoadedNetwork;
  readonly words: SharedWords;
}

/**
 * A fresh predictor at the start of a text: the mixture of all parts. The parts' knowledge is shared between
 * predictors; what was read is each one's own.
 */
export function createPredictor(parts: PredictorParts): Mixture {
  const { lexicon, network, fitted, adapts = true } = parts;
  const hasBase = lexicon.baseProbability !== undefined;
  const unfitted = { weights: hasBase ? DEFAULT_WEIGHTS_WITH_BASE : undefined, temperature: 1 };
  const adapting = adapts ? (fitted ? fitted.adapting : hasBase ? unfitted : undefined) : undefined;
  const { weights, temperature, byMatch }: Partial<FittedParts> = adapting ?? fitted ?? unfitted;
  return createMixture(createComponents(parts, temperature, adapting !== undefined), {
    kernels: network?.freshKernels(),
    weights,
    byMatch: hasBase ? (byMatch ?? DEFAULT_WEIGHTS_BY_MATCH) : undefined,
    lexiconSize: () => lexicon.size,
    closedSize: network && lexicon.closedSize,
    furtherWords: parts.further?.words,
    sharpens: hasBase && adapts,
    online: adapts ? { prior: fitted ? FITTED_WORTH : DEFAULTS_WORTH } : undefined,
  });
}

/** Pseudo-counts: how many tokens of the text at hand the first weights are worth, if they were fitted and if they are defaults. */
const FITTED_WORTH = 120;
const DEFAULTS_WORTH = 60;

/** The mixture's components by themselves, each at the start of a text. The recency of words is always among them. */
export function createComponents(
  { lexicon, counts, network, further }: PredictorParts,
  temperature = 1,
  adapts = false,
): Component[] {
  const size = () => lexicon.size;
  const kernels = network?.freshKernels(); // its memory goes with the components
  const options = { followsTemperature: lexicon.baseProbability !== undefined, kernels };
  const read = (loaded: LoadedNetwork, idCount: () => number, by: number) =>
    adapts
      ? createAdaptingNetwork(loaded, idCount, by, options)
      : new RecurrentComponent(loaded, idCount, by);
  const reader = network && read(network, size, temperature);
  const neuralCache = reader && createNeuralCache(reader, network.config.hiddenSize, {}, kernels);
  // Only tokens that were cut elsewhere come with a lexicon that is no larger than the network's vocabulary.
  const isClosed = () => lexicon.size === lexicon.closedSize;
  return [
    reader,
    counts && createCountsComponent(counts, isClosed, lexicon.baseProbability),
    createRecency(),
    neuralCache,
    lexicon.baseProbability && createPhrase(counts),
    further &&
      createFurtherBase(
        read(further.network, () => further.words.ids.length, 1),
        further.words,
      ),
  ].filter((component) => component !== undefined);
}
