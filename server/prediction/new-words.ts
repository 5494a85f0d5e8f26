/** Words that nobody has written yet: when one is to be expected, and how it is spelled. Fitted and stored with the mixture. */
import type { Json } from '../../model/format/trained-model';
import type { Kernels } from '../../model/kernels/kernels';
import { FEATURES } from '../../model/letters/chance';
import { fitNewWords, shareOfNewWords } from '../../model/letters/fit-new-words';
import { lettersFromJson, lettersToJson } from '../../model/letters/letter-json';
import { DEFAULT_CHANCE, type FittedNewWords, type NewWords } from '../../model/letters/new-words';
import { createSpeller } from '../../model/letters/speller';
import { trainLetters } from '../../model/letters/train-letters';
import type { Component } from '../../model/prediction/component';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';

/** What the fitting reads: ids of the lexicon. */
export interface TextWithNewWords {
  readonly train: Int32Array;
  readonly valid: Int32Array;
}

/**
 * Trains the letters' network on the words that the text and its base have, without those of the held-out text alone, and
 * learns from the held-out text when new words come and whether the network helps.
 *
 * @param predictor at the start of a text; of counts without the held-out text.
 * @param kernels whose memory the training may fill.
 */
export function fitNewWordsOnHeldOut(
  lexicon: Lexicon,
  { train, valid }: TextWithNewWords,
  predictor: Component,
  kernels: Kernels,
): FittedNewWords {
  const ofBase = (id: number) => lexicon.baseProbability !== undefined && lexicon.baseProbability(id) > 0;
  const known = Uint8Array.from({ length: lexicon.size }, (_, id) => (ofBase(id) ? 1 : 0)); // (lexicon)
  for (const id of train) known[id] = 1;
  const isAWord = (id: number) => isWord(lexicon, id);
  const expectedShare = shareOfNewWords(train, isAWord, ofBase);
  const heldOutWords = valid.filter(isAWord);
  const heldOutShare =
    new Set(heldOutWords.filter((id) => known[id] === 0)).size / Math.max(1, heldOutWords.length);
  const isWorthWhile = Math.max(heldOutShare, expectedShare ?? 0) >= WORTH_SPELLING;
  const model = isWorthWhile ? trainLetters(wordsToSpell(lexicon, known), kernels) : undefined;
  return fitNewWords({
    lexicon,
    predictor,
    heldOut: valid,
    known,
    expectedShare,
    letters: model && { model, speller: createSpeller(model, kernels.fresh()) },
  });
}

/**
 * Where fewer of the words are new, the seconds that the letters' network takes to train save next to nothing: English with a base, three
 * in a hundred. Russian has twice as many with a base, and a fifth without.
 */
const WORTH_SPELLING = 0.04;

/** Keys of the known words, the rare ones first: those are what new words look like. */
function wordsToSpell(lexicon: Lexicon, known: Uint8Array): string[] {
  const keys: string[] = [];
  for (let id = lexicon.size - 1; id >= SPECIAL_TOKENS.length; id--) {
    if (isWord(lexicon, id) && known[id] === 1) keys.push(lexicon.key(id));
  }
  return keys;
}

function isWord({ closedSize, vocabulary }: Lexicon, id: number): boolean {
  return id >= closedSize || (id >= SPECIAL_TOKENS.length && vocabulary.kinds[id] === 'word');
}

const READY = new WeakMap<FittedNewWords, NewWords>();

/** With its network ready to run; it is loaded once, at the first use. */
export function readyNewWords(fitted: FittedNewWords | undefined, kernels: () => Kernels): NewWords {
  if (!fitted) return { weights: DEFAULT_CHANCE };
  const known = READY.get(fitted);
  if (known) return known;
  const { weights, letters } = fitted;
  const ready = { weights, ...(letters && { speller: createSpeller(letters, kernels()) }) };
  READY.set(fitted, ready);
  return ready;
}

export function newWordsToJson({ weights, letters }: FittedNewWords): Json {
  return { weights: [...weights], ...(letters && { letters: lettersToJson(letters) }) };
}

/** Undefined for what is none: the defaults hold. */
export function newWordsFromJson(json: Json | undefined): FittedNewWords | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { weights, letters } = json as { readonly [key: string]: Json };
  if (!Array.isArray(weights) || weights.length !== FEATURES) return undefined;
  if (!weights.every((weight): weight is number => typeof weight === 'number' && Math.abs(weight) <= 100))
    return undefined;
  const model = lettersFromJson(letters);
  return { weights, ...(model && { letters: model }) };
}
