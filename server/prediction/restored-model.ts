import type { TrainedModel } from '../../model/format/trained-model';
import type { Kernels } from '../../model/kernels/kernels';
import { loadNetwork } from '../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../model/prediction/recurrent';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { countText, mixtureFromJson } from './fitted-mixture';
import { readyNewWords } from './new-words';
import { createPredictor } from './predictor';
import { DEFAULT_THRESHOLDS, type SuggestionModel } from './suggestion-model';

/**
 * A model file's content, ready to suggest: its network loaded, its text counted again. Without text, the network alone.
 *
 * @param adapts whether the network goes on learning from the text that it reads.
 */
export function restoreModel(model: TrainedModel, kernels: Kernels, adapts = false): SuggestionModel {
  const lexicon = createLexicon(model.vocabulary, model.extraWords);
  const network = loadNetwork(model.config, model.parameters, kernels);
  // A base has no text of a writer's, but all that goes with one.
  const text = model.corpus ?? (model.provenance.library && new Int32Array(0));
  const parts = text && {
    lexicon,
    counts: countText(text),
    network,
    fitted: mixtureFromJson(model.mixture),
    adapts,
  };
  return {
    lexicon,
    createPredictor: () =>
      parts ? createPredictor(parts) : new RecurrentComponent(network, () => lexicon.size),
    newWords: readyNewWords(parts?.fitted?.newWords, () => kernels.fresh()),
    blocked: new Set(),
    thresholds: DEFAULT_THRESHOLDS,
  };
}
