import type { NgramCounts } from '../model/counts/ngram-counts';
import type { Component } from '../model/mixture/component';
import { createCounts } from '../model/mixture/counts';
import type { LoadedNetwork } from '../model/prediction/loaded-network';
import { RecurrentComponent } from '../model/prediction/recurrent';
import type { Lexicon } from '../model/vocabulary/lexicon';

/** What there is to predict with. Counts come within a second; the network follows; either may be missing. */
export interface PredictorParts {
  readonly lexicon: Lexicon;
  readonly counts?: NgramCounts;
  readonly network?: LoadedNetwork;
}

/** A fresh predictor at the start of a text. The parts are shared between predictors; what was read is its own. */
export function createPredictor({ lexicon, counts, network }: PredictorParts): Component {
  if (network) return new RecurrentComponent(network, () => lexicon.size);
  if (counts) return createCounts(counts);
  throw new Error('There is nothing to predict with.');
}
