import type { Lexicon } from '../vocabulary/lexicon';
import { SPECIAL_TOKENS, UNKNOWN } from '../vocabulary/special';
import { type ChanceWeights, chanceOfNew, type Evidence } from './chance';
import type { LetterModel } from './letter-model';
import type { NewWord, Speller } from './speller';

/** What is known of words that nobody has written yet, as it goes into the model file. */
export interface FittedNewWords {
  /** Of the chance that a word is new; see chance.ts. Fitted with the letters' network where there is one, without where not. */
  readonly weights: ChanceWeights;
  /** Absent where held-out text says that it does not help, or where there were too few words to learn from. */
  readonly letters?: LetterModel;
}

/** The same, ready to be asked. */
export interface NewWords {
  readonly weights: ChanceWeights;
  readonly speller?: Speller;
}

/**
 * Of the words outside the closed vocabulary that come, the part that nobody has seen anywhere, before anything was fitted. The words
 * seen once estimate how many new ones will come (Good 1953), and words seen once come again less often than that; typing
 * Moby Dick's last chapters, 0.5 to 0.7 fit best.
 */
const NEW_PART = 0.6;

/** Before anything was fitted: NEW_PART of what is outside, in proportion. */
export const DEFAULT_CHANCE: ChanceWeights = [Math.log(NEW_PART), 2, 0, 0, 0, 0, 0];

/** No new word is offered that is less likely than this: it may be none at all. */
export const LEAST_OFFERED = 0.08;

/** Where no letter is typed, a new word could begin with any; with one, hardly less. Nothing is looked for. */
const LEAST_TYPED = 2;

/**
 * How likely a word outside the vocabulary is by a distribution over the lexicon: <unk> and what joined later. At least so much that
 * NEW_PART of it is what the predictor itself leaves for new words.
 */
export function outsideMass(
  probabilities: Float32Array,
  { closedSize }: Pick<Lexicon, 'closedSize'>,
): number {
  const unknown = probabilities[UNKNOWN]!; // every lexicon begins with it
  if (closedSize <= SPECIAL_TOKENS.length) return unknown / NEW_PART; // nothing was learned
  let outside = unknown;
  for (let id = closedSize; id < probabilities.length; id++) outside += probabilities[id]!;
  return Math.max(unknown / NEW_PART, outside);
}

/** What was typed, and what the lexicon has for it. */
export interface Typed extends Omit<Evidence, 'likeness' | 'typed'> {
  /** Folded. */
  readonly prefix: string;
  /** Words of the whole lexicon. */
  readonly size: number;
}

/** The chance that a word under a prefix is new, and the likeliest new ones, with their probability if it is. */
export interface NewWordsUnder {
  readonly chance: number;
  readonly words: readonly NewWord[];
}

/** @param isKnown whether a word is no new one. */
export function newWordsUnder(
  newWords: NewWords,
  typed: Typed,
  isKnown: (key: string) => boolean,
): NewWordsUnder {
  const { evidence, words } = evidenceOf(newWords.speller, typed, isKnown);
  return { chance: chanceOfNew(newWords.weights, evidence), words };
}

/** The evidence that the chance is found from; without a speller, new words begin as the lexicon's entries do, each counted once. */
export function evidenceOf(
  speller: Speller | undefined,
  { prefix, size, ...rest }: Typed,
  isKnown: (key: string) => boolean,
): { readonly evidence: Evidence; readonly words: readonly NewWord[] } {
  const letters = prefix.length;
  if (!speller) {
    return {
      evidence: { ...rest, typed: letters, likeness: (rest.entries + 1) / (size + 1) },
      words: [],
    };
  }
  if (letters < LEAST_TYPED) {
    return { evidence: { ...rest, typed: letters, likeness: speller.probability(prefix) }, words: [] };
  }
  const { probability, newShare, words } = speller.spell(prefix, isKnown);
  return { evidence: { ...rest, typed: letters, likeness: probability * newShare }, words };
}
