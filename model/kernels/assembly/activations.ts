/** exp, tanh and the logistic function of four float32 at once. NaN stays NaN, so that divergence is seen. */
import { multiplyAdd } from './lanes';

/** exp(x) within 2e-7 of its value, for x in [−87, 88]; beyond, the value at that end. Cephes' expf (Moshier 1992). */
@inline
export function exp(x: v128): v128 {
  // pmin and pmax keep x where it is NaN.
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88));
  // Adding 1.5·2²³ rounds to an integer and leaves that integer in the lowest bits.
  const shifted = multiplyAdd(x, f32x4.splat(1.44269504088896341), f32x4.splat(12582912));
  const whole = f32x4.sub(shifted, f32x4.splat(12582912));
  // x − whole·ln 2, with ln 2 in two parts so that nothing is lost.
  let rest = multiplyAdd(whole, f32x4.splat(-0.693359375), x);
  rest = multiplyAdd(whole, f32x4.splat(2.12194440e-4), rest);
  let series = f32x4.splat(1.9875691500e-4);
  series = multiplyAdd(series, rest, f32x4.splat(1.3981999507e-3));
  series = multiplyAdd(series, rest, f32x4.splat(8.3334519073e-3));
  series = multiplyAdd(series, rest, f32x4.splat(4.1665795894e-2));
  series = multiplyAdd(series, rest, f32x4.splat(1.6666665459e-1));
  series = multiplyAdd(series, rest, f32x4.splat(5.0000001201e-1));
  const power = multiplyAdd(f32x4.mul(rest, rest), series, f32x4.add(rest, f32x4.splat(1)));
  // 2^whole: the integer goes into the exponent's bits.
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** tanh(x) within 3e-7: the rational function of degree 13 / 6 that Eigen uses, odd, one beyond ±7.9. */
@inline
export function tanh(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-7.90531110763549805)), f32x4.splat(7.90531110763549805));
  const square = f32x4.mul(x, x);
  let above = f32x4.splat(-2.76076847742355e-16);
  above = multiplyAdd(above, square, f32x4.splat(2.00018790482477e-13));
  above = multiplyAdd(above, square, f32x4.splat(-8.60467152213735e-11));
  above = multiplyAdd(above, square, f32x4.splat(5.12229709037114e-8));
  above = multiplyAdd(above, square, f32x4.splat(1.48572235717979e-5));
  above = multiplyAdd(above, square, f32x4.splat(6.37261928875436e-4));
  above = multiplyAdd(above, square, f32x4.splat(4.89352455891786e-3));
  let below = f32x4.splat(1.19825839466702e-6);
  below = multiplyAdd(below, square, f32x4.splat(1.18534705686654e-4));
  below = multiplyAdd(below, square, f32x4.splat(2.26843463243900e-3));
  below = multiplyAdd(below, square, f32x4.splat(4.89352518554385e-3));
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
