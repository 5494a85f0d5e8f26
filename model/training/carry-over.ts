/** Where training goes on from the network that there is, for a text that has changed: its weights, under the ids of a new vocabulary. */
import type { NetworkConfig, Parameter } from '../network/config';
import { UNKNOWN } from '../vocabulary/special';
import type { Vocabulary } from '../vocabulary/vocabulary';
import type { StartingPoint } from './api';

/** What of the present network is needed. */
export interface Present {
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
  readonly vocabulary: Vocabulary;
}

/**
 * A word of both vocabularies keeps its row and its bias; the rows of words that are no longer in the text are dropped; a new word begins
 * with the row of <unk>, as which it was read so far, and with the bias of a word as frequent as it is:
 * b(w) = log p(w) + mean over the words of both of b(v) − log p(v).
 *
 * @param counts (vocabulary) occurrences in the text.
 * @param allocate zeroed memory, that training threads can share if it is to be theirs.
 */
export function carryOver(
  { config, parameters, vocabulary: old }: Present,
  vocabulary: Vocabulary,
  counts: ArrayLike<number>,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): StartingPoint {
  const { size } = vocabulary;
  // The row that each word had; <unk>'s where it had none.
  const rows = Int32Array.from(vocabulary.keys, (key) => old.idOf(key)); // (vocabulary)
  const isNew = (id: number): boolean => id !== UNKNOWN && rows[id] === UNKNOWN;
  const carried = parameters.map(({ name, shape, data }): Parameter => {
    if (!BY_WORD.has(name)) return { name, shape, data };
    const width = shape[1] ?? 1;
    const moved = allocate(size * width); // (vocabulary, width)
    rows.forEach((row, id) => {
      moved.set(data.subarray(row * width, (row + 1) * width), id * width);
    });
    if (name === 'decoder.bias') fillNewBiases(moved, isNew, counts);
    return { name, shape: [size, ...shape.slice(1)], data: moved };
  });
  return { config: { ...config, vocabularySize: size }, parameters: carried };
}

/** Parameters with one row a word. */
export const BY_WORD: ReadonlySet<string> = new Set(['embedding.weight', 'decoder.weight', 'decoder.bias']);

function fillNewBiases(bias: Float32Array, isNew: (id: number) => boolean, counts: ArrayLike<number>): void {
  let total = 0;
  for (let id = 0; id < bias.length; id++) total += Math.max(counts[id] ?? 0, LEAST_COUNT);
  const logProbability = (id: number): number => Math.log(Math.max(counts[id] ?? 0, LEAST_COUNT) / total);
  let offset = 0;
  let known = 0;
  for (let id = 0; id < bias.length; id++) {
    if (isNew(id)) continue;
    offset += bias[id]! - logProbability(id);
    known++;
  }
  for (let id = 0; id < bias.length; id++) {
    if (isNew(id)) bias[id] = logProbability(id) + offset / Math.max(1, known);
  }
}

/** Of a word that the training text does not have, as all of its occurrences are held out. */
const LEAST_COUNT = 0.5;
