/**
 * Where the network of a text begins if there is a base: with the base's weights, a row for each word that only the text
 * has, and an output bias that knows how frequent the words are in the text.
 */
import type { NetworkConfig, Parameter } from '../network/config';
import { UNKNOWN } from '../vocabulary/special';
import type { Vocabulary } from '../vocabulary/vocabulary';
import type { StartingPoint } from './api';

/** What of a base is needed. */
export interface Base {
  readonly config: NetworkConfig;
  readonly parameters: readonly Parameter[];
  readonly vocabulary: Vocabulary;
}

export interface Start extends StartingPoint {
  /** (vocabulary) How often each word is expected in a text as long as the one at hand: what samples are drawn by. */
  readonly counts: Float64Array<ArrayBuffer>;
}

/**
 * Pseudo-count: the base's word frequencies are worth this many tokens of the text. Held-out loss of a base with 1,000 words of The Good
 * Soldier, before any training: 4.62 nats with 1,000, 4.46 with 5,000, 4.44 with 20,000; between 20,000 and 200,000 the same.
 */
const BASE_TOKENS = 50_000;

/**
 * New words begin with the row of <unk>: rows of words that end alike are no better (the same test: <unk> 4.614, both halves
 * 4.613, words that end alike 4.614, zeros 4.617 nats).
 *
 * @param vocabulary the base's, extended by words of the text (build.ts).
 * @param counts (vocabulary) occurrences in the text.
 * @param allocate zeroed memory, that training threads can share if it is to be theirs.
 */
export function startingPoint(
  base: Base,
  vocabulary: Vocabulary,
  counts: ArrayLike<number>,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Start {
  const known = base.vocabulary.size;
  const size = vocabulary.size;
  const config = { ...base.config, vocabularySize: size };
  const expected = expectedCounts(base.vocabulary.counts, counts, size);
  const parameters = base.parameters.map(({ name, shape, data }): Parameter => {
    const isTable = name === 'embedding.weight' || name === 'decoder.weight';
    if (!isTable && name !== 'decoder.bias') return { name, shape, data };
    const width = shape[1] ?? 1;
    const extended = allocate(size * width); // (vocabulary, width)
    extended.set(data);
    if (isTable) fillNewRows(extended, width, known);
    else adaptBias(extended, known, base.vocabulary.counts, expected);
    return { name, shape: [size, ...shape.slice(1)], data: extended };
  });
  return { config, parameters, counts: expected };
}

/** c(w) + K · p_base(w) over the base's words, <unk> and the ends included; of new words, as often as they occurred. */
function expectedCounts(
  base: readonly number[],
  counts: ArrayLike<number>,
  size: number,
): Float64Array<ArrayBuffer> {
  const total = base.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(
    { length: size },
    (_, id) => (counts[id] ?? 0) + (BASE_TOKENS * Math.max(base[id] ?? 0, 0.5)) / total,
  );
}

/** b(w) + log p_text(w) − log p_base(w), where the text's frequencies are smoothed by the base's; new words begin at log p_text(w). */
function adaptBias(bias: Float32Array, known: number, base: readonly number[], expected: Float64Array): void {
  const total = base.reduce((sum, count) => sum + count, 0);
  const expectedTotal = expected.reduce((sum, count) => sum + count, 0);
  let offset = 0;
  for (let id = 0; id < known; id++) offset += bias[id]! - Math.log(Math.max(base[id]!, 0.5) / total);
  offset /= known;
  for (let id = 0; id < bias.length; id++) {
    const p = Math.log(expected[id]! / expectedTotal);
    if (id < known) bias[id]! += p - Math.log(Math.max(base[id]!, 0.5) / total);
    else bias[id] = p + offset;
  }
}

/** Until now the base read a new word as <unk>. */
function fillNewRows(table: Float32Array, width: number, known: number): void {
  const unknown = table.slice(UNKNOWN * width, (UNKNOWN + 1) * width);
  for (let start = known * width; start < table.length; start += width) table.set(unknown, start);
}
