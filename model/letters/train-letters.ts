import type { Kernels } from '../kernels/kernels';
import type { Parameter } from '../network/config';
import { namedParameters } from '../network/weights';
import type { TrainingPlan } from '../training/plan';
import { deriveSeed, seededIntegers } from '../training/random';
import { createTrainer } from '../training/trainer';
import { type Alphabet, findAlphabet, isSpelled, WORD_END } from './alphabet';
import type { LetterModel } from './letter-model';

/** Fewer words than this show no regular spelling. */
const LEAST_WORDS = 2_000;
/** Letters read in all, a word's end among them: a few seconds of one thread. Of more words, the last ones are left out. */
const MOST_LETTERS_READ = 1_200_000;
/** Passes over the words, as far as `MOST_LETTERS_READ` allows. */
const PASSES = 10;
const HIDDEN_SIZE = 64;
const EMBEDDING_SIZE = 32;
const STREAMS = 32;
const STEPS = 20;

/**
 * Trains a recurrent network to spell: one step a letter, the end of a word a letter like others. Each word counts once, however often
 * it stands in the text: a word that nobody has written yet is like the rare ones. The words follow one another in a new random
 * order at each pass, so that nothing can be learned from what came before a word.
 *
 * Deterministic. Undefined where there are too few words, or too many letters.
 *
 * @param keys folded words, the most telling first.
 * @param onWork called after each block.
 */
export function trainLetters(
  keys: readonly string[],
  kernels: Kernels,
  { seed = 1, onWork }: { readonly seed?: number; readonly onWork?: () => void } = {},
): LetterModel | undefined {
  const words = keys.filter(isSpelled);
  if (words.length < LEAST_WORDS) return undefined;
  const alphabet = findAlphabet(words);
  if (!alphabet) return undefined;
  const train = letterStream(words, alphabet, seededIntegers(deriveSeed(seed, 0)));
  const plan = planLetters(alphabet, train.length);
  const data = { train, valid: new Int32Array(0), vocabularySize: alphabet.size };
  const trainer = createTrainer({ kernels, data, plan, seed, onWork });
  const blocks = Math.ceil(train.length / trainer.blockTokens);
  for (let block = 0; block < blocks; block++) trainer.step(block / blocks);
  return {
    letters: alphabet.letters,
    config: plan.config,
    parameters: namedParameters(trainer.weights).map(
      ({ name, shape, data }): Parameter => ({ name, shape, data: Float32Array.from(data) }),
    ),
  };
}

function planLetters(alphabet: Alphabet, letters: number): TrainingPlan {
  return {
    config: {
      cell: 'gru',
      vocabularySize: alphabet.size,
      embeddingSize: EMBEDDING_SIZE,
      hiddenSize: HIDDEN_SIZE,
      layers: 1,
      tied: false,
    },
    streams: STREAMS,
    steps: STEPS,
    samples: 'full',
    optimiser: 'adam',
    rate: 0.01,
    warmUp: 0.03,
    clipNorm: 1,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: letters,
    measurements: 0,
    heldOutTokens: 0,
  };
}

/** Ids of letters: the words of each pass in an order of its own, each closed by WORD_END. */
function letterStream(words: readonly string[], alphabet: Alphabet, integer: () => number): Int32Array {
  const spelled: Int32Array[] = [];
  let letters = 0;
  for (const word of words) {
    const ids = spell(word, alphabet);
    if (letters + ids.length > MOST_LETTERS_READ) break;
    letters += ids.length;
    spelled.push(ids);
  }
  const passes = Math.max(1, Math.min(PASSES, Math.floor(MOST_LETTERS_READ / letters)));
  const stream = new Int32Array(passes * letters);
  let at = 0;
  for (let pass = 0; pass < passes; pass++) {
    shuffle(spelled, integer);
    for (const ids of spelled) {
      stream.set(ids, at);
      at += ids.length;
    }
  }
  return stream;
}

/** A word's letters and its end, as ids. */
export function spell(word: string, alphabet: Alphabet): Int32Array {
  return Int32Array.from([...Array.from(word, alphabet.idOf), WORD_END]);
}

/** Fisher and Yates (Durstenfeld 1964). */
function shuffle(items: unknown[], integer: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = integer() % (last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
}
