/**
 * Weights in eight bits: each row of a matrix is stored as integers from −127 to 127 and one scale, w ≈ scale · q with
 * scale = max |w| / 127 (symmetric, per row; Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", https://arxiv.org/abs/1712.05877). A quarter of the bytes of 32-bit floats; an
 * error is at most half a step, scale / 2.
 */
export interface QuantisedRows {
  /** (rows, columns) */
  readonly values: Int8Array;
  /** (rows) */
  readonly scales: Float32Array;
}

const LARGEST = 127;

/** @param weights (rows, columns) */
export function quantiseRows(weights: ArrayLike<number>, rows: number, columns: number): QuantisedRows {
  const values = new Int8Array(rows * columns); // (rows, columns)
  const scales = new Float32Array(rows); // (rows)
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const end = start + columns;
    let largest = 0;
    for (let i = start; i < end; i++) {
      const size = Math.abs(weights[i]!);
      if (size > largest) largest = size;
    }
    scales[row] = largest / LARGEST;
    const scale = scales[row]!; // as it is stored, in 32 bits
    if (scale === 0) continue;
    for (let i = start; i < end; i++) values[i] = Math.round(weights[i]! / scale); // at most LARGEST, but for rounding
  }
  return { values, scales };
}

/** The weights (rows, columns) again, each within scale / 2 of what they were. */
export function dequantiseRows({ values, scales }: QuantisedRows): Float32Array {
  const weights = new Float32Array(values.length); // (rows, columns)
  const columns = scales.length > 0 ? values.length / scales.length : 0;
  for (let row = 0, i = 0; row < scales.length; row++) {
    const scale = scales[row]!;
    for (const end = i + columns; i < end; i++) weights[i] = scale * values[i]!;
  }
  return weights;
}
