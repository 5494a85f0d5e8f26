/** Element-wise operations: see kernels.ts. */
import { FLOAT, LANES, load, multiplyAdd, store, sumLanes } from './lanes';

export function addScaled(y: usize, x: usize, factor: f32, length: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + LANES <= length; i += LANES) addScaledAt(y, x, factors, i, LANES);
  if (i < length) addScaledAt(y, x, factors, i, length - i);
}

@inline
function addScaledAt(y: usize, x: usize, factors: v128, i: i32, count: i32): void {
  const at = <usize>i * FLOAT;
  store(y + at, multiplyAdd(load(x + at, count), factors, load(y + at, count)), count);
}

export function scale(x: usize, factor: f32, length: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + LANES <= length; i += LANES) scaleAt(x, factors, i, LANES);
  if (i < length) scaleAt(x, factors, i, length - i);
}

@inline
function scaleAt(x: usize, factors: v128, i: i32, count: i32): void {
  const at = x + <usize>i * FLOAT;
  store(at, f32x4.mul(load(at, count), factors), count);
}

export function multiplyElements(x: usize, mask: usize, length: i32): void {
  let i = 0;
  for (; i + LANES <= length; i += LANES) multiplyAt(x, mask, i, LANES);
  if (i < length) multiplyAt(x, mask, i, length - i);
}

@inline
function multiplyAt(x: usize, mask: usize, i: i32, count: i32): void {
  const at = <usize>i * FLOAT;
  store(x + at, f32x4.mul(load(x + at, count), load(mask + at, count)), count);
}

export function fill(x: usize, value: f32, length: i32): void {
  const values = f32x4.splat(value);
  for (let i = 0; i < length; i += LANES) store(x + <usize>i * FLOAT, values, length - i);
}

/** Values summed in single precision before the sum goes on in double: long enough to be fast, short enough to be exact. */
const SUM_BLOCK: i32 = 1024;

export function sumOfSquares(x: usize, length: i32): f64 {
  let total: f64 = 0;
  for (let start = 0; start < length; start += SUM_BLOCK) {
    const end = min(length, start + SUM_BLOCK);
    let sum = f32x4.splat(0);
    let next = f32x4.splat(0);
    let i = start;
    for (; i + 2 * LANES <= end; i += 2 * LANES) {
      const first = v128.load(x + <usize>i * FLOAT);
      const second = v128.load(x + <usize>i * FLOAT, 16);
      sum = multiplyAdd(first, first, sum);
      next = multiplyAdd(second, second, next);
    }
    for (; i < end; i += LANES) {
      const last = load(x + <usize>i * FLOAT, end - i);
      sum = multiplyAdd(last, last, sum);
    }
    total += <f64>sumLanes(f32x4.add(sum, next));
  }
  return total;
}

export function sum(x: usize, length: i32): f64 {
  let total: f64 = 0;
  for (let start = 0; start < length; start += SUM_BLOCK) {
    const end = min(length, start + SUM_BLOCK);
    let sums = f32x4.splat(0);
    let others = f32x4.splat(0);
    let i = start;
    for (; i + 2 * LANES <= end; i += 2 * LANES) {
      sums = f32x4.add(sums, v128.load(x + <usize>i * FLOAT));
      others = f32x4.add(others, v128.load(x + <usize>i * FLOAT, 16));
    }
    for (; i < end; i += LANES) sums = f32x4.add(sums, load(x + <usize>i * FLOAT, end - i));
    total += <f64>sumLanes(f32x4.add(sums, others));
  }
  return total;
}
