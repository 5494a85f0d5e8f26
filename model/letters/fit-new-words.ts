import type { Component } from '../prediction/component';
import type { Lexicon } from '../vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, SPECIAL_TOKENS } from '../vocabulary/special';
import { type ChanceWeights, chanceOfNew, type Evidence, fitChance } from './chance';
import type { LetterModel } from './letter-model';
import { DEFAULT_CHANCE, evidenceOf, type FittedNewWords, LEAST_OFFERED, outsideMass } from './new-words';
import type { NewWord, Speller } from './speller';

export interface HeldOutWords {
  readonly lexicon: Pick<Lexicon, 'size' | 'closedSize' | 'key' | 'idsWithPrefix' | 'vocabulary'>;
  /** At the start of a text; is used up. Nothing that it was made from has seen the held-out text. */
  readonly predictor: Component;
  /** Ids of the lexicon. */
  readonly heldOut: Int32Array;
  /** (lexicon) 1 for words that are known without the held-out text. */
  readonly known: Uint8Array;
  /** A network that has learned to spell the known words alone. */
  readonly letters?: { readonly model: LetterModel; readonly speller: Speller };
  /** Which share of the next text's words will be new; see `shareOfNewWords`. Default: as in the held-out text. */
  readonly expectedShare?: number;
  /** Tokens read. Default 1500, some six thousand prefixes. */
  readonly mostTokens?: number;
}

/** Share of the keystrokes that the letters' network must save on held-out text to be worth its while. */
const LEAST_SAVED = 0.0005;

/**
 * Reads held-out text letter by letter, to learn when a new word comes; and whether the letters' network helps: then words
 * that it spells save more keystrokes than they get in the way of.
 */
export function fitNewWords(words: HeldOutWords): FittedNewWords {
  const { letters } = words;
  const read = observe(words);
  const weigh = (evidenceOf: (prefix: ReadPrefix) => Evidence) => {
    const observations = read.flatMap(({ prefixes, isNew }) =>
      prefixes.map((prefix) => ({ evidence: evidenceOf(prefix), isNew })),
    );
    return expecting(words.expectedShare, read, fitChance(observations, DEFAULT_CHANCE));
  };
  const weights = weigh(({ byEntries }) => byEntries);
  if (!letters) return { weights };
  const withLetters = weigh(({ byLetters }) => byLetters);
  const without = keystrokes(read, undefined);
  const saved = without - keystrokes(read, withLetters);
  return saved > LEAST_SAVED * without ? { weights: withLetters, letters: letters.model } : { weights };
}

/**
 * Pages held out of a book have fewer new words than its next chapter: what one page names, the pages around it name too. So the odds are
 * multiplied by what the next text is expected to have more of them.
 */
function expecting(
  share: number | undefined,
  read: readonly ReadWord[],
  weights: ChanceWeights,
): ChanceWeights {
  const seen = (read.filter(({ isNew }) => isNew).length + 1) / (read.length + 2);
  if (share === undefined || !(share > seen && share < 1)) return weights;
  const more = Math.log(share / (1 - share)) - Math.log(seen / (1 - seen));
  return weights.map((weight, index) => (index === 0 ? weight + Math.min(more, MOST_MORE) : weight));
}

/** Log odds: a text that changes its language at its end says nothing about the next one. */
const MOST_MORE = 1;

/**
 * Which share of a next text's words will be new: as many as came in the last tenth of this one, that none of the others before it had.
 *
 * @param isKnown whether a word is known without the text.
 */
export function shareOfNewWords(
  text: Int32Array,
  isWord: (id: number) => boolean,
  isKnown: (id: number) => boolean,
): number | undefined {
  const from = Math.floor(0.9 * text.length);
  const before = new Set(text.subarray(0, from));
  let words = 0;
  let fresh = 0;
  for (const id of text.subarray(from)) {
    if (!isWord(id)) continue;
    words++;
    if (before.has(id) || isKnown(id)) continue;
    fresh++;
    before.add(id);
  }
  return words < LEAST_COUNTED ? undefined : fresh / words;
}

/** Fewer words say too little. */
const LEAST_COUNTED = 500;

/** A word of the held-out text as it is typed. */
interface ReadWord {
  readonly key: string;
  readonly isNew: boolean;
  /** Whether it is the likeliest before it is begun. */
  readonly isForeseen: boolean;
  /** (letters − 1) By letters typed, from one on. */
  readonly prefixes: readonly ReadPrefix[];
}

interface ReadPrefix {
  readonly byEntries: Evidence;
  readonly byLetters: Evidence;
  /** The likeliest new word. */
  readonly newWord: NewWord | undefined;
  /** The likeliest known one, and its share of the known ones' probability. */
  readonly knownKey: string;
  readonly knownShare: number;
}

function observe({
  lexicon,
  predictor,
  heldOut,
  letters,
  mostTokens = 1500,
  ...words
}: HeldOutWords): ReadWord[] {
  const known = Uint8Array.from(words.known);
  const probabilities = new Float32Array(lexicon.size);
  const read: ReadWord[] = [];
  const keys = new Map(Array.from({ length: lexicon.size }, (_, id) => [lexicon.key(id), id]));
  const isKnown = (key: string) => known[keys.get(key) ?? 0] === 1;
  // Those that nobody has written have no part in what is known.
  const first = Math.max(0, heldOut.length - mostTokens);
  for (let index = first; index < heldOut.length; index++) {
    const id = heldOut[index]!;
    const before = index > first ? heldOut[index - 1]! : PARAGRAPH_END;
    if (isWord(lexicon, id)) {
      predictor.probabilities(probabilities);
      const outside = outsideMass(probabilities, lexicon);
      const startsSentence = before === PARAGRAPH_END || before === SENTENCE_END;
      const key = lexicon.key(id);
      const all = likeliest(probabilities, (other) => known[other] === 1 && isWord(lexicon, other));
      read.push({
        key,
        isNew: known[id] === 0,
        isForeseen: all === id,
        prefixes: readPrefixes(
          key,
          (ids, prefix) => {
            let mass = 0;
            let entries = 0;
            let best = 0;
            let bestId = 0;
            for (const other of ids) {
              if (known[other] === 0) continue;
              const p = probabilities[other]!;
              mass += p;
              entries++;
              if (p <= best || lexicon.key(other) === prefix) continue;
              best = p;
              bestId = other;
            }
            const typed = { prefix, size: lexicon.size, outside, known: mass, entries, startsSentence };
            const { evidence, words: found } = evidenceOf(letters?.speller, typed, isKnown);
            return {
              byEntries: letters ? evidenceOf(undefined, typed, isKnown).evidence : evidence,
              byLetters: evidence,
              newWord: found[0],
              knownKey: bestId > 0 ? lexicon.key(bestId) : '',
              knownShare: mass > 0 ? best / mass : 0,
            };
          },
          lexicon,
        ),
      });
    }
    predictor.advance(id);
    known[id] = 1;
  }
  return read;
}

/** What is read at each prefix of a word but the whole, the ids under it narrowed down letter by letter. */
function readPrefixes(
  key: string,
  read: (ids: readonly number[], prefix: string) => ReadPrefix,
  lexicon: Pick<Lexicon, 'idsWithPrefix' | 'key'>,
): ReadPrefix[] {
  let ids: readonly number[] = key.length > 1 ? lexicon.idsWithPrefix(key.slice(0, 1)) : [];
  return Array.from({ length: Math.max(0, key.length - 1) }, (_, index) => {
    const prefix = key.slice(0, index + 1);
    ids = ids.filter((id) => lexicon.key(id).startsWith(prefix));
    return read(ids, prefix);
  });
}

/** Keystrokes for all words, if the likeliest one is accepted as soon as it is right. */
function keystrokes(words: readonly ReadWord[], weights: ChanceWeights | undefined): number {
  let spent = 0;
  for (const { key, isForeseen, prefixes } of words) {
    const first = isForeseen ? -1 : prefixes.findIndex((prefix) => offered(prefix, weights) === key);
    spent += isForeseen ? 1 : first < 0 ? key.length + 1 : first + 2;
  }
  return spent;
}

function offered(
  { byLetters, newWord, knownKey, knownShare }: ReadPrefix,
  weights: ChanceWeights | undefined,
): string {
  if (!weights || !newWord) return knownKey;
  const chance = chanceOfNew(weights, byLetters);
  const ofNew = chance * newWord.probability;
  return ofNew >= LEAST_OFFERED && ofNew > (1 - chance) * knownShare ? newWord.key : knownKey;
}

function isWord({ closedSize, vocabulary }: HeldOutWords['lexicon'], id: number): boolean {
  return id >= closedSize || (id >= SPECIAL_TOKENS.length && vocabulary.kinds[id] === 'word');
}

function likeliest(probabilities: Float32Array, isAllowed: (id: number) => boolean): number {
  let best = 0;
  let most = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (probabilities[id]! <= most || !isAllowed(id)) continue;
    most = probabilities[id]!;
    best = id;
  }
  return best;
}
