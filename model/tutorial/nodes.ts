/**
 * The nodes that the tutorial's network is drawn with. Each has a way forward, from inputs to output, and a way
 * back, from dL/d(output) to dL/d(each input): the chain rule, one node at a time.
 */

/** (rows, columns), row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** Uniform in ±limit. */
export function randomMatrix(rows: number, columns: number, limit: number, random: () => number): Matrix {
  const matrix = zeros(rows, columns);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = (2 * random() - 1) * limit;
  return matrix;
}

export function identity(size: number): Matrix {
  const matrix = zeros(size, size);
  for (let i = 0; i < size; i++) matrix.data[i * size + i] = 1;
  return matrix;
}

export function transposed({ rows, columns, data }: Matrix): Matrix {
  const matrix = zeros(columns, rows);
  data.forEach((value, at) => {
    matrix.data[(at % columns) * rows + Math.floor(at / columns)] = value;
  });
  return matrix;
}

/** Product node, y = M x: yᵢ = Σⱼ Mᵢⱼ xⱼ. x (columns), y (rows). */
export function productForward(m: Matrix, x: Float64Array): Float64Array {
  const y = new Float64Array(m.rows);
  for (let i = 0; i < m.rows; i++) {
    let sum = 0;
    for (let j = 0; j < m.columns; j++) sum += m.data[i * m.columns + j]! * x[j]!;
    y[i] = sum;
  }
  return y;
}

/**
 * Mᵢⱼ reaches the loss through yᵢ alone, with factor xⱼ: dL/dMᵢⱼ = dyᵢ xⱼ, which is added to dM.
 * xⱼ reaches it through every yᵢ, with factor Mᵢⱼ: dL/dxⱼ = Σᵢ Mᵢⱼ dyᵢ, which is returned.
 */
export function productBackward(m: Matrix, x: Float64Array, dy: Float64Array, dM: Matrix): Float64Array {
  const dx = new Float64Array(m.columns);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.columns; j++) {
      const at = i * m.columns + j;
      dM.data[at]! += dy[i]! * x[j]!;
      dx[j]! += m.data[at]! * dy[i]!;
    }
  }
  return dx;
}

/** Product node with a one-hot x, 1 at `column` and 0 elsewhere: y = M x is that column of M (rows). */
export function columnForward(m: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: m.rows }, (_, i) => m.data[i * m.columns + column]!);
}

/** dL/dMᵢⱼ = dyᵢ xⱼ, which is dyᵢ at j = `column` and 0 elsewhere, is added to dM. */
export function columnBackward(dy: Float64Array, column: number, dM: Matrix): void {
  for (let i = 0; i < dM.rows; i++) dM.data[i * dM.columns + column]! += dy[i]!;
}

/** Sum node, y = a + b. */
export function sumForward(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

/** dy/da = dy/db = 1: the gradient goes to both sides as it came. */
export function sumBackward(dy: Float64Array): [da: Float64Array, db: Float64Array] {
  return [dy, dy];
}

/** h = tanh(z), element by element. */
export function tanhForward(z: Float64Array): Float64Array {
  return z.map(Math.tanh);
}

/** tanh' = 1 − tanh², and tanh z is the output h itself. */
export function tanhBackward(h: Float64Array, dh: Float64Array): Float64Array {
  return dh.map((value, i) => value * (1 - h[i]! ** 2));
}

/** ŷᵢ = exp sᵢ / Σⱼ exp sⱼ. Taking the largest score off first changes nothing but the risk of overflow. */
export function softmax(scores: Float64Array): Float64Array {
  const largest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / total);
}

/**
 * The gradient of −log softmax(s)[target] by the scores s. With y the one-hot target, −log ŷ_target =
 * −s_target + log Σⱼ exp sⱼ, whose derivative by sᵢ is −yᵢ + ŷᵢ.
 */
export function crossEntropyBackward(predicted: Float64Array, target: number): Float64Array {
  const dScores = predicted.slice();
  dScores[target]! -= 1;
  return dScores;
}
