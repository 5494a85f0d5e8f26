/** The LSTM's element-wise part, gates, cell and state in one pass: see kernels.ts for the formulas and shapes. */
import { sigmoid, sigmoidSlope, tanh, tanhSlope } from './activations';
import { FLOAT, LANES, load, multiplyAdd, store } from './lanes';

export function lstmForward(
  hidden: usize,
  cell: usize,
  gates: usize,
  input: usize,
  recurrent: usize,
  previousCell: usize,
  rows: i32,
  hiddenSize: i32,
): void {
  const width = <usize>hiddenSize * FLOAT;
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + LANES <= hiddenSize; j += LANES) {
      forwardAt(hidden, cell, gates, input, recurrent, previousCell, width, <usize>j * FLOAT, LANES);
    }
    if (j < hiddenSize) {
      forwardAt(hidden, cell, gates, input, recurrent, previousCell, width, <usize>j * FLOAT, hiddenSize - j);
    }
    hidden += width;
    cell += width;
    previousCell += width;
    gates += 4 * width;
    input += 4 * width;
    recurrent += 4 * width;
  }
}

@inline
function forwardAt(
  hidden: usize,
  cell: usize,
  gates: usize,
  input: usize,
  recurrent: usize,
  previousCell: usize,
  width: usize,
  at: usize,
  count: i32,
): void {
  const atF = at + width;
  const atG = atF + width;
  const atO = atG + width;
  const i = sigmoid(f32x4.add(load(input + at, count), load(recurrent + at, count)));
  const f = sigmoid(f32x4.add(load(input + atF, count), load(recurrent + atF, count)));
  const g = tanh(f32x4.add(load(input + atG, count), load(recurrent + atG, count)));
  const o = sigmoid(f32x4.add(load(input + atO, count), load(recurrent + atO, count)));
  store(gates + at, i, count);
  store(gates + atF, f, count);
  store(gates + atG, g, count);
  store(gates + atO, o, count);
  const c = multiplyAdd(f, load(previousCell + at, count), f32x4.mul(i, g));
  store(cell + at, c, count);
  store(hidden + at, f32x4.mul(o, tanh(c)), count);
}

export function lstmBackward(
  dPre: usize,
  dPreviousCell: usize,
  dHidden: usize,
  dCell: usize,
  gates: usize,
  cell: usize,
  previousCell: usize,
  rows: i32,
  hiddenSize: i32,
): void {
  const width = <usize>hiddenSize * FLOAT;
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + LANES <= hiddenSize; j += LANES) {
      const at = <usize>j * FLOAT;
      backwardAt(dPre, dPreviousCell, dHidden, dCell, gates, cell, previousCell, width, at, LANES);
    }
    if (j < hiddenSize) {
      const at = <usize>j * FLOAT;
      backwardAt(dPre, dPreviousCell, dHidden, dCell, gates, cell, previousCell, width, at, hiddenSize - j);
    }
    dPreviousCell += width;
    dHidden += width;
    dCell += width;
    cell += width;
    previousCell += width;
    dPre += 4 * width;
    gates += 4 * width;
  }
}

@inline
function backwardAt(
  dPre: usize,
  dPreviousCell: usize,
  dHidden: usize,
  dCell: usize,
  gates: usize,
  cell: usize,
  previousCell: usize,
  width: usize,
  at: usize,
  count: i32,
): void {
  const atF = at + width;
  const atG = atF + width;
  const atO = atG + width;
  const i = load(gates + at, count);
  const f = load(gates + atF, count);
  const g = load(gates + atG, count);
  const o = load(gates + atO, count);
  const tanhCell = tanh(load(cell + at, count));
  const dh = load(dHidden + at, count);
  const dc = multiplyAdd(f32x4.mul(dh, o), tanhSlope(tanhCell), load(dCell + at, count));
  const before = load(previousCell + at, count);
  store(dPre + at, f32x4.mul(f32x4.mul(dc, g), sigmoidSlope(i)), count);
  store(dPre + atF, f32x4.mul(f32x4.mul(dc, before), sigmoidSlope(f)), count);
  store(dPre + atG, f32x4.mul(f32x4.mul(dc, i), tanhSlope(g)), count);
  store(dPre + atO, f32x4.mul(f32x4.mul(dh, tanhCell), sigmoidSlope(o)), count);
  store(dPreviousCell + at, f32x4.mul(dc, f), count);
}
