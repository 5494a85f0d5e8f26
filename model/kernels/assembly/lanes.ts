/** Four float32 at once: loads and stores that may end short, fused multiply-add, sums across lanes. */

/** Bytes of a float32. */
export const FLOAT: usize = 4;
/** float32 in a vector register. */
export const LANES: i32 = 4;
/** Bytes of a vector register. */
export const VECTOR: usize = 16;

/** x·y + z. Rounded once in the relaxed build, twice in the other. */
@inline
export function multiplyAdd(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, z);
  else return f32x4.add(f32x4.mul(x, y), z);
}

/**
 * The first `count` floats at `address`, the other lanes zero. Written so that a constant 4 compiles to one load:
 * loops are inlined twice, for whole vectors and for the end of a row. With a branch in the loop they were two to six
 * times slower.
 */
@inline
export function load(address: usize, count: i32): v128 {
  return count >= LANES ? v128.load(address) : loadShort(address, count);
}

/** Stores the first `count` lanes. */
@inline
export function store(address: usize, value: v128, count: i32): void {
  if (count >= LANES) v128.store(address, value);
  else storeShort(address, value, count);
}

function loadShort(address: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(address);
  const two = v128.load64_zero(address);
  return count == 2 ? two : v128.load_lane<f32>(address, two, 2, 8);
}

function storeShort(address: usize, value: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<f32>(address, value, 0);
    return;
  }
  v128.store_lane<f64>(address, value, 0);
  if (count == 3) v128.store_lane<f32>(address, value, 2, 8);
}

/** The sum of the four lanes. */
@inline
export function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** The largest of the four lanes. */
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** The four sums of a, b, c, d, as one vector. */
@inline
export function sumLanesOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
