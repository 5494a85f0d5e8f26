import { KneserNey } from '../counts/kneser-ney';
import type { NgramCounts } from '../counts/ngram-counts';
import type { Component } from './component';
import { TokenHistory } from './token-history';

/**
 * The phrases of the text, by interpolated modified Kneser–Ney (model/counts). The counts may change at any time, by
 * files that come and go; the next question is answered from what they are then.
 *
 * @param isClosed whether every word that can come is in the lexicon; see KneserNey. Default: it is.
 * @param baseProbability how frequent words are elsewhere; see KneserNey. Default: nothing is known.
 */
export function createCountsComponent(
  counts: NgramCounts,
  isClosed?: () => boolean,
  baseProbability?: (id: number) => number,
): Component {
  const smoothed = new KneserNey(counts, isClosed, baseProbability);
  const history = new TokenHistory();
  return {
    name: 'counts',
    get length() {
      return history.length;
    },
    advance: (id) => history.push(id),
    truncate: (length) => history.truncate(length),
    probabilities: (out) => smoothed.distribution(history.ids, history.length, out),
  };
}
