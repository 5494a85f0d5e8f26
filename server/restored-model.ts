import { NgramCounts } from '../model/counts/ngram-counts';
import type { TrainedModel } from '../model/format/trained-model';
import type { Kernels } from '../model/kernels/kernels';
import { loadNetwork } from '../model/prediction/loaded-network';
import { createLexicon } from '../model/vocabulary/lexicon';
import { paragraphsOf } from './corpus/paragraphs';
import { createPredictor } from './predictor';
import { DEFAULT_THRESHOLDS, type SuggestionModel } from './suggestion/model';

/** A model file's content, ready to suggest: its network loaded, its text counted again. */
export function restoreModel(model: TrainedModel, kernels: Kernels): SuggestionModel {
  const lexicon = createLexicon(model.vocabulary, model.extraWords);
  const network = loadNetwork(model.config, model.parameters, kernels);
  const counts = model.corpus && countsOf(model.corpus);
  return {
    lexicon,
    createPredictor: () => createPredictor({ lexicon, counts, network }),
    blocked: new Set(),
    thresholds: DEFAULT_THRESHOLDS,
  };
}

function countsOf(corpus: Int32Array): NgramCounts {
  const counts = new NgramCounts();
  for (const paragraph of paragraphsOf(corpus)) counts.add(paragraph);
  return counts;
}
