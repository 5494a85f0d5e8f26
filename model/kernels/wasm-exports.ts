/** What assembly/index.ts exports, as JavaScript sees it: addresses in bytes, sizes in elements, booleans as 0 or 1. */

type Address = number;
type Flag = 0 | 1;

export interface KernelExports {
  readonly relaxed: WebAssembly.Global;
  /** Bytes an instance needs for packing, and where it has them. */
  scratchBytes(): number;
  useScratch(address: Address): void;

  multiply(
    c: Address,
    a: Address,
    b: Address,
    m: number,
    n: number,
    k: number,
    transpose: number,
    accumulate: Flag,
  ): void;
  multiplyPacked(c: Address, a: Address, b: Address, m: number, n: number, k: number, accumulate: Flag): void;
  pack(target: Address, b: Address, n: number, k: number, transposed: Flag): void;
  /** A bias at address 0 is none. */
  multiplyVector(y: Address, a: Address, x: Address, bias: Address, m: number, k: number): void;

  /** A bias at address 0 is none. */
  multiplyQuantised(
    y: Address,
    a: Address,
    scales: Address,
    query: Address,
    x: Address,
    bias: Address,
    m: number,
    k: number,
  ): void;

  addBias(x: Address, bias: Address, rows: number, columns: number): void;
  scaleRows(x: Address, factors: Address, rows: number, columns: number): void;
  sumRows(out: Address, x: Address, rows: number, columns: number): void;
  addScaled(y: Address, x: Address, factor: number, length: number): void;
  scale(x: Address, factor: number, length: number): void;
  multiplyElements(x: Address, mask: Address, length: number): void;
  fill(x: Address, value: number, length: number): void;
  sumOfSquares(x: Address, length: number): number;
  sum(x: Address, length: number): number;
  indicesFrom(indices: Address, room: number, x: Address, least: number, length: number): number;
  gatherRows(out: Address, table: Address, indices: Address, count: number, width: number): void;
  scatterAddRows(table: Address, indices: Address, x: Address, count: number, width: number): void;

  elmanForward(hidden: Address, input: Address, recurrent: Address, rows: number, hiddenSize: number): void;
  elmanBackward(dPre: Address, dHidden: Address, hidden: Address, rows: number, hiddenSize: number): void;
  gruForward(
    hidden: Address,
    gates: Address,
    input: Address,
    recurrent: Address,
    previous: Address,
    rows: number,
    hiddenSize: number,
  ): void;
  gruBackward(
    dInput: Address,
    dRecurrent: Address,
    dPrevious: Address,
    dHidden: Address,
    gates: Address,
    recurrent: Address,
    previous: Address,
    rows: number,
    hiddenSize: number,
  ): void;
  lstmForward(
    hidden: Address,
    cell: Address,
    gates: Address,
    input: Address,
    recurrent: Address,
    previousCell: Address,
    rows: number,
    hiddenSize: number,
  ): void;
  lstmBackward(
    dPre: Address,
    dPreviousCell: Address,
    dHidden: Address,
    dCell: Address,
    gates: Address,
    cell: Address,
    previousCell: Address,
    rows: number,
    hiddenSize: number,
  ): void;

  exponentialRows(x: Address, maxima: Address, sums: Address, rows: number, columns: number): void;
  softmax(x: Address, length: number, temperature: number): number;

  /** `rest1` and `rest2` are 1 − beta1 and 1 − beta2. */
  adam(
    weights: Address,
    gradient: Address,
    mean: Address,
    variance: Address,
    length: number,
    gradientScale: number,
    rate: number,
    beta1: number,
    beta2: number,
    rest1: number,
    rest2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
    decay: number,
  ): void;
  /** `rest` is 1 − memory. */
  rmspropRows(
    table: Address,
    gradient: Address,
    variance: Address,
    indices: Address,
    count: number,
    width: number,
    gradientScale: number,
    rate: number,
    memory: number,
    rest: number,
    epsilon: number,
    decay: number,
  ): void;
}
