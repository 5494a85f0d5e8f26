/** The GRU's element-wise part, gates and state in one pass: see kernels.ts for the formulas and shapes. */
import { sigmoid, sigmoidSlope, tanh, tanhSlope } from './activations';
import { FLOAT, LANES, load, multiplyAdd, store } from './lanes';

export function gruForward(
  hidden: usize,
  gates: usize,
  input: usize,
  recurrent: usize,
  previous: usize,
  rows: i32,
  hiddenSize: i32,
): void {
  const width = <usize>hiddenSize * FLOAT;
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + LANES <= hiddenSize; j += LANES) {
      forwardAt(hidden, gates, input, recurrent, previous, width, <usize>j * FLOAT, LANES);
    }
    if (j < hiddenSize) {
      forwardAt(hidden, gates, input, recurrent, previous, width, <usize>j * FLOAT, hiddenSize - j);
    }
    hidden += width;
    previous += width;
    gates += 3 * width;
    input += 3 * width;
    recurrent += 3 * width;
  }
}

@inline
function forwardAt(
  hidden: usize,
  gates: usize,
  input: usize,
  recurrent: usize,
  previous: usize,
  width: usize,
  at: usize,
  count: i32,
): void {
  const atZ = at + width;
  const atN = atZ + width;
  const r = sigmoid(f32x4.add(load(input + at, count), load(recurrent + at, count)));
  const z = sigmoid(f32x4.add(load(input + atZ, count), load(recurrent + atZ, count)));
  const n = tanh(multiplyAdd(r, load(recurrent + atN, count), load(input + atN, count)));
  store(gates + at, r, count);
  store(gates + atZ, z, count);
  store(gates + atN, n, count);
  // (1 − z)·n + z·h = n + z·(h − n)
  store(hidden + at, multiplyAdd(z, f32x4.sub(load(previous + at, count), n), n), count);
}

export function gruBackward(
  dInput: usize,
  dRecurrent: usize,
  dPrevious: usize,
  dHidden: usize,
  gates: usize,
  recurrent: usize,
  previous: usize,
  rows: i32,
  hiddenSize: i32,
): void {
  const width = <usize>hiddenSize * FLOAT;
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + LANES <= hiddenSize; j += LANES) {
      const at = <usize>j * FLOAT;
      backwardAt(dInput, dRecurrent, dPrevious, dHidden, gates, recurrent, previous, width, at, LANES);
    }
    if (j < hiddenSize) {
      const at = <usize>j * FLOAT;
      backwardAt(dInput, dRecurrent, dPrevious, dHidden, gates, recurrent, previous, width, at, hiddenSize - j);
    }
    dPrevious += width;
    dHidden += width;
    previous += width;
    dInput += 3 * width;
    dRecurrent += 3 * width;
    gates += 3 * width;
    recurrent += 3 * width;
  }
}

@inline
function backwardAt(
  dInput: usize,
  dRecurrent: usize,
  dPrevious: usize,
  dHidden: usize,
  gates: usize,
  recurrent: usize,
  previous: usize,
  width: usize,
  at: usize,
  count: i32,
): void {
  const atZ = at + width;
  const atN = atZ + width;
  const r = load(gates + at, count);
  const z = load(gates + atZ, count);
  const n = load(gates + atN, count);
  const dh = load(dHidden + at, count);
  const keep = f32x4.mul(dh, z);
  const dN = f32x4.mul(f32x4.sub(dh, keep), tanhSlope(n));
  const dZ = f32x4.mul(f32x4.mul(dh, f32x4.sub(load(previous + at, count), n)), sigmoidSlope(z));
  const dR = f32x4.mul(f32x4.mul(dN, load(recurrent + atN, count)), sigmoidSlope(r));
  store(dInput + at, dR, count);
  store(dInput + atZ, dZ, count);
  store(dInput + atN, dN, count);
  store(dRecurrent + at, dR, count);
  store(dRecurrent + atZ, dZ, count);
  store(dRecurrent + atN, f32x4.mul(dN, r), count);
  store(dPrevious + at, keep, count);
}
