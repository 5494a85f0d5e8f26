import { isSecret } from '../../model/tokenizer/secrets';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, UNKNOWN } from '../../model/vocabulary/special';
import type { SuggestionModel } from './model';

export interface Candidate {
  readonly id: number;
  readonly probability: number;
}

/** Whether an id may be offered: a word or mark, not blocked, not a secret. */
export type Accepts = (id: number) => boolean;

/** The filter of one model; remembers its answers, since it is asked for every word of the vocabulary. */
export function createFilter({ lexicon, blocked }: Pick<SuggestionModel, 'lexicon' | 'blocked'>): Accepts {
  const answers: boolean[] = [];
  return (id) => {
    const known = answers[id];
    if (known !== undefined) return known;
    const kind = id < lexicon.closedSize ? lexicon.vocabulary.kinds[id] : 'word';
    const offers =
      id > PARAGRAPH_END &&
      (kind === 'word' || kind === 'number' || kind === 'punctuation') &&
      !blocked.has(lexicon.key(id)) &&
      !isSecret(lexicon.form(id));
    answers[id] = offers;
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

/** How probability divides among what a prefix leaves open. */
export interface PrefixMass {
  /** Σ P over accepted entries that start with the prefix: the divisor of exact renormalisation. */
  readonly known: number;
  /**
   * The same and what a word that nobody has seen would take. Its letters are taken to be those of the lexicon's
   * entries, each counted once: most entries are rare words, and unknown words look like rare ones. Without it a
   * name's first letters would make some common word look certain.
   */
  readonly all: number;
}

export function prefixMass(
  probabilities: Float32Array,
  ids: readonly number[],
  lexicon: Lexicon,
  accepts: Accepts,
): PrefixMass {
  let known = 0;
  for (const id of ids) if (accepts(id)) known += probabilities[id] ?? 0;
  const share = (ids.length + 1) / (lexicon.size + 1);
  return { known, all: known + (probabilities[UNKNOWN] ?? 0) * share };
}
