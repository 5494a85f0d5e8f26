import { NgramCounts } from '../../model/counts/ngram-counts';
import type { SharedWords } from '../../model/mixture/further-base';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { Corpus } from '../corpus/corpus';
import { readyNewWords } from '../prediction/new-words';
import { createPredictor } from '../prediction/predictor';
import { DEFAULT_THRESHOLDS, type SuggestionModel } from '../prediction/suggestion-model';
import type { FurtherBase, ServedNetwork } from './served-network';

/**
 * What documents are answered from: a network, the counts of a text, or both.
 *
 * @param lexicon the network's, or the text's where there is no network.
 * @param further a base for what the texts say in another language; its words join the lexicon.
 */
export function suggestionModel(
  lexicon: Lexicon,
  served: ServedNetwork | undefined,
  corpus: Corpus | undefined,
  blocked: ReadonlySet<string>,
  further?: FurtherBase,
): SuggestionModel {
  // Counts of another lexicon are of no use to this network. Those of no text know a base's rarer words.
  const own = corpus?.lexicon === lexicon ? corpus : undefined;
  const counts = own?.counts ?? (served?.stage === 'base' ? new NgramCounts() : undefined);
  const joined = further && { network: further.network, words: further.wordsIn(lexicon) };
  const parts = { lexicon, counts, network: served?.network, fitted: served?.fitted, further: joined };
  return {
    lexicon,
    createPredictor: () => createPredictor(parts),
    newWords: served && readyNewWords(served.fitted?.newWords, () => served.kernels.fresh()),
    blocked,
    doubled: corpus?.doubled,
    isGone: goneFrom(lexicon, served, own, joined?.words),
    textVersion: own && (() => own.counts.version),
    thresholds: served?.thresholds ?? DEFAULT_THRESHOLDS,
  };
}

/** Words of a base, of the text and of the further base are there; what documents added may be closed by now. */
function goneFrom(
  lexicon: Lexicon,
  served: ServedNetwork | undefined,
  corpus: Corpus | undefined,
  further: SharedWords | undefined,
): SuggestionModel['isGone'] {
  const isJoined = (id: number) => (further?.rows[id] ?? UNKNOWN) !== UNKNOWN;
  if (corpus) return (id) => corpus.isGone(id) && !isJoined(id);
  if (served?.stage !== 'base') return undefined;
  return (id) => id >= lexicon.closedSize && lexicon.count(id) === 0 && !isJoined(id);
}
