/** Operations on the rows of a matrix: see kernels.ts. */
import { addScaled, scale } from './elements';
import { FLOAT } from './lanes';

export function addBias(x: usize, bias: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    addScaled(x, bias, 1, columns);
    x += <usize>columns * FLOAT;
  }
}

export function scaleRows(x: usize, factors: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    scale(x, load<f32>(factors), columns);
    x += <usize>columns * FLOAT;
    factors += FLOAT;
  }
}

export function sumRows(out: usize, x: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    addScaled(out, x, 1, columns);
    x += <usize>columns * FLOAT;
  }
}

export function gatherRows(out: usize, table: usize, indices: usize, count: i32, width: i32): void {
  const bytes = <usize>width * FLOAT;
  for (let i = 0; i < count; i++) {
    memory.copy(out, table + <usize>load<i32>(indices) * bytes, bytes);
    out += bytes;
    indices += sizeof<i32>();
  }
}

export function scatterAddRows(table: usize, indices: usize, x: usize, count: i32, width: i32): void {
  const bytes = <usize>width * FLOAT;
  for (let i = 0; i < count; i++) {
    addScaled(table + <usize>load<i32>(indices) * bytes, x, 1, width);
    x += bytes;
    indices += sizeof<i32>();
  }
}
