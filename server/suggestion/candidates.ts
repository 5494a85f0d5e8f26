import { LEXICON_ROOM, type Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SPECIAL_TOKENS, UNKNOWN } from '../../model/vocabulary/special';
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

/** How probability divides among what a prefix leaves open. */
export interface PrefixMass {
  /** Σ P over accepted entries that start with the prefix. */
  readonly known: number;
  /** The same and what a word that nobody has seen would take: what fits the prefix. */
  readonly all: number;
}

/**
 * The letters of a word that nobody has seen are taken to be those of the lexicon's entries, each counted once: most entries are
 * rare words, and new words look like rare ones. Without it the first letters of a new name would make some common word
 * look certain.
 */
export function prefixMass(
  probabilities: Float32Array,
  ids: readonly number[],
  lexicon: Lexicon,
  accepts: Accepts,
): PrefixMass {
  let known = 0;
  for (const id of ids) if (accepts(id)) known += probabilities[id]!; // the distribution is over the whole lexicon
  return { known, all: known + strangerMass(probabilities, lexicon) * likeness(ids.length, lexicon.size) };
}

/** Which part of new words starts with a prefix that so many entries of a lexicon start with. */
export function likeness(entries: number, size: number): number {
  return (entries + 1) / (size + 1);
}

/**
 * Of the words outside the closed vocabulary that come, the part that nobody has seen anywhere. The words seen once
 * estimate how many new ones will come (Good 1953), and words seen once come again less often than that; typing
 * Moby Dick's last chapters, 0.5 to 0.7 fit best.
 */
const NEW_PART = 0.6;

/** P(a word that nobody has seen). The predictor shares most of it out among the words it has merely not learned. */
export function strangerMass(
  probabilities: Float32Array,
  { closedSize }: Pick<Lexicon, 'closedSize'>,
): number {
  const unknown = probabilities[UNKNOWN]!;
  if (closedSize <= SPECIAL_TOKENS.length) return unknown; // nothing learned: the predictor's own word for it
  let outside = unknown;
  for (let id = closedSize; id < probabilities.length; id++) outside += probabilities[id]!;
  return Math.max(unknown, NEW_PART * outside);
}
