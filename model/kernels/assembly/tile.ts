/**
 * The innermost part of a product: a tile of C, held in registers while the inner index runs.
 *
 * A tile is `rows` × 8. V8 has 15 vector registers to give: rows · 2 sums, two of B, one of A, and without fused
 * multiply-add one for the product. So five rows fit, or six with relaxed SIMD; one more and sums are spilled
 * (28 GFLOP/s instead of 50). Unrolling the loop by hand made it slower: V8 unrolls it itself.
 */
import { FLOAT, multiplyAdd } from './lanes';

/** Columns of a tile, and of a packed panel of B. */
export const TILE_COLUMNS: i32 = 8;
/** Most rows of a tile. */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** C (rows, 8), its rows `stride` apart, = or += A·B over panels A (inner, rows) and B (inner, 8). */
export function multiplyTile(
  c: usize,
  stride: i32,
  a: usize,
  b: usize,
  rows: i32,
  inner: i32,
  accumulate: bool,
): void {
  switch (rows) {
    case 1:
      tileOfOne(c, stride, a, b, inner, accumulate);
      break;
    case 2:
      tileOfTwo(c, stride, a, b, inner, accumulate);
      break;
    case 3:
      tileOfThree(c, stride, a, b, inner, accumulate);
      break;
    case 4:
      tileOfFour(c, stride, a, b, inner, accumulate);
      break;
    case 5:
      tileOfFive(c, stride, a, b, inner, accumulate);
      break;
    default:
      if (TILE_ROWS == 6) tileOfSix(c, stride, a, b, inner, accumulate);
  }
}

function tileOfOne(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(1, c, stride, a, b, inner, accumulate);
}

function tileOfTwo(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(2, c, stride, a, b, inner, accumulate);
}

function tileOfThree(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(3, c, stride, a, b, inner, accumulate);
}

function tileOfFour(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(4, c, stride, a, b, inner, accumulate);
}

function tileOfFive(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(5, c, stride, a, b, inner, accumulate);
}

function tileOfSix(c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  tile(6, c, stride, a, b, inner, accumulate);
}

/** `rows` is a constant wherever this is inlined, so that the rows a tile lacks cost nothing. */
@inline
function tile(rows: i32, c: usize, stride: i32, a: usize, b: usize, inner: i32, accumulate: bool): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero;
  let c10 = zero, c11 = zero;
  let c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero;
  let c50 = zero, c51 = zero;
  const end = b + <usize>inner * TILE_COLUMNS * FLOAT;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    if (rows > 1) {
      x = v128.load_splat<f32>(a, 4);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
    }
    if (rows > 2) {
      x = v128.load_splat<f32>(a, 8);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
    }
    if (rows > 3) {
      x = v128.load_splat<f32>(a, 12);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
    }
    if (rows > 4) {
      x = v128.load_splat<f32>(a, 16);
      c40 = multiplyAdd(x, b0, c40);
      c41 = multiplyAdd(x, b1, c41);
    }
    if (rows > 5) {
      x = v128.load_splat<f32>(a, 20);
      c50 = multiplyAdd(x, b0, c50);
      c51 = multiplyAdd(x, b1, c51);
    }
    a += <usize>rows * FLOAT;
    b += <usize>TILE_COLUMNS * FLOAT;
  }
  const step = <usize>stride * FLOAT;
  writeRow(c, c00, c01, accumulate);
  if (rows > 1) writeRow(c + step, c10, c11, accumulate);
  if (rows > 2) writeRow(c + 2 * step, c20, c21, accumulate);
  if (rows > 3) writeRow(c + 3 * step, c30, c31, accumulate);
  if (rows > 4) writeRow(c + 4 * step, c40, c41, accumulate);
  if (rows > 5) writeRow(c + 5 * step, c50, c51, accumulate);
}

@inline
function writeRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    // Both are read before either is written: V8's pass that joins two operations into one of twice the width asks for that.
    const before = v128.load(c);
    const beside = v128.load(c, 16);
    v128.store(c, f32x4.add(before, left));
    v128.store(c, f32x4.add(beside, right), 16);
  } else {
    v128.store(c, left);
    v128.store(c, right, 16);
  }
}
