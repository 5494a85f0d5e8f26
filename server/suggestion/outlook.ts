import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import { UNKNOWN } from '../../model/vocabulary/special';
import { type Accepts, type Candidate, likeliest, type PrefixMass, prefixMass } from './candidates';
import type { Caret } from './caret';
import type { Reader } from './reader';

/** A word that may be offered, and how sure the model is that it is what comes at the caret. */
export interface Prospect {
  readonly id: number;
  /** Confidence: unlike a percentage in the list, it leaves room for words that nobody knows. */
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
   * The percentage of a completion or next word: exact, renormalised over what fits. Under a prefix a new word may fit
   * too, so that the percentages of the known ones add to a little less than 1.
   */
  shareOf(id: number): number;
}

/**
 * @param accepts what may come at all.
 * @param offers whether one of those may be offered.
 * @param stands whether a word can be written at the caret: after a space a comma cannot, and has no share then.
 */
export function lookAhead(
  reader: Reader,
  caret: Caret,
  { accepts, offers }: { accepts: Accepts; offers: Accepts },
  stands: Accepts,
): Outlook {
  const { lexicon } = reader;
  const { prefix } = caret;
  const folded = foldWord(prefix);
  reader.align(caret.context); // first of all: reading may add words to the lexicon
  const ids = prefix === '' ? undefined : lexicon.idsWithPrefix(folded);
  const here = reader.distribution();
  const whole = prefix === '' ? UNKNOWN : lexicon.idOf(folded);
  const fits: Accepts = (id) => id !== whole && offers(id) && stands(id);
  const mass = ids ? prefixMass(here, ids, lexicon, accepts) : wholeMass(here, accepts, stands);
  /** That the word under the caret ends here. */
  const ends = whole === UNKNOWN || mass.all === 0 ? 0 : (here[whole] ?? 0) / mass.all;
  const prospects = (best: readonly Candidate[], total: number, completes: boolean): readonly Prospect[] =>
    best.map(({ id, probability }) => ({ id, confidence: total === 0 ? 0 : probability / total, completes }));
  const afterWord = () => {
    const word: Token = { kind: 'word', text: prefix, start: caret.start, end: caret.offset };
    reader.align([...caret.context, word]);
    return reader.distribution();
  };

  return {
    words(count) {
      reader.align(caret.context);
      return prospects(likeliest(reader.distribution(), ids, count, fits), mass.all, ids !== undefined);
    },
    followers(count, leastConfidence) {
      if (ends === 0 || ends < leastConfidence) return [];
      return prospects(likeliest(afterWord(), undefined, count, offers), 1 / ends, false);
    },
    confidenceOf(id, completes) {
      if (prefix !== '' && !completes) return ends === 0 ? 0 : ends * (afterWord()[id] ?? 0);
      reader.align(caret.context);
      return mass.all === 0 ? 0 : (reader.distribution()[id] ?? 0) / mass.all;
    },
    shareOf(id) {
      reader.align(caret.context);
      const fitting = ids ? mass.all : mass.known;
      return fitting === 0 ? 0 : (reader.distribution()[id] ?? 0) / fitting;
    },
  };
}

/** Without a prefix all that can stand at the caret fits, ends and unknown words included. */
function wholeMass(probabilities: Float32Array, accepts: Accepts, stands: Accepts): PrefixMass {
  let known = 0;
  let out = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (!accepts(id)) continue;
    if (stands(id)) known += probabilities[id]!;
    else out += probabilities[id]!;
  }
  return { known, all: 1 - out };
}
