/** Softmax, whole and in parts: see kernels.ts. */
import { exp } from './activations';
import { scale } from './elements';
import { FLOAT, LANES, load as loadLanes, maxLanes, store as storeLanes, sumLanes } from './lanes';

/** JavaScript's Math.log: once a softmax, and the module needs no tables. */
@external("env", "log")
declare function log(x: f64): f64;

export function exponentialRows(x: usize, maxima: usize, sums: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    const maximum = largest(x, columns);
    store<f32>(maxima, maximum);
    store<f32>(sums, exponentials(x, columns, maximum, 1));
    x += <usize>columns * FLOAT;
    maxima += FLOAT;
    sums += FLOAT;
  }
}

export function softmax(x: usize, length: i32, temperature: f32): f64 {
  const maximum = largest(x, length);
  const sum = exponentials(x, length, maximum, 1 / temperature);
  scale(x, 1 / sum, length);
  return <f64>maximum / <f64>temperature + log(<f64>sum);
}

function largest(x: usize, length: i32): f32 {
  let maxima = f32x4.splat(-f32.MAX_VALUE);
  let i = 0;
  for (; i + LANES <= length; i += LANES) maxima = f32x4.pmax(maxima, v128.load(x + <usize>i * FLOAT));
  let maximum = maxLanes(maxima);
  for (; i < length; i++) maximum = max(maximum, load<f32>(x + <usize>i * FLOAT));
  return maximum;
}

/** x becomes exp(inverse · (x − maximum)); returns the sum. */
function exponentials(x: usize, length: i32, maximum: f32, inverse: f32): f32 {
  const shift = f32x4.splat(maximum);
  const factor = f32x4.splat(inverse);
  let sums = f32x4.splat(0);
  let others = f32x4.splat(0);
  let i = 0;
  // Two vectors a round, both read before either is written: V8 can share their constants, or join them into one.
  for (; i + 2 * LANES <= length; i += 2 * LANES) {
    const at = x + <usize>i * FLOAT;
    const value = exp(f32x4.mul(f32x4.sub(v128.load(at), shift), factor));
    const next = exp(f32x4.mul(f32x4.sub(v128.load(at, 16), shift), factor));
    v128.store(at, value);
    v128.store(at, next, 16);
    sums = f32x4.add(sums, value);
    others = f32x4.add(others, next);
  }
  sums = f32x4.add(sums, others);
  for (; i + LANES <= length; i += LANES) {
    const at = x + <usize>i * FLOAT;
    const value = exp(f32x4.mul(f32x4.sub(v128.load(at), shift), factor));
    v128.store(at, value);
    sums = f32x4.add(sums, value);
  }
  if (i == length) return sumLanes(sums);
  const at = x + <usize>i * FLOAT;
  storeLanes(at, exp(f32x4.mul(f32x4.sub(loadLanes(at, length - i), shift), factor)), length - i);
  // Read again, so that the lanes beyond the end count as zero.
  return sumLanes(f32x4.add(sums, loadLanes(at, length - i)));
}
