/**
 * Copies of an operand's parts into panels, the order in which a tile reads them.
 *
 * A panel (inner, width) holds, for each inner index, `width` values side by side: rows of the left operand or
 * columns of the right one.
 */
import { FLOAT, LANES } from './lanes';

/** panel[p·width + r] = source[r·stride + p] for r < count: values that lie in rows of the source. */
export function interleaveRows(
  panel: usize,
  width: i32,
  source: usize,
  stride: i32,
  count: i32,
  inner: i32,
): void {
  const panelStep = <usize>width * FLOAT;
  const sourceStep = <usize>stride * FLOAT;
  let row = 0;
  for (; row + LANES <= count; row += LANES) {
    let from = source + <usize>row * sourceStep;
    let to = panel + <usize>row * FLOAT;
    let p = 0;
    for (; p + LANES <= inner; p += LANES) {
      transposeFour(to, panelStep, from, sourceStep);
      from += <usize>LANES * FLOAT;
      to += <usize>LANES * panelStep;
    }
    for (; p < inner; p++) {
      for (let r = 0; r < LANES; r++) {
        store<f32>(to + <usize>r * FLOAT, load<f32>(from + <usize>r * sourceStep));
      }
      from += FLOAT;
      to += panelStep;
    }
  }
  for (; row < count; row++) {
    let from = source + <usize>row * sourceStep;
    let to = panel + <usize>row * FLOAT;
    for (let p = 0; p < inner; p++) {
      store<f32>(to, load<f32>(from));
      from += FLOAT;
      to += panelStep;
    }
  }
}

/** Writes the 4 × 4 block at `from` to `to`, transposed. */
@inline
function transposeFour(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/** panel[p·width + c] = source[p·stride + c] for c < count: values that lie side by side in the source. */
export function copyColumns(
  panel: usize,
  width: i32,
  source: usize,
  stride: i32,
  count: i32,
  inner: i32,
): void {
  const panelStep = <usize>width * FLOAT;
  const sourceStep = <usize>stride * FLOAT;
  if (count == 8) {
    for (let p = 0; p < inner; p++) {
      v128.store(panel, v128.load(source));
      v128.store(panel, v128.load(source, 16), 16);
      panel += panelStep;
      source += sourceStep;
    }
    return;
  }
  for (let p = 0; p < inner; p++) {
    let column = 0;
    if (count >= LANES) {
      v128.store(panel, v128.load(source));
      column = LANES;
    }
    for (; column < count; column++) {
      store<f32>(panel + <usize>column * FLOAT, load<f32>(source + <usize>column * FLOAT));
    }
    panel += panelStep;
    source += sourceStep;
  }
}

/** Zeroes the columns from `count` on, so that what lies there can't turn into NaN. */
export function clearColumns(panel: usize, width: i32, count: i32, inner: i32): void {
  for (let p = 0; p < inner; p++) {
    for (let column = count; column < width; column++) {
      store<f32>(panel + <usize>column * FLOAT, 0);
    }
    panel += <usize>width * FLOAT;
  }
}
