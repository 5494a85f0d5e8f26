/** The optimisers' steps: see kernels.ts for papers and parameters. */
import { sumOfSquares } from './elements';
import { FLOAT, LANES, load as loadLanes, multiplyAdd, store as storeLanes } from './lanes';

export function adam(
  weights: usize,
  gradient: usize,
  mean: usize,
  variance: usize,
  length: i32,
  gradientScale: f32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  epsilon: f32,
  correction1: f32,
  correction2: f32,
  decay: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const fromGradient = f32x4.splat(rest1 * gradientScale);
  const fromSquare = f32x4.splat(rest2 * gradientScale * gradientScale);
  const step = f32x4.splat(rate / correction1);
  const root = f32x4.splat(1 / correction2);
  const floor = f32x4.splat(epsilon);
  const keep = f32x4.splat(1 - decay);
  let i = 0;
  for (; i + LANES <= length; i += LANES) {
    adamAt(weights, gradient, mean, variance, b1, b2, fromGradient, fromSquare, step, root, floor, keep, i, LANES);
  }
  if (i < length) {
    const count = length - i;
    adamAt(weights, gradient, mean, variance, b1, b2, fromGradient, fromSquare, step, root, floor, keep, i, count);
  }
}

@inline
function adamAt(
  weights: usize,
  gradient: usize,
  mean: usize,
  variance: usize,
  b1: v128,
  b2: v128,
  fromGradient: v128,
  fromSquare: v128,
  step: v128,
  root: v128,
  floor: v128,
  keep: v128,
  i: i32,
  count: i32,
): void {
  const at = <usize>i * FLOAT;
  const g = loadLanes(gradient + at, count);
  const m = multiplyAdd(loadLanes(mean + at, count), b1, f32x4.mul(g, fromGradient));
  const v = multiplyAdd(loadLanes(variance + at, count), b2, f32x4.mul(f32x4.mul(g, g), fromSquare));
  storeLanes(mean + at, m, count);
  storeLanes(variance + at, v, count);
  const change = f32x4.div(f32x4.mul(m, step), f32x4.add(f32x4.sqrt(f32x4.mul(v, root)), floor));
  storeLanes(weights + at, f32x4.sub(f32x4.mul(loadLanes(weights + at, count), keep), change), count);
}

export function rmspropRows(
  table: usize,
  gradient: usize,
  variance: usize,
  indices: usize,
  count: i32,
  width: i32,
  gradientScale: f32,
  rate: f32,
  memory: f32,
  rest: f32,
  epsilon: f32,
  decay: f32,
): void {
  const keep = f32x4.splat(1 - decay);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(indices + <usize>i * FLOAT);
    const atVariance = variance + <usize>row * FLOAT;
    const meanSquare = <f32>(sumOfSquares(gradient, width) / width) * gradientScale * gradientScale;
    const v = memory * load<f32>(atVariance) + rest * meanSquare;
    store<f32>(atVariance, v);
    const step = f32x4.splat((-rate * gradientScale) / (sqrt(v) + epsilon));
    const weights = table + <usize>row * width * FLOAT;
    let j = 0;
    for (; j + LANES <= width; j += LANES) stepAt(weights, gradient, keep, step, j, LANES);
    if (j < width) stepAt(weights, gradient, keep, step, j, width - j);
    gradient += <usize>width * FLOAT;
  }
}

/** w = keep·w + step·g */
@inline
function stepAt(weights: usize, gradient: usize, keep: v128, step: v128, j: i32, count: i32): void {
  const at = <usize>j * FLOAT;
  const kept = f32x4.mul(loadLanes(weights + at, count), keep);
  storeLanes(weights + at, multiplyAdd(loadLanes(gradient + at, count), step, kept), count);
}
