/**
 * The arithmetic that training and prediction spend their time in, behind one interface.
 *
 * Two implementations: `plain` (TypeScript, float32 or float64, the readable oracle and the fallback) and
 * `wasm` (WebAssembly SIMD, float32, over its own memory). The network is written once, against this file.
 *
 * Conventions. Matrices are row-major and dense; a comment such as `// (rows, hidden)` gives a buffer's
 * shape. Every vector handed to a kernel must come from the same instance's `allocate` (WebAssembly can
 * see no other memory); a `subarray` of such a vector is fine. No kernel allocates.
 */

/** float32 in production, float64 in gradient checks. */
export type Vector = Float32Array | Float64Array;

/** Which operand of a product is read transposed. `C = A·B`, `A·Bᵀ` or `Aᵀ·B`, always (m, n) with inner size k. */
export type Transpose = 'none' | 'right' | 'left';

/** A right-hand operand copied once into the order that the product reads, and used for many products. */
export interface PackedMatrix {
  /** Inner size k. */
  readonly inner: number;
  /** Columns n of the product. */
  readonly columns: number;
  readonly data: Vector;
}

/** A matrix in eight bits, by rows: w ≈ scale of its row · value; see format/row-quantisation.ts. */
export interface QuantisedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** (rows, columns) */
  readonly values: Int8Array;
  /** (rows) */
  readonly scales: Vector;
  /** Scratch: the vector of a product, in 16 bits. */
  readonly query: Int16Array;
}

export interface AdamSettings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 − beta1^t and 1 − beta2^t at this step (Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, §3). */
  readonly correction1: number;
  readonly correction2: number;
  /** Decoupled weight decay (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101), already multiplied by the rate. 0 is none. */
  readonly decay: number;
}

export interface Kernels {
  readonly name: 'plain' | 'simd' | 'relaxed-simd';

  /** A zeroed vector of this instance's precision, from this instance's memory. Never freed on its own. */
  allocate(length: number): Vector;
  /** The same for indices. */
  allocateIndices(length: number): Int32Array;
  /** Kernels of the same kind over a new memory, which goes with the last of their vectors. */
  fresh(): Kernels;

  /**
   * C (m, n) = A·B, A·Bᵀ (`right`, B is (n, k)) or Aᵀ·B (`left`, A is (k, m)); `accumulate` adds to C.
   * Any size from 1 up.
   */
  multiply(
    c: Vector,
    a: Vector,
    b: Vector,
    m: number,
    n: number,
    k: number,
    transpose: Transpose,
    accumulate: boolean,
  ): void;
  /** Room for a packed right operand of inner size k and n columns; filled by `pack`. */
  allocatePacked(inner: number, columns: number): PackedMatrix;
  /** Packs B (k, n), or with `transposed` B (n, k). */
  pack(target: PackedMatrix, b: Vector, transposed: boolean): void;
  /** C (m, n) = A (m, k)·B with B packed; `accumulate` adds to C. */
  multiplyPacked(c: Vector, a: Vector, b: PackedMatrix, m: number, accumulate: boolean): void;
  /** y (m) = A (m, k)·x (k) + bias (m), for prediction. `bias` null is none. */
  multiplyVector(y: Vector, a: Vector, x: Vector, bias: Vector | null, m: number, k: number): void;
  /** Room for a matrix in eight bits; whoever asks for it fills `values` and `scales`. */
  allocateQuantised(rows: number, columns: number): QuantisedMatrix;
  /** The same with A in eight bits; fast kernels read x in 16. */
  multiplyQuantised(y: Vector, a: QuantisedMatrix, x: Vector, bias: Vector | null): void;

  /** Each row of x (rows, columns) += bias (columns). */
  addBias(x: Vector, bias: Vector, rows: number, columns: number): void;
  /** out (columns) += the sum over rows of x (rows, columns). */
  sumRows(out: Vector, x: Vector, rows: number, columns: number): void;
  /** y += scale·x, over `length`. */
  addScaled(y: Vector, x: Vector, scale: number, length: number): void;
  /** x *= scale. */
  scale(x: Vector, scale: number, length: number): void;
  /** x *= mask, element by element (inverted dropout: the mask holds 0 or 1/(1−p)). */
  multiplyElements(x: Vector, mask: Vector, length: number): void;
  fill(x: Vector, value: number, length: number): void;
  /** Σ x². */
  sumOfSquares(x: Vector, length: number): number;
  /** Σ x. */
  sum(x: Vector, length: number): number;
  /**
   * Writes into `indices` where x (length) is `least` or more, ascending, the first ones if there is no room for all, and
   * returns how many it wrote.
   */
  indicesFrom(indices: Int32Array, x: Vector, least: number, length: number): number;

  /** out (count, width)[i] = table (·, width)[indices[i]]. */
  gatherRows(out: Vector, table: Vector, indices: Int32Array, count: number, width: number): void;
  /** table[indices[i]] += x (count, width)[i]; repeated indices add up, in order. */
  scatterAddRows(table: Vector, indices: Int32Array, x: Vector, count: number, width: number): void;

  /**
   * Elman (1990; see network/elman.ts), as torch.nn.RNN: h' = tanh(input + recurrent). `input` and `recurrent` (rows, H) hold
   * W_ih x + b_ih and W_hh h + b_hh; `hidden` (rows, H) receives h'.
   */
  elmanForward(hidden: Vector, input: Vector, recurrent: Vector, rows: number, hiddenSize: number): void;
  /** dPre (rows, H) = dHidden · (1 − h'²), the gradient of both `input` and `recurrent`. */
  elmanBackward(dPre: Vector, dHidden: Vector, hidden: Vector, rows: number, hiddenSize: number): void;

  /**
   * GRU (Cho et al. 2014; see network/gru.ts), as torch.nn.GRU, gate order r, z, n:
   * r = σ(i_r + h_r), z = σ(i_z + h_z), n = tanh(i_n + r·h_n), h' = (1 − z)·n + z·h.
   * `input`, `recurrent` (rows, 3H); `gates` (rows, 3H) keeps r, z, n for the way back.
   */
  gruForward(
    hidden: Vector,
    gates: Vector,
    input: Vector,
    recurrent: Vector,
    previous: Vector,
    rows: number,
    hiddenSize: number,
  ): void;
  /**
   * Writes dInput and dRecurrent (rows, 3H) and the direct path dPrevious (rows, H) = dHidden·z
   * (the path through W_hh is the caller's product). `recurrent` is the forward pass's.
   */
  gruBackward(
    dInput: Vector,
    dRecurrent: Vector,
    dPrevious: Vector,
    dHidden: Vector,
    gates: Vector,
    recurrent: Vector,
    previous: Vector,
    rows: number,
    hiddenSize: number,
  ): void;

  /**
   * LSTM (Hochreiter & Schmidhuber 1997; Gers et al. 2000; see network/lstm.ts), as torch.nn.LSTM, gate order i, f, g, o:
   * c' = f·c + i·g, h' = o·tanh(c'). `input`, `recurrent` (rows, 4H); `gates` (rows, 4H) keeps i, f, g, o.
   */
  lstmForward(
    hidden: Vector,
    cell: Vector,
    gates: Vector,
    input: Vector,
    recurrent: Vector,
    previousCell: Vector,
    rows: number,
    hiddenSize: number,
  ): void;
  /**
   * dPre (rows, 4H) is the gradient of both `input` and `recurrent`; dPreviousCell (rows, H) = dCell·f, where dCell
   * is what came back from the next step plus this step's own path. `dCell` is read, not changed.
   */
  lstmBackward(
    dPre: Vector,
    dPreviousCell: Vector,
    dHidden: Vector,
    dCell: Vector,
    gates: Vector,
    cell: Vector,
    previousCell: Vector,
    rows: number,
    hiddenSize: number,
  ): void;

  /** Each row of x (rows, columns) becomes exp(row − its maximum); writes the maxima (rows) and the sums of what became (rows). */
  exponentialRows(x: Vector, maxima: Vector, sums: Vector, rows: number, columns: number): void;
  /** Row i of x (rows, columns) *= factors[i]. */
  scaleRows(x: Vector, factors: Vector, rows: number, columns: number): void;
  /** x (length) becomes softmax(x / temperature); returns log Σ exp(x / temperature). */
  softmax(x: Vector, length: number, temperature: number): number;

  /** Adam (Kingma & Ba 2015) with decoupled decay, over `length` values; gradient·gradientScale is the gradient. */
  adam(
    weights: Vector,
    gradient: Vector,
    mean: Vector,
    variance: Vector,
    length: number,
    gradientScale: number,
    settings: AdamSettings,
  ): void;
  /**
   * Row-wise lazy RMSprop (Tieleman & Hinton 2012, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf): one running mean square a row (rows of the table), touched only where a gradient is.
   * gradient (count, width)[i] belongs to row indices[i]; indices are distinct. memory is the decay of the mean.
   * decay as in Adam, applied to touched rows only.
   */
  rmspropRows(
    table: Vector,
    gradient: Vector,
    variance: Vector,
    indices: Int32Array,
    count: number,
    width: number,
    gradientScale: number,
    rate: number,
    memory: number,
    epsilon: number,
    decay: number,
  ): void;
}
