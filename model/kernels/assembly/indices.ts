/** Where a vector is large: see kernels.ts. */
import { FLOAT, LANES } from './lanes';

/** Most vectors hold nothing that counts, so four are looked at together. */
export function indicesFrom(indices: usize, room: i32, x: usize, least: f32, length: i32): i32 {
  const bound = f32x4.splat(least);
  const end = indices + <usize>room * 4;
  let to = indices;
  let i = 0;
  for (; i + 4 * LANES <= length; i += 4 * LANES) {
    const at = x + <usize>i * FLOAT;
    const first = f32x4.pmax(v128.load(at), v128.load(at, 16));
    const second = f32x4.pmax(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(f32x4.ge(f32x4.pmax(first, second), bound))) to = write(to, end, x, least, i, i + 4 * LANES);
  }
  return <i32>((write(to, end, x, least, i, length) - indices) >> 2);
}

/** Those in [start, stop); returns where the next index goes. */
function write(to: usize, end: usize, x: usize, least: f32, start: i32, stop: i32): usize {
  for (let i = start; i < stop && to < end; i++) {
    if (load<f32>(x + <usize>i * FLOAT) < least) continue;
    store<i32>(to, i);
    to += 4;
  }
  return to;
}
