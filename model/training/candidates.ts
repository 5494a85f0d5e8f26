/**
 * Chooses the rows of a block: its targets, draws from the unigram distribution, and its inputs. Every thread of a
 * team makes the same choice from the same seed, so that candidates need no communication.
 */
import type { Kernels } from '../kernels/kernels';
import type { BlockShape } from '../network/cell';
import type { BlockRows, RowSet } from '../network/gradients';

export interface CandidatePlanner {
  readonly rows: BlockRows;
  /** (steps, own streams): vocabulary ids read. */
  readonly inputs: Int32Array;
  /** (steps, own streams): inputs as rows of `rows.embedding`. */
  readonly inputRows: Int32Array;
  /** (steps, own streams): targets as rows of `rows.decoder`. */
  readonly targetRows: Int32Array;
  /** Plans the block whose inputs and targets (steps, all streams) are given. */
  plan(inputs: Int32Array, targets: Int32Array): void;
}

export interface CandidatePlannerOptions {
  /** Of all threads together. */
  readonly shape: BlockShape;
  /** This thread's streams: from … to − 1. */
  readonly from: number;
  readonly to: number;
  /** Unigram draws a block, or every word of the vocabulary, uncorrected. */
  readonly samples: number | 'full';
  readonly tied: boolean;
  /** (vocabulary) occurrences in the training text. */
  readonly counts: ArrayLike<number>;
  readonly random: () => number;
  readonly kernels: Pick<Kernels, 'allocate' | 'allocateIndices'>;
}

/** The most rows that a block can have. */
export function rowCapacity(shape: BlockShape, samples: number | 'full', vocabularySize: number): number {
  if (samples === 'full') return vocabularySize;
  return Math.min(vocabularySize, 2 * shape.steps * shape.streams + samples);
}

export function createCandidatePlanner(options: CandidatePlannerOptions): CandidatePlanner {
  const { shape, from, to, samples, tied, counts, random, kernels } = options;
  const vocabularySize = counts.length;
  const capacity = rowCapacity(shape, samples, vocabularySize);
  const own = shape.steps * (to - from);
  const decoder = createRowIndex(kernels.allocateIndices(capacity), vocabularySize);
  const embedding = tied ? decoder : createRowIndex(kernels.allocateIndices(capacity), vocabularySize);
  const correction = kernels.allocate(capacity); // (candidates)
  const inputs = kernels.allocateIndices(own); // (steps, own streams)
  const inputRows = kernels.allocateIndices(own); // (steps, own streams)
  const targetRows = kernels.allocateIndices(own); // (steps, own streams)
  const draw = samples === 'full' ? undefined : unigramSampler(counts, random);
  const corrections = inclusionCorrections(counts, samples, shape);
  const rows = { decoder, embedding, candidateCount: 0, correction };

  return {
    rows,
    inputs,
    inputRows,
    targetRows,

    plan(allInputs, allTargets) {
      decoder.clear();
      if (samples === 'full') {
        for (let id = 0; id < vocabularySize; id++) decoder.add(id);
      } else {
        for (let i = 0; i < allTargets.length; i++) decoder.add(allTargets[i]!);
        for (let i = 0; i < samples; i++) decoder.add(draw!());
      }
      rows.candidateCount = decoder.count;
      for (let i = 0; i < decoder.count; i++) correction[i] = corrections[decoder.ids[i]!]!;

      if (!tied) embedding.clear();
      for (let i = 0; i < allInputs.length; i++) embedding.add(allInputs[i]!);

      let at = 0;
      for (let step = 0; step < shape.steps; step++) {
        for (let stream = from; stream < to; stream++, at++) {
          const source = step * shape.streams + stream;
          inputs[at] = allInputs[source]!;
          inputRows[at] = embedding.add(allInputs[source]!);
          targetRows[at] = decoder.add(allTargets[source]!);
        }
      }
    },
  };
}

interface RowIndex extends RowSet {
  /** The row of a word, added at the end if it is new. */
  add(id: number): number;
  clear(): void;
}

function createRowIndex(ids: Int32Array, vocabularySize: number): RowIndex {
  const rowOf = new Int32Array(vocabularySize).fill(-1); // (vocabulary) −1: none
  let count = 0;
  return {
    ids,
    get count() {
      return count;
    },
    add(id) {
      let row = rowOf[id]!;
      if (row < 0) {
        row = count++;
        rowOf[id] = row;
        ids[row] = id;
      }
      return row;
    },
    clear() {
      for (let row = 0; row < count; row++) rowOf[ids[row]!] = -1;
      count = 0;
    },
  };
}

/**
 * (vocabulary) −log q_w, what is added to a candidate's logit (network/candidate-softmax.ts): of its probability of being a candidate,
 * q_w = 1 − (1 − p_w)^(targets + samples), where the block's targets are taken as draws from the unigram distribution p too. Words
 * that do not occur count as a half.
 */
function inclusionCorrections(
  counts: ArrayLike<number>,
  samples: number | 'full',
  shape: BlockShape,
): Float64Array {
  const corrections = new Float64Array(counts.length); // (vocabulary)
  if (samples === 'full') return corrections;
  const draws = shape.steps * shape.streams + samples;
  const total = sum(counts);
  for (let id = 0; id < counts.length; id++) {
    const probability = Math.max(counts[id]!, 0.5) / total;
    corrections[id] = -Math.log(-Math.expm1(draws * Math.log1p(-Math.min(probability, 1 - 1e-9))));
  }
  return corrections;
}

/** Draws ids in proportion to their counts, in constant time (the alias method; Vose 1991, https://doi.org/10.1109/32.92917). */
function unigramSampler(counts: ArrayLike<number>, random: () => number): () => number {
  const size = counts.length;
  const total = sum(counts);
  const share = Float64Array.from({ length: size }, (_, id) => (counts[id]! * size) / total);
  const alias = new Int32Array(size); // (vocabulary)
  const small: number[] = [];
  const large: number[] = [];
  share.forEach((value, id) => {
    (value < 1 ? small : large).push(id);
  });
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large[large.length - 1]!;
    alias[low] = high;
    share[high]! += share[low]! - 1;
    if (share[high]! < 1) small.push(large.pop()!);
  }
  for (const id of [...small, ...large]) share[id] = 1; // rounding leaves some over
  return () => {
    const position = random() * size;
    const id = Math.floor(position);
    return position - id < share[id]! ? id : alias[id]!;
  };
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let id = 0; id < counts.length; id++) total += counts[id]!;
  return total;
}
