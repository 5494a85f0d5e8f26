import type { Kernels } from '../kernels/kernels';
import { type LoadedNetwork, loadNetwork } from '../prediction/loaded-network';
import { type Alphabet, alphabetOf, OTHER_LETTER, WORD_END } from './alphabet';
import type { LetterModel } from './letter-model';

/** A whole word that nobody has written yet. */
export interface NewWord {
  readonly key: string;
  /** Among the new words that begin as asked. */
  readonly probability: number;
}

/** How words that begin with some letters go on. */
export interface Spelling {
  /** P(a word begins so): the network's, of all words, known ones included. */
  readonly probability: number;
  /** Which part of the words that begin so is new, as far as the search went: 1 less the probability of the known ones that it met. */
  readonly newShare: number;
  /** The likeliest, best first. */
  readonly words: readonly NewWord[];
}

export interface Speller {
  /** How likely words are to begin with the folded `prefix`. Costs a step of the network for each letter typed since the last question. */
  probability(prefix: string): number;
  /** Also looks for the likeliest new words; see `search`. */
  spell(prefix: string, isKnown: (key: string) => boolean): Spelling;
}

/** Beginnings less likely than this, given the prefix, are not followed: no word behind them would be offered. */
const LEAST_PROBABILITY = 0.03;
/** Steps of the network that one search may take, a few microseconds each. */
const MOST_STEPS = 60;
/** Letters of the longest word. */
const LONGEST = 40;

/** The letters' network as it reads one prefix after another. Loads the weights into a memory of the kernels' own. */
export function createSpeller(model: LetterModel, kernels: Kernels): Speller {
  const network = loadNetwork(model.config, model.parameters, kernels);
  const alphabet = alphabetOf(model.letters);
  const path = createPath(network, alphabet);
  const states = Array.from({ length: MOST_STEPS }, () => new Float32Array(network.stateSize));
  return {
    probability: (prefix) => path.read(prefix).probability,
    spell(prefix, isKnown) {
      const { state, probability } = path.read(prefix);
      return { probability, ...search(network, alphabet, { prefix, state, states }, isKnown) };
    },
  };
}

/** A prefix as it has been read: the state after it (state), and its probability. */
interface Read {
  readonly state: Float32Array;
  readonly probability: number;
}

/** Keeps what was read of the last prefix, as the next one mostly begins with it. */
function createPath(network: LoadedNetwork, alphabet: Alphabet): { read(prefix: string): Read } {
  const start = new Float32Array(network.stateSize);
  network.step(WORD_END, start, start);
  const letters: string[] = [];
  const reads: Read[] = [{ state: start, probability: 1 }]; // (letters + 1)
  return {
    read(prefix) {
      const asked = [...prefix];
      let shared = 0;
      while (shared < letters.length && letters[shared] === asked[shared]) shared++;
      letters.length = shared;
      reads.length = shared + 1;
      for (const letter of asked.slice(shared)) {
        const before = reads.at(-1)!; // the start at least
        const id = alphabet.idOf(letter);
        const probability = before.probability * network.softmax(before.state, 1)[id]!; // an id of the alphabet
        const state = new Float32Array(network.stateSize);
        network.step(id, before.state, state);
        letters.push(letter);
        reads.push({ state, probability });
      }
      return reads.at(-1)!;
    },
  };
}

/** The beginning of a word that is to be followed. */
interface Beginning {
  readonly word: string;
  /** Given the prefix. */
  readonly probability: number;
  /** The last letter, and the state before it. */
  readonly letter: number;
  readonly before: Float32Array;
}

/**
 * Best first: the likeliest beginning is followed by each letter that keeps it likely, until none is left that is. As a word is no
 * likelier than its beginnings, no word above LEAST_PROBABILITY is missed unless MOST_STEPS run out.
 */
function search(
  network: LoadedNetwork,
  alphabet: Alphabet,
  {
    prefix,
    state,
    states,
  }: { readonly prefix: string; readonly state: Float32Array; readonly states: readonly Float32Array[] },
  isKnown: (key: string) => boolean,
): Pick<Spelling, 'newShare' | 'words'> {
  const open: Beginning[] = [];
  const found: { key: string; probability: number }[] = [];
  let newShare = 1;
  const follow = (word: string, reached: number, after: Float32Array) => {
    const next = network.softmax(after, 1); // (alphabet)
    for (let letter = 0; letter < next.length; letter++) {
      const probability = reached * next[letter]!;
      if (probability < LEAST_PROBABILITY || letter === OTHER_LETTER) continue;
      if (letter !== WORD_END) {
        open.push({ word: word + alphabet.letterOf(letter), probability, letter, before: after });
      } else if (isKnown(word)) {
        newShare -= probability;
      } else if (word !== prefix) {
        found.push({ key: word, probability });
      }
    }
  };
  follow(prefix, 1, state);
  for (const own of states) {
    const best = takeLikeliest(open);
    if (best === undefined) break;
    if (best.word.length >= LONGEST) continue;
    network.step(best.letter, best.before, own);
    follow(best.word, best.probability, own);
  }
  found.sort((a, b) => b.probability - a.probability);
  newShare = Math.max(newShare, LEAST_PROBABILITY);
  return {
    newShare,
    words: found.map(({ key, probability }) => ({ key, probability: Math.min(1, probability / newShare) })),
  };
}

function takeLikeliest(open: Beginning[]): Beginning | undefined {
  let best = 0;
  for (let index = 1; index < open.length; index++) {
    if (open[index]!.probability > open[best]!.probability) best = index;
  }
  return open.splice(best, 1)[0];
}
