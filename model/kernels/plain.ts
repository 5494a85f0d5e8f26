/**
 * The kernels in plain TypeScript: each one is its formula, written as a loop.
 *
 * This is the oracle that the WebAssembly kernels are checked against before anything is timed, the float64
 * engine of the gradient checks, and the fallback where WebAssembly SIMD is missing. It is meant to be read;
 * sums are kept in double precision, whatever the precision of the vectors.
 */
import type { Kernels, PackedMatrix, QuantisedMatrix, Transpose, Vector } from './kernels';
import { plainCells } from './plain-cells';
import { plainOptimisers } from './plain-optimisers';

/** `float32` is what training uses; `float64` lets finite differences check gradients. Default `float32`. */
export function createPlainKernels(precision: 'float32' | 'float64' = 'float32'): Kernels {
  const allocate = (length: number): Vector =>
    precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
  return {
    name: 'plain',
    allocate,
    allocateIndices: (length) => new Int32Array(length),
    fresh: () => createPlainKernels(precision),
    allocatePacked: (inner, columns) => ({ inner, columns, data: allocate(inner * columns) }),
    allocateQuantised: (rows, columns) => ({
      rows,
      columns,
      values: new Int8Array(rows * columns),
      scales: allocate(rows),
      query: new Int16Array(0), // x is read as it is
    }),
    ...products,
    ...plainCells,
    ...softmaxes,
    ...rows,
    ...elements,
    ...plainOptimisers,
  };
}

/** Matrix products. Element (row, column) of a matrix stands at `row · rowStride + column · columnStride`. */
const products = {
  multiply(
    c: Vector,
    a: Vector,
    b: Vector,
    m: number,
    n: number,
    k: number,
    transpose: Transpose,
    accumulate: boolean,
  ): void {
    const [aRowStride, aColumnStride] = transpose === 'left' ? [1, m] : [k, 1];
    const [bRowStride, bColumnStride] = transpose === 'right' ? [1, k] : [n, 1];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = accumulate ? c[i * n + j]! : 0;
        for (let p = 0; p < k; p++) {
          sum += a[i * aRowStride + p * aColumnStride]! * b[p * bRowStride + j * bColumnStride]!;
        }
        c[i * n + j] = sum;
      }
    }
  },

  /** The packed order here is simply Bᵀ (n, k), so that every inner product reads two contiguous rows. */
  pack(target: PackedMatrix, b: Vector, transposed: boolean): void {
    const { inner, columns, data } = target;
    for (let j = 0; j < columns; j++) {
      for (let p = 0; p < inner; p++) {
        data[j * inner + p] = transposed ? b[j * inner + p]! : b[p * columns + j]!;
      }
    }
  },

  multiplyPacked(c: Vector, a: Vector, b: PackedMatrix, m: number, accumulate: boolean): void {
    products.multiply(c, a, b.data, m, b.columns, b.inner, 'right', accumulate);
  },

  multiplyVector(y: Vector, a: Vector, x: Vector, bias: Vector | null, m: number, k: number): void {
    for (let i = 0; i < m; i++) {
      let sum = bias ? bias[i]! : 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p]! * x[p]!;
      y[i] = sum;
    }
  },

  multiplyQuantised(y: Vector, a: QuantisedMatrix, x: Vector, bias: Vector | null): void {
    const { rows, columns, values, scales } = a;
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let p = 0; p < columns; p++) sum += values[i * columns + p]! * x[p]!;
      y[i] = scales[i]! * sum + (bias ? bias[i]! : 0);
    }
  },
};

const softmaxes = {
  exponentialRows(x: Vector, maxima: Vector, sums: Vector, rowCount: number, columns: number): void {
    for (let row = 0; row < rowCount; row++) {
      const start = row * columns;
      const maximum = largest(x, start, columns);
      let sum = 0;
      for (let j = start; j < start + columns; j++) {
        const value = Math.exp(x[j]! - maximum);
        x[j] = value;
        sum += value;
      }
      maxima[row] = maximum;
      sums[row] = sum;
    }
  },

  softmax(x: Vector, length: number, temperature: number): number {
    const maximum = largest(x, 0, length) / temperature;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Math.exp(x[i]! / temperature - maximum);
    for (let i = 0; i < length; i++) x[i] = Math.exp(x[i]! / temperature - maximum) / sum;
    return maximum + Math.log(sum);
  },
};

function largest(x: Vector, start: number, length: number): number {
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + length; i++) maximum = Math.max(maximum, x[i]!);
  return maximum;
}

const rows = {
  addBias(x: Vector, bias: Vector, rowCount: number, columns: number): void {
    for (let row = 0; row < rowCount; row++) {
      for (let j = 0; j < columns; j++) x[row * columns + j]! += bias[j]!;
    }
  },

  scaleRows(x: Vector, factors: Vector, rowCount: number, columns: number): void {
    for (let row = 0; row < rowCount; row++) {
      for (let j = 0; j < columns; j++) x[row * columns + j]! *= factors[row]!;
    }
  },

  sumRows(out: Vector, x: Vector, rowCount: number, columns: number): void {
    for (let j = 0; j < columns; j++) {
      let sum = out[j]!;
      for (let row = 0; row < rowCount; row++) sum += x[row * columns + j]!;
      out[j] = sum;
    }
  },

  gatherRows(out: Vector, table: Vector, indices: Int32Array, count: number, width: number): void {
    for (let i = 0; i < count; i++) {
      const start = indices[i]! * width;
      for (let j = 0; j < width; j++) out[i * width + j] = table[start + j]!;
    }
  },

  scatterAddRows(table: Vector, indices: Int32Array, x: Vector, count: number, width: number): void {
    for (let i = 0; i < count; i++) {
      const start = indices[i]! * width;
      for (let j = 0; j < width; j++) table[start + j]! += x[i * width + j]!;
    }
  },
};

const elements = {
  addScaled(y: Vector, x: Vector, scale: number, length: number): void {
    for (let i = 0; i < length; i++) y[i]! += scale * x[i]!;
  },

  scale(x: Vector, scale: number, length: number): void {
    for (let i = 0; i < length; i++) x[i]! *= scale;
  },

  multiplyElements(x: Vector, mask: Vector, length: number): void {
    for (let i = 0; i < length; i++) x[i]! *= mask[i]!;
  },

  fill(x: Vector, value: number, length: number): void {
    x.fill(value, 0, length);
  },

  sumOfSquares(x: Vector, length: number): number {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += x[i]! * x[i]!;
    return sum;
  },

  sum(x: Vector, length: number): number {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += x[i]!;
    return sum;
  },

  indicesFrom(indices: Int32Array, x: Vector, least: number, length: number): number {
    let count = 0;
    for (let i = 0; i < length && count < indices.length; i++) if (x[i]! >= least) indices[count++] = i;
    return count;
  },
};
