/** Matrix times vector, for prediction: each weight is read once, so memory sets the pace. */
import { FLOAT, LANES, load as loadLanes, multiplyAdd, sumLanes, sumLanesOfFour, VECTOR } from './lanes';

/**
 * y (m) = A (m, k)·x (k) + bias (m); a bias at address 0 is none.
 *
 * Row after row, so that the weights are read in the order in which they lie: 45 GB/s from the last cache. Four rows side by side
 * would share the reading of x, but the processor does not foresee where such reading jumps to: 12 GB/s.
 */
export function multiplyVector(y: usize, a: usize, x: usize, bias: usize, m: i32, k: i32): void {
  const step = <usize>k * FLOAT;
  let row = 0;
  for (; row + LANES <= m; row += LANES) {
    let sums = sumLanesOfFour(
      partialSums(a, x, k),
      partialSums(a + step, x, k),
      partialSums(a + 2 * step, x, k),
      partialSums(a + 3 * step, x, k),
    );
    if (bias) {
      sums = f32x4.add(sums, v128.load(bias));
      bias += VECTOR;
    }
    v128.store(y, sums);
    a += <usize>LANES * step;
    y += VECTOR;
  }
  for (; row < m; row++) {
    let sum = sumLanes(partialSums(a, x, k));
    if (bias) {
      sum += load<f32>(bias);
      bias += FLOAT;
    }
    store<f32>(y, sum);
    a += step;
    y += FLOAT;
  }
}

/** Four sums whose sum is a·x, from four times four, so that one addition need not wait for the last. */
function partialSums(a: usize, x: usize, k: i32): v128 {
  const zero = f32x4.splat(0);
  let sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
  let p = 0;
  for (; p + 4 * LANES <= k; p += 4 * LANES) {
    sum0 = multiplyAdd(v128.load(a), v128.load(x), sum0);
    sum1 = multiplyAdd(v128.load(a, 16), v128.load(x, 16), sum1);
    sum2 = multiplyAdd(v128.load(a, 32), v128.load(x, 32), sum2);
    sum3 = multiplyAdd(v128.load(a, 48), v128.load(x, 48), sum3);
    a += 4 * VECTOR;
    x += 4 * VECTOR;
  }
  for (; p + LANES <= k; p += LANES) {
    sum0 = multiplyAdd(v128.load(a), v128.load(x), sum0);
    a += VECTOR;
    x += VECTOR;
  }
  if (p < k) sum1 = multiplyAdd(loadLanes(a, k - p), loadLanes(x, k - p), sum1);
  return f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3));
}
