/** Matrix times vector, for prediction: each weight is read once, so memory sets the pace. */
import { FLOAT, LANES, load as loadLanes, multiplyAdd, sumLanes, sumLanesOfFour, VECTOR } from './lanes';

/** y (m) = A (m, k)·x (k) + bias (m); a bias at address 0 is none. Four rows share the reading of x. */
export function multiplyVector(y: usize, a: usize, x: usize, bias: usize, m: i32, k: i32): void {
  const step = <usize>k * FLOAT;
  let row = 0;
  for (; row + LANES <= m; row += LANES) {
    let sums = fourProducts(a, step, x, k);
    if (bias) {
      sums = f32x4.add(sums, v128.load(bias));
      bias += VECTOR;
    }
    v128.store(y, sums);
    a += <usize>LANES * step;
    y += VECTOR;
  }
  for (; row < m; row++) {
    let sum = innerProduct(a, x, k);
    if (bias) {
      sum += load<f32>(bias);
      bias += FLOAT;
    }
    store<f32>(y, sum);
    a += step;
    y += FLOAT;
  }
}

/** Two sums a row, so that one addition need not wait for the last. */
@inline
function fourProducts(a: usize, step: usize, x: usize, k: i32): v128 {
  let a1 = a + step;
  let a2 = a1 + step;
  let a3 = a2 + step;
  const zero = f32x4.splat(0);
  let even0 = zero, even1 = zero, even2 = zero, even3 = zero;
  let odd0 = zero, odd1 = zero, odd2 = zero, odd3 = zero;
  let p = 0;
  for (; p + 2 * LANES <= k; p += 2 * LANES) {
    let part = v128.load(x);
    even0 = multiplyAdd(v128.load(a), part, even0);
    even1 = multiplyAdd(v128.load(a1), part, even1);
    even2 = multiplyAdd(v128.load(a2), part, even2);
    even3 = multiplyAdd(v128.load(a3), part, even3);
    part = v128.load(x, 16);
    odd0 = multiplyAdd(v128.load(a, 16), part, odd0);
    odd1 = multiplyAdd(v128.load(a1, 16), part, odd1);
    odd2 = multiplyAdd(v128.load(a2, 16), part, odd2);
    odd3 = multiplyAdd(v128.load(a3, 16), part, odd3);
    a += 2 * VECTOR;
    a1 += 2 * VECTOR;
    a2 += 2 * VECTOR;
    a3 += 2 * VECTOR;
    x += 2 * VECTOR;
  }
  for (; p < k; p += LANES) {
    const count = min(LANES, k - p);
    const part = loadLanes(x, count);
    even0 = multiplyAdd(loadLanes(a, count), part, even0);
    even1 = multiplyAdd(loadLanes(a1, count), part, even1);
    even2 = multiplyAdd(loadLanes(a2, count), part, even2);
    even3 = multiplyAdd(loadLanes(a3, count), part, even3);
    a += VECTOR;
    a1 += VECTOR;
    a2 += VECTOR;
    a3 += VECTOR;
    x += VECTOR;
  }
  return sumLanesOfFour(
    f32x4.add(even0, odd0),
    f32x4.add(even1, odd1),
    f32x4.add(even2, odd2),
    f32x4.add(even3, odd3),
  );
}

function innerProduct(a: usize, x: usize, k: i32): f32 {
  let sum = f32x4.splat(0);
  let p = 0;
  for (; p + LANES <= k; p += LANES) {
    sum = multiplyAdd(v128.load(a), v128.load(x), sum);
    a += VECTOR;
    x += VECTOR;
  }
  if (p < k) sum = multiplyAdd(loadLanes(a, k - p), loadLanes(x, k - p), sum);
  return sumLanes(sum);
}
