/**
 * Matrix products: both operands packed into panels, then tile by tile (Goto & van de Geijn 2008).
 *
 * The inner index is cut into blocks so that one panel of each operand fits the first cache, the rows of A so
 * that its panels fit the second. Rows are shared evenly between tiles: 10 rows are 5 + 5, never 6 + 4, so that no
 * tile is left small.
 */
import { FLOAT } from './lanes';
import { clearColumns, copyColumns, interleaveRows } from './packing';
import { multiplyTile, TILE_COLUMNS, TILE_ROWS } from './tile';

/** Inner indices a block: a panel of B is 16 KiB, one of A at most 12 KiB. */
const INNER_BLOCK: i32 = 512;
/** Rows of A a block: 512 KiB of panels. */
const ROW_BLOCK: i32 = 256;

/** How B is handed over. The first three are the codes of kernels.ts's Transpose, in its order. */
const NONE: i32 = 0;
const RIGHT: i32 = 1;
const LEFT: i32 = 2;
const PACKED: i32 = 3;

/** Where this instance packs: panels of A (ROW_BLOCK, INNER_BLOCK), a panel of B (INNER_BLOCK, 8), an edge tile (6, 8). */
let scratch: usize = 0;
const PANEL_OF_B: usize = <usize>ROW_BLOCK * INNER_BLOCK * FLOAT;
const EDGE_TILE: usize = PANEL_OF_B + <usize>INNER_BLOCK * TILE_COLUMNS * FLOAT;

export function scratchBytes(): usize {
  return EDGE_TILE + 6 * <usize>TILE_COLUMNS * FLOAT;
}

export function useScratch(address: usize): void {
  scratch = address;
}

/** C (m, n) = or += A·B, with `transpose` 0 for A·B, 1 for A·Bᵀ, 2 for Aᵀ·B. */
export function multiply(
  c: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  transpose: i32,
  accumulate: bool,
): void {
  product(c, a, b, m, n, k, transpose, accumulate);
}

/** C (m, n) = or += A·B, B packed by `pack`. */
export function multiplyPacked(c: usize, a: usize, b: usize, m: i32, n: i32, k: i32, accumulate: bool): void {
  product(c, a, b, m, n, k, PACKED, accumulate);
}

/** Packs B (k, n), or `transposed` (n, k), into panels (k, 8), one after the other, the last filled up with zeros. */
export function pack(target: usize, b: usize, n: i32, k: i32, transposed: bool): void {
  for (let column = 0; column < n; column += TILE_COLUMNS) {
    packColumns(target, b, column, n, k, 0, k, transposed);
    target += <usize>k * TILE_COLUMNS * FLOAT;
  }
}

function product(
  c: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  operands: i32,
  accumulate: bool,
): void {
  const blocks = (m + ROW_BLOCK - 1) / ROW_BLOCK;
  for (let inner = 0; inner < k; inner += INNER_BLOCK) {
    const innerCount = min(INNER_BLOCK, k - inner);
    const add = accumulate || inner > 0;
    for (let block = 0; block < blocks; block++) {
      const row = startOfShare(block, m, blocks);
      const rowCount = startOfShare(block + 1, m, blocks) - row;
      packRows(a, row, rowCount, m, k, inner, innerCount, operands == LEFT);
      for (let column = 0; column < n; column += TILE_COLUMNS) {
        let panel: usize;
        if (operands == PACKED) {
          panel = b + (<usize>column * k + <usize>inner * TILE_COLUMNS) * FLOAT;
        } else {
          panel = scratch + PANEL_OF_B;
          packColumns(panel, b, column, n, k, inner, innerCount, operands == RIGHT);
        }
        const target = c + (<usize>row * n + column) * FLOAT;
        multiplyPanel(target, n, panel, min(TILE_COLUMNS, n - column), rowCount, innerCount, add);
      }
    }
  }
}

/** Where share `index` of `total` things begins, shared between `shares` as evenly as can be. */
@inline
function startOfShare(index: i32, total: i32, shares: i32): i32 {
  return index * (total / shares) + min(index, total % shares);
}

@inline
function tilesOf(rows: i32): i32 {
  return (rows + TILE_ROWS - 1) / TILE_ROWS;
}

/** Rows row … row + count of A (m, k), or of Aᵀ with A (k, m), into panels at the scratch's start. */
function packRows(
  a: usize,
  row: i32,
  count: i32,
  m: i32,
  k: i32,
  inner: i32,
  innerCount: i32,
  transposed: bool,
): void {
  const tiles = tilesOf(count);
  for (let index = 0; index < tiles; index++) {
    const start = startOfShare(index, count, tiles);
    const width = startOfShare(index + 1, count, tiles) - start;
    const panel = scratch + <usize>start * innerCount * FLOAT;
    if (transposed) {
      copyColumns(panel, width, a + (<usize>inner * m + row + start) * FLOAT, m, width, innerCount);
    } else {
      interleaveRows(panel, width, a + (<usize>(row + start) * k + inner) * FLOAT, k, width, innerCount);
    }
  }
}

/** Up to eight columns of B (k, n), or of Bᵀ with B (n, k), into one panel. */
function packColumns(
  panel: usize,
  b: usize,
  column: i32,
  n: i32,
  k: i32,
  inner: i32,
  innerCount: i32,
  transposed: bool,
): void {
  const count = min(TILE_COLUMNS, n - column);
  if (transposed) {
    interleaveRows(panel, TILE_COLUMNS, b + (<usize>column * k + inner) * FLOAT, k, count, innerCount);
  } else {
    copyColumns(panel, TILE_COLUMNS, b + (<usize>inner * n + column) * FLOAT, n, count, innerCount);
  }
  if (count < TILE_COLUMNS) clearColumns(panel, TILE_COLUMNS, count, innerCount);
}

/** All packed rows times one panel of B, into `columns` ≤ 8 columns of C. */
function multiplyPanel(
  c: usize,
  stride: i32,
  panel: usize,
  columns: i32,
  rows: i32,
  inner: i32,
  accumulate: bool,
): void {
  const tiles = tilesOf(rows);
  let row = 0;
  for (let index = 0; index < tiles; index++) {
    const height = startOfShare(index + 1, rows, tiles) - row;
    const left = scratch + <usize>row * inner * FLOAT;
    const target = c + <usize>row * stride * FLOAT;
    if (columns == TILE_COLUMNS) {
      multiplyTile(target, stride, left, panel, height, inner, accumulate);
    } else {
      multiplyTile(scratch + EDGE_TILE, TILE_COLUMNS, left, panel, height, inner, false);
      copyEdge(target, stride, height, columns, accumulate);
    }
    row += height;
  }
}

/** The part of the edge tile that C has room for. */
function copyEdge(c: usize, stride: i32, rows: i32, columns: i32, accumulate: bool): void {
  for (let row = 0; row < rows; row++) {
    const from = scratch + EDGE_TILE + <usize>row * TILE_COLUMNS * FLOAT;
    const to = c + <usize>row * stride * FLOAT;
    for (let offset: usize = 0; offset < <usize>columns * FLOAT; offset += FLOAT) {
      const value = load<f32>(from + offset);
      store<f32>(to + offset, accumulate ? load<f32>(to + offset) + value : value);
    }
  }
}
