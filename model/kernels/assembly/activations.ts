/**
 * exp, tanh and the logistic function of four float32 at once. NaN stays NaN, so that divergence is seen.
 *
 * Their constants lie in memory, from where one instruction brings four copies of one. Written into the code they take V8
 * three instructions each, in every round of a loop, and the functions half as long again, with Node 24 twice as long.
 */
import { FLOAT, multiplyAdd } from './lanes';

const EXP = memory.data<f32>([
  -87, 88, // the ends of its domain
  1.44269504088896341, // 1 / ln 2
  12582912, // 1.5·2²³: adding it rounds to an integer and leaves that integer in the lowest bits
  -0.693359375, 2.12194440e-4, // −ln 2, in two parts so that nothing is lost
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1,
]);

const TANH = memory.data<f32>([
  -7.90531110763549805, 7.90531110763549805, // beyond, it is one
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
  6.37261928875436e-4, 4.89352455891786e-3, // above the line
  1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3, 4.89352518554385e-3, // below it
]);

/** Four copies of an entry of a table. */
@inline
function constant(table: usize, index: usize): v128 {
  return v128.load_splat<f32>(table + index * FLOAT);
}

/** exp(x) within 2e-7 of its value, for x in [−87, 88]; beyond, the value at that end. Cephes' expf (Moshier 1992). */
@inline
export function exp(x: v128): v128 {
  // pmin and pmax keep x where it is NaN.
  x = f32x4.pmin(f32x4.pmax(x, constant(EXP, 0)), constant(EXP, 1));
  const shifted = multiplyAdd(x, constant(EXP, 2), constant(EXP, 3));
  const whole = f32x4.sub(shifted, constant(EXP, 3));
  let rest = multiplyAdd(whole, constant(EXP, 4), x); // x − whole·ln 2
  rest = multiplyAdd(whole, constant(EXP, 5), rest);
  let series = constant(EXP, 6);
  series = multiplyAdd(series, rest, constant(EXP, 7));
  series = multiplyAdd(series, rest, constant(EXP, 8));
  series = multiplyAdd(series, rest, constant(EXP, 9));
  series = multiplyAdd(series, rest, constant(EXP, 10));
  series = multiplyAdd(series, rest, constant(EXP, 11));
  const power = multiplyAdd(f32x4.mul(rest, rest), series, f32x4.add(rest, constant(EXP, 12)));
  // 2^whole: the integer goes into the exponent's bits.
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** tanh(x) within 3e-7: the rational function of degree 13 / 6 that Eigen uses, odd, one beyond ±7.9. */
@inline
export function tanh(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, constant(TANH, 0)), constant(TANH, 1));
  const square = f32x4.mul(x, x);
  let above = constant(TANH, 2);
  above = multiplyAdd(above, square, constant(TANH, 3));
  above = multiplyAdd(above, square, constant(TANH, 4));
  above = multiplyAdd(above, square, constant(TANH, 5));
  above = multiplyAdd(above, square, constant(TANH, 6));
  above = multiplyAdd(above, square, constant(TANH, 7));
  above = multiplyAdd(above, square, constant(TANH, 8));
  let below = constant(TANH, 9);
  below = multiplyAdd(below, square, constant(TANH, 10));
  below = multiplyAdd(below, square, constant(TANH, 11));
  below = multiplyAdd(below, square, constant(TANH, 12));
  return f32x4.div(f32x4.mul(x, above), below);
}

/** σ(x) = 1 / (1 + exp(−x)) within 3e-7, as (1 + tanh(x / 2)) / 2. */
@inline
export function sigmoid(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return multiplyAdd(tanh(f32x4.mul(x, half)), half, half);
}

/** σ′ in terms of its value s = σ(x). */
@inline
export function sigmoidSlope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}

/** tanh′ in terms of its value t = tanh(x). */
@inline
export function tanhSlope(t: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(t, t));
}
