import {
  LEAST_OFFERED,
  type NewWords,
  type NewWordsUnder,
  newWordsUnder,
  outsideMass,
} from '../../model/letters/new-words';
import { foldWord } from '../../model/tokenizer/fold';
import { isDoubtful } from '../../model/tokenizer/secrets/forms';
import type { Token } from '../../model/tokens/token';
import { UNKNOWN } from '../../model/vocabulary/special';
import { type Accepts, type Candidate, likeliest } from './candidates';
import type { Caret } from './caret';
import { isNever } from './never';
import type { NewWordIds } from './new-words';
import type { Reader } from './reader';

/** A word that may be offered, and how sure the model is that it is what comes at the caret. */
export interface Prospect {
  readonly id: number;
  /** Confidence: P(word) among all that may come, unknown words included, unlike the percentages of the list. */
  readonly confidence: number;
  /** Whether it finishes the word under the caret; else it comes after it. */
  readonly completes: boolean;
}

/** What the model expects at a caret. */
export interface Outlook {
  /** The likeliest completions of the prefix, or next words where there is no prefix; best first. */
  words(count: number): readonly Prospect[];
  /** The likeliest words after the one under the caret, if that may be a whole word. Reads one token on. */
  followers(count: number, leastConfidence: number): readonly Prospect[];
  /** How sure the model is of one word, as a completion or as the word that follows. */
  confidenceOf(id: number, completes: boolean): number;
  /**
   * The percentage of a completion or next word: exact, renormalised over what fits. A new word may fit too, so that the percentages of
   * the known ones add to less than 1.
   */
  shareOf(id: number): number;
}

/** What may be offered. */
export interface Offered {
  /** What may come at all, of the lexicon. */
  readonly accepts: Accepts;
  /** Whether one of those may be offered. */
  readonly offers: Accepts;
  /** Whether a word can be written at the caret: after a space a comma cannot, and has no share then. */
  readonly stands: Accepts;
  /** Words that nobody has written yet. */
  readonly newWords: NewWords;
  readonly newWordIds: NewWordIds;
  /** What is never to be offered; see SuggestionModel. */
  readonly blocked: ReadonlySet<string>;
}

export function lookAhead(reader: Reader, caret: Caret, offered: Offered): Outlook {
  const { lexicon } = reader;
  const { accepts, offers, stands, newWordIds } = offered;
  const { prefix } = caret;
  const folded = foldWord(prefix);
  reader.align(caret.context); // before the lexicon's size is read: reading may add words to it
  const ids = prefix === '' ? undefined : lexicon.idsWithPrefix(folded);
  const here = () => {
    reader.align(caret.context);
    return reader.distribution();
  };
  const whole = prefix === '' ? UNKNOWN : lexicon.idOf(folded);
  const fits: Accepts = (id) => id !== whole && offers(id) && stands(id);
  const weigh = (): Weighed => {
    const probabilities = here();
    const known = ids
      ? knownMass(probabilities, ids, accepts)
      : massThatStands(probabilities, accepts, stands);
    const { chance, words } = newWordsUnder(
      offered.newWords,
      {
        prefix: folded,
        size: lexicon.size,
        outside: outsideMass(probabilities, lexicon),
        known: known.mass,
        entries: known.entries,
        startsSentence: startsSentence(caret.context),
      },
      (key) => lexicon.idOf(key) !== UNKNOWN,
    );
    return { chance, words, ofKnown: inverse(known.mass) };
  };
  let weighed = ids && weigh();
  /** By id, how sure the model is that it is this new word. */
  const fresh = new Map<number, number>();
  const { chance, words: spelled } = weighed ?? { chance: 0, words: [] };
  for (const { key, probability } of spelled) {
    if (chance * probability < LEAST_OFFERED) break; // best first
    if (!isNever(key, offered.blocked) && !isDoubtful(key))
      fresh.set(newWordIds.idOf(key), chance * probability);
  }
  /** A completion's confidence; without a prefix all that can stand at the caret fits, ends and unknown words included. */
  const scale = weighed
    ? (1 - weighed.chance) * weighed.ofKnown
    : inverse(massOfAll(here(), lexicon.marks, accepts, stands));
  /** That the word under the caret ends here. */
  const ends = whole === UNKNOWN ? 0 : (here()[whole] ?? 0) * scale;
  const prospects = (best: readonly Candidate[], by: number, completes: boolean): Prospect[] =>
    best.map(({ id, probability }) => ({ id, confidence: probability * by, completes }));
  const afterWord = () => {
    const word: Token = { kind: 'word', text: prefix, start: caret.start, end: caret.offset };
    reader.align([...caret.context, word]);
    return reader.distribution();
  };

  return {
    words(count) {
      const written = prospects(likeliest(here(), ids, count, fits), scale, ids !== undefined);
      if (fresh.size === 0) return written;
      const unwritten = [...fresh].map(([id, confidence]) => ({ id, confidence, completes: true }));
      return [...written, ...unwritten].sort((a, b) => b.confidence - a.confidence).slice(0, count);
    },
    followers(count, leastConfidence) {
      if (ends === 0 || ends < leastConfidence) return [];
      return prospects(likeliest(afterWord(), undefined, count, offers), ends, false);
    },
    confidenceOf(id, completes) {
      if (id < 0) return fresh.get(id) ?? 0;
      if (prefix !== '' && !completes) return ends === 0 ? 0 : ends * (afterWord()[id] ?? 0);
      return (here()[id] ?? 0) * scale;
    },
    shareOf(id) {
      if (id < 0) return fresh.get(id) ?? 0;
      weighed ??= weigh(); // without a prefix only the list asks for it
      return (1 - weighed.chance) * (here()[id] ?? 0) * weighed.ofKnown;
    },
  };
}

/** How probability divides between the known words that fit a caret and new ones. */
interface Weighed extends NewWordsUnder {
  /** Of P(word), its share of the known words' probability. */
  readonly ofKnown: number;
}

/** Σ P over accepted entries that fit, and how many they are. */
interface KnownMass {
  readonly mass: number;
  readonly entries: number;
}

function knownMass(probabilities: Float32Array, ids: readonly number[], accepts: Accepts): KnownMass {
  let mass = 0;
  let entries = 0;
  for (const id of ids) {
    if (!accepts(id)) continue;
    mass += probabilities[id]!; // the distribution is over the whole lexicon
    entries++;
  }
  return { mass, entries };
}

function massThatStands(probabilities: Float32Array, accepts: Accepts, stands: Accepts): KnownMass {
  let mass = 0;
  let entries = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (!accepts(id) || !stands(id)) continue;
    mass += probabilities[id]!;
    entries++;
  }
  return { mass, entries };
}

/** Σ P over everything but the marks that can't stand at the caret. */
function massOfAll(
  probabilities: Float32Array,
  marks: readonly number[],
  accepts: Accepts,
  stands: Accepts,
): number {
  let out = 0;
  for (const id of marks) if (accepts(id) && !stands(id)) out += probabilities[id]!; // marks are of the lexicon
  return 1 - out;
}

function inverse(mass: number): number {
  return mass > 0 ? 1 / mass : 0;
}

function startsSentence(context: readonly Token[]): boolean {
  const kind = context.at(-1)?.kind;
  return kind === undefined || kind === 'sentenceEnd' || kind === 'paragraphEnd';
}
