/**
 * Matrix times vector with the matrix in eight bits, for prediction over a large vocabulary: a quarter of the bytes to read, in integers.
 *
 * The vector becomes 16-bit integers of one scale. Eight products of a lane are added in 32 bits, k/4 of them in all, so
 * the largest of them are kept small enough that no sum overflows.
 */
import { FLOAT, LANES, load as loadLanes, maxLanes, VECTOR } from './lanes';

/** Weights read at once: a register of bytes. */
const BYTES: i32 = 16;
const LARGEST_WEIGHT: f32 = 127;
const LARGEST_INTEGER: f32 = 32_767;
/** Sums of k products of the largest weight and entry stay below it. */
const LARGEST_SUM: f32 = 2_147_000_000;

/**
 * y (m) = scales · (A (m, k) · x (k)) + bias (m); a bias at address 0 is none. `query` has room for k 16-bit integers, rounded up
 * to whole registers of bytes, and as many bytes behind A may be read.
 */
export function multiplyQuantised(
  y: usize,
  a: usize,
  scales: usize,
  query: usize,
  x: usize,
  bias: usize,
  m: i32,
  k: i32,
): void {
  const step = quantise(query, x, k);
  for (let row = 0; row < m; row++) {
    let sum = step * load<f32>(scales) * <f32>integerProduct(a, query, k);
    if (bias) {
      sum += load<f32>(bias);
      bias += FLOAT;
    }
    store<f32>(y, sum);
    a += <usize>k;
    scales += FLOAT;
    y += FLOAT;
  }
}

/** a·query. Behind the end of a row there are other bytes, behind the end of the query zeros. */
@inline
function integerProduct(a: usize, query: usize, k: i32): i32 {
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let p = 0; p < k; p += BYTES) {
    const bytes = v128.load(a);
    low = i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(bytes), v128.load(query)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(bytes), v128.load(query, 16)));
    a += BYTES;
    query += 2 * BYTES;
  }
  const sums = i32x4.add(low, high);
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    (i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3))
  );
}

/** Writes x as integers, zeros behind them, and returns what one of them is worth. */
function quantise(query: usize, x: usize, k: i32): f32 {
  let maxima = f32x4.splat(0);
  for (let i = 0; i < k; i += LANES) {
    maxima = f32x4.pmax(maxima, f32x4.abs(loadLanes(x + <usize>i * FLOAT, k - i)));
  }
  const largest = maxLanes(maxima);
  const most = min(LARGEST_INTEGER, LARGEST_SUM / (LARGEST_WEIGHT * <f32>k));
  const factor = f32x4.splat(largest > 0 ? most / largest : 0);
  for (let i = 0; i < k; i += BYTES) {
    const from = x + <usize>i * FLOAT;
    v128.store(query, i16x8.narrow_i32x4_s(rounded(from, k - i, factor), rounded(from + VECTOR, k - i - LANES, factor)));
    v128.store(
      query,
      i16x8.narrow_i32x4_s(rounded(from + 2 * VECTOR, k - i - 2 * LANES, factor), rounded(from + 3 * VECTOR, k - i - 3 * LANES, factor)),
      16,
    );
    query += 2 * BYTES;
  }
  return largest / most;
}

@inline
function rounded(x: usize, count: i32, factor: v128): v128 {
  const values = count > 0 ? loadLanes(x, count) : f32x4.splat(0);
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(values, factor)));
}
