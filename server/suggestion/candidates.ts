import { LEXICON_ROOM } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END } from '../../model/vocabulary/special';
import type { SuggestionModel } from '../prediction/suggestion-model';
import { isNever } from './never';

export interface Candidate {
  readonly id: number;
  readonly probability: number;
}

/** Whether an id may be offered: a word or mark, and not blocked. Secrets have no id (model/vocabulary/encode.ts). */
export type Accepts = (id: number) => boolean;

const NOT_ASKED = 0;
const NO = 1;
const YES = 2;

/**
 * The filter of one model; remembers its answers, since it is asked for every word of the vocabulary.
 *
 * @param stands whether the document has a word that is gone from everywhere else.
 */
export function createFilter(
  { lexicon, blocked, isGone }: Pick<SuggestionModel, 'lexicon' | 'blocked' | 'isGone'>,
  stands: Accepts = () => false,
): Accepts {
  const accepts = createLastingFilter({ lexicon, blocked });
  return isGone ? (id) => accepts(id) && (!isGone(id) || stands(id)) : accepts;
}

function createLastingFilter({ lexicon, blocked }: Pick<SuggestionModel, 'lexicon' | 'blocked'>): Accepts {
  let answers = new Uint8Array(0); // (≥ ids asked for) NOT_ASKED, NO or YES
  return (id) => {
    if (id >= answers.length) {
      const longer = new Uint8Array(Math.max(lexicon.size, id) + LEXICON_ROOM);
      longer.set(answers);
      answers = longer;
    }
    const known = answers[id];
    if (known !== NOT_ASKED) return known === YES;
    const kind = id < lexicon.closedSize ? lexicon.vocabulary.kinds[id] : 'word';
    const offers =
      id > PARAGRAPH_END &&
      (kind === 'word' || kind === 'number' || kind === 'punctuation') &&
      !isNever(lexicon.key(id), blocked);
    answers[id] = offers ? YES : NO;
    return offers;
  };
}

/** The `count` likeliest accepted ids, of `ids` or of all, best first, without sorting the vocabulary. */
export function likeliest(
  probabilities: Float32Array,
  ids: readonly number[] | undefined,
  count: number,
  accepts: Accepts,
): Candidate[] {
  const best: Candidate[] = [];
  const total = ids?.length ?? probabilities.length;
  let least = 0; // of the best, once there are `count` of them
  for (let index = 0; index < total; index++) {
    const id = ids === undefined ? index : ids[index]!;
    const probability = probabilities[id]!; // the distribution is over the whole lexicon
    if (probability <= least || !accepts(id)) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.probability < probability) place--;
    best.splice(place, 0, { id, probability });
    if (best.length > count) best.pop();
    if (best.length === count) least = best[count - 1]!.probability;
  }
  return best;
}
