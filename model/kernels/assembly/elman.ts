/** The Elman cell's element-wise part: see kernels.ts for the formulas and shapes. */
import { tanh, tanhSlope } from './activations';
import { FLOAT, LANES, load, store } from './lanes';

export function elmanForward(hidden: usize, input: usize, recurrent: usize, rows: i32, hiddenSize: i32): void {
  const length = rows * hiddenSize;
  let i = 0;
  for (; i + LANES <= length; i += LANES) forwardAt(hidden, input, recurrent, i, LANES);
  if (i < length) forwardAt(hidden, input, recurrent, i, length - i);
}

@inline
function forwardAt(hidden: usize, input: usize, recurrent: usize, i: i32, count: i32): void {
  const at = <usize>i * FLOAT;
  store(hidden + at, tanh(f32x4.add(load(input + at, count), load(recurrent + at, count))), count);
}

export function elmanBackward(dPre: usize, dHidden: usize, hidden: usize, rows: i32, hiddenSize: i32): void {
  const length = rows * hiddenSize;
  let i = 0;
  for (; i + LANES <= length; i += LANES) backwardAt(dPre, dHidden, hidden, i, LANES);
  if (i < length) backwardAt(dPre, dHidden, hidden, i, length - i);
}

@inline
function backwardAt(dPre: usize, dHidden: usize, hidden: usize, i: i32, count: i32): void {
  const at = <usize>i * FLOAT;
  store(dPre + at, f32x4.mul(load(dHidden + at, count), tanhSlope(load(hidden + at, count))), count);
}
