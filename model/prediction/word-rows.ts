import { quantiseRows } from '../format/row-quantisation';
import type { Kernels, Vector } from '../kernels/kernels';

/** A matrix with a row for each word: the embedding, or what scores words by the hidden state. */
export interface WordRows {
  /** @param weights (rows, columns) */
  load(weights: ArrayLike<number>): void;
  /** Copies a word's row to `out` (columns). */
  copyRow(id: number, out: Vector): void;
  /** y (rows) = A·x + bias. All vectors are the kernels' own. */
  multiply(y: Vector, x: Vector, bias: Vector): void;
  /** One word's row · x, for any x. */
  dot(id: number, x: ArrayLike<number>): number;
}

/**
 * Numbers from which on rows are kept in eight bits: 16 MB as floats, which no cache near the processor holds, so that reading them
 * sets the pace. With 25,000 rows of 256 an answer takes .5 ms instead of .9, or of 4 while other programs use the last cache,
 * for .0002 nats.
 */
const QUANTISED_FROM = 4_000_000;

/** Where the rows lie: in new memory of the kernels', or in what another thread has filled. */
export type Allocator = Pick<Kernels, 'allocate' | 'allocateQuantised'>;

/** @param memory where the rows lie. Default: new memory of the kernels'. */
export function createWordRows(
  kernels: Kernels,
  rows: number,
  columns: number,
  memory: Allocator = kernels,
): WordRows {
  const create = rows * columns < QUANTISED_FROM ? createFloatRows : createQuantisedRows;
  return create(kernels, rows, columns, memory);
}

export function createFloatRows(
  kernels: Kernels,
  rows: number,
  columns: number,
  memory: Allocator = kernels,
): WordRows {
  const values = memory.allocate(rows * columns); // (rows, columns)
  return {
    load: (weights) => values.set(weights),
    copyRow: (id, out) => out.set(values.subarray(id * columns, (id + 1) * columns)),
    multiply: (y, x, bias) => kernels.multiplyVector(y, values, x, bias, rows, columns),
    dot(id, x) {
      let sum = 0;
      for (let i = 0, at = id * columns; i < columns; i++, at++) sum += values[at]! * x[i]!;
      return sum;
    },
  };
}

export function createQuantisedRows(
  kernels: Kernels,
  rows: number,
  columns: number,
  memory: Allocator = kernels,
): WordRows {
  const matrix = memory.allocateQuantised(rows, columns);
  const { values, scales } = matrix;
  return {
    load(weights) {
      const quantised = quantiseRows(weights, rows, columns);
      values.set(quantised.values);
      scales.set(quantised.scales);
    },
    copyRow(id, out) {
      const scale = scales[id]!;
      for (let i = 0, at = id * columns; i < columns; i++, at++) out[i] = scale * values[at]!;
    },
    multiply: (y, x, bias) => kernels.multiplyQuantised(y, matrix, x, bias),
    dot(id, x) {
      let sum = 0;
      for (let i = 0, at = id * columns; i < columns; i++, at++) sum += values[at]! * x[i]!;
      return scales[id]! * sum;
    },
  };
}
