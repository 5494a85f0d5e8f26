/**
 * Binds the WebAssembly kernels (assembly/, compiled by scripts/build-kernels.mjs) to the `Kernels` interface.
 *
 * Every vector is a view of the instance's memory and is handed over as a byte address; nothing is copied and
 * nothing allocated in a call. The memory is shared, so that training threads can each attach an instance to the same
 * one: allocation is an atomic addition to a counter inside it, and memory that grows leaves every earlier view valid.
 * On a host without shared memory it is one thread's own, and as large as it can get from the beginning.
 * Memory is given back as a whole, when the last instance and view of it are gone.
 */
import type { AdamSettings, Kernels, PackedMatrix, QuantisedMatrix, Transpose, Vector } from './kernels';
import type { KernelExports } from './wasm-exports';

/** What another thread needs to attach to the same memory. Can be posted to a worker. */
export interface WasmHandle {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly name: 'simd' | 'relaxed-simd';
}

export interface WasmKernels extends Kernels {
  readonly name: 'simd' | 'relaxed-simd';
  readonly handle: WasmHandle;
  allocate(length: number): Float32Array;
  /** What lies at `byteOffset` of the shared memory, allocated by this or another thread: `length` float32. */
  viewAt(byteOffset: number, length: number): Float32Array;
  /** The same for a matrix in eight bits, by the offsets of its values, scales and query. */
  quantisedAt(byteOffsets: readonly number[], rows: number, columns: number): QuantisedMatrix;
}

/** Bytes of a WebAssembly page. */
const PAGE = 65_536;
/** 1 GiB, as declared by the modules. Address space only: pages are used as they are written. */
const MAXIMUM_PAGES = 16_384;
/** Bytes of a vector register. */
const REGISTER = 16;
/** Allocations begin at cache lines, so that threads don't write to one another's. */
const ALIGNMENT = 64;
/** Index, in int32, of the counter of allocated bytes, at the very start of the memory. */
const ALLOCATED = 0;
/** Bytes at the start that are never allocated: the counter's cache line, then the modules' constants (scripts/build-kernels.mjs). */
const RESERVED = 256;

/** The codes of `Transpose` in assembly/product.ts. */
const TRANSPOSE_CODES: Readonly<Record<Transpose, number>> = { none: 0, right: 1, left: 2 };

/**
 * Kernels over a new memory, or over `memory`, which another instance made. Throws a RangeError where the host can't
 * reserve the memory, here and in `allocate`, and a WebAssembly error where `module` is not one of ours.
 */
export function createWasmKernels(module: WebAssembly.Module, memory = createMemory()): WasmKernels {
  const instance = new WebAssembly.Instance(module, { env: { memory, log: Math.log } });
  // What the module exports is fixed by assembly/index.ts.
  const kernels = instance.exports as unknown as KernelExports;
  const name = kernels.relaxed.value ? 'relaxed-simd' : 'simd';
  kernels.useScratch(allocateBytes(memory, kernels.scratchBytes()));

  return {
    name,
    handle: { module, memory, name },
    allocate: (length) => new Float32Array(...allocateViewed(memory, length)),
    allocateIndices: (length) => new Int32Array(...allocateViewed(memory, length)),
    fresh: () => createWasmKernels(module),
    quantisedAt: (byteOffsets, rows, columns) => quantisedAt(memory, byteOffsets, rows, columns),
    viewAt: (byteOffset, length) => new Float32Array(currentBuffer(memory), byteOffset, length),

    multiply(c, a, b, m, n, k, transpose, accumulate) {
      kernels.multiply(at(c), at(a), at(b), m, n, k, TRANSPOSE_CODES[transpose], accumulate ? 1 : 0);
    },
    allocatePacked(inner, columns) {
      const panels = Math.ceil(columns / 8);
      return { inner, columns, data: new Float32Array(...allocateViewed(memory, panels * 8 * inner)) };
    },
    pack(target, b, transposed) {
      kernels.pack(at(target.data), at(b), target.columns, target.inner, transposed ? 1 : 0);
    },
    multiplyPacked(c: Vector, a: Vector, b: PackedMatrix, m: number, accumulate: boolean) {
      kernels.multiplyPacked(at(c), at(a), at(b.data), m, b.columns, b.inner, accumulate ? 1 : 0);
    },
    multiplyVector(y, a, x, bias, m, k) {
      kernels.multiplyVector(at(y), at(a), at(x), bias ? at(bias) : 0, m, k);
    },
    allocateQuantised(rows, columns) {
      // The product reads whole registers: as far as one beyond the last row, and beyond the vector's end.
      const values = allocateBytes(memory, rows * columns + REGISTER);
      const query = allocateBytes(memory, 2 * (columns + REGISTER));
      const scales = allocateBytes(memory, 4 * rows);
      return quantisedAt(memory, [values, scales, query], rows, columns);
    },
    multiplyQuantised(y: Vector, a: QuantisedMatrix, x: Vector, bias: Vector | null) {
      const { values, scales, query, rows, columns } = a;
      const biasAt = bias ? at(bias) : 0;
      kernels.multiplyQuantised(at(y), at(values), at(scales), at(query), at(x), biasAt, rows, columns);
    },

    addBias: (x, bias, rows, columns) => kernels.addBias(at(x), at(bias), rows, columns),
    scaleRows: (x, factors, rows, columns) => kernels.scaleRows(at(x), at(factors), rows, columns),
    sumRows: (out, x, rows, columns) => kernels.sumRows(at(out), at(x), rows, columns),
    addScaled: (y, x, scale, length) => kernels.addScaled(at(y), at(x), scale, length),
    scale: (x, scale, length) => kernels.scale(at(x), scale, length),
    multiplyElements: (x, mask, length) => kernels.multiplyElements(at(x), at(mask), length),
    fill: (x, value, length) => kernels.fill(at(x), value, length),
    sumOfSquares: (x, length) => kernels.sumOfSquares(at(x), length),
    sum: (x, length) => kernels.sum(at(x), length),
    indicesFrom: (indices, x, least, length) =>
      kernels.indicesFrom(at(indices), indices.length, at(x), least, length),
    gatherRows: (out, table, indices, count, width) =>
      kernels.gatherRows(at(out), at(table), at(indices), count, width),
    scatterAddRows: (table, indices, x, count, width) =>
      kernels.scatterAddRows(at(table), at(indices), at(x), count, width),

    elmanForward: (hidden, input, recurrent, rows, hiddenSize) =>
      kernels.elmanForward(at(hidden), at(input), at(recurrent), rows, hiddenSize),
    elmanBackward: (dPre, dHidden, hidden, rows, hiddenSize) =>
      kernels.elmanBackward(at(dPre), at(dHidden), at(hidden), rows, hiddenSize),
    gruForward(hidden, gates, input, recurrent, previous, rows, hiddenSize) {
      kernels.gruForward(at(hidden), at(gates), at(input), at(recurrent), at(previous), rows, hiddenSize);
    },
    gruBackward(dInput, dRecurrent, dPrevious, dHidden, gates, recurrent, previous, rows, hiddenSize) {
      kernels.gruBackward(
        at(dInput),
        at(dRecurrent),
        at(dPrevious),
        at(dHidden),
        at(gates),
        at(recurrent),
        at(previous),
        rows,
        hiddenSize,
      );
    },
    lstmForward(hidden, cell, gates, input, recurrent, previousCell, rows, hiddenSize) {
      kernels.lstmForward(
        at(hidden),
        at(cell),
        at(gates),
        at(input),
        at(recurrent),
        at(previousCell),
        rows,
        hiddenSize,
      );
    },
    lstmBackward(dPre, dPreviousCell, dHidden, dCell, gates, cell, previousCell, rows, hiddenSize) {
      kernels.lstmBackward(
        at(dPre),
        at(dPreviousCell),
        at(dHidden),
        at(dCell),
        at(gates),
        at(cell),
        at(previousCell),
        rows,
        hiddenSize,
      );
    },

    exponentialRows: (x, maxima, sums, rows, columns) =>
      kernels.exponentialRows(at(x), at(maxima), at(sums), rows, columns),
    softmax: (x, length, temperature) => kernels.softmax(at(x), length, temperature),

    adam(weights, gradient, mean, variance, length, gradientScale, settings: AdamSettings) {
      kernels.adam(
        at(weights),
        at(gradient),
        at(mean),
        at(variance),
        length,
        gradientScale,
        settings.rate,
        settings.beta1,
        settings.beta2,
        // 1 − β in double: in single precision 1 − 0.999 is off by a ten-thousandth.
        1 - settings.beta1,
        1 - settings.beta2,
        settings.epsilon,
        settings.correction1,
        settings.correction2,
        settings.decay,
      );
    },
    rmspropRows(
      table,
      gradient,
      variance,
      indices,
      count,
      width,
      gradientScale,
      rate,
      memoryDecay,
      epsilon,
      decay,
    ) {
      kernels.rmspropRows(
        at(table),
        at(gradient),
        at(variance),
        at(indices),
        count,
        width,
        gradientScale,
        rate,
        memoryDecay,
        1 - memoryDecay,
        epsilon,
        decay,
      );
    },
  };
}

/**
 * Whether this host runs modules with relaxed SIMD, which multiply and add in one instruction. Validates a module
 * of one function (v128, v128, v128) → v128 that is `f32x4.relaxed_madd`.
 */
export function relaxedSimdIsAvailable(): boolean {
  // biome-ignore format: one section a line
  const bytes = [
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
    1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b, // one type: (v128, v128, v128) → v128
    3, 2, 1, 0, // one function of that type
    10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 0x02, 0x0b, // its three arguments, relaxed_madd, end
  ];
  return WebAssembly.validate(new Uint8Array(bytes));
}

function createMemory(): WebAssembly.Memory {
  if (sharedMemoryIsAvailable()) {
    return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
  }
  // To grow would detach every view. The system gives pages as they are written, so this costs address space only.
  return new WebAssembly.Memory({ initial: MAXIMUM_PAGES, maximum: MAXIMUM_PAGES, shared: false });
}

/** Whether threads can work on the same memory here. */
export function sharedMemoryIsAvailable(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

/** Where `length` new 4-byte values lie, as the arguments of a typed array's constructor. Fresh memory is zero. */
function allocateViewed(memory: WebAssembly.Memory, length: number): [ArrayBufferLike, number, number] {
  const byteOffset = allocateBytes(memory, length * 4);
  // `buffer` is read after growing: the one before is shorter, though its views stay valid.
  return [memory.buffer, byteOffset, length];
}

function quantisedAt(
  memory: WebAssembly.Memory,
  byteOffsets: readonly number[],
  rows: number,
  columns: number,
): QuantisedMatrix {
  const [values, scales, query] = byteOffsets;
  const buffer = currentBuffer(memory);
  return {
    rows,
    columns,
    values: new Int8Array(buffer, values, rows * columns),
    scales: new Float32Array(buffer, scales, rows),
    query: new Int16Array(buffer, query, columns + REGISTER),
  };
}

function allocateBytes(memory: WebAssembly.Memory, bytes: number): number {
  const counter = new Int32Array(memory.buffer, 0, 1);
  const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  const start = Atomics.add(counter, ALLOCATED, size) + RESERVED;
  const missing = start + size - memory.buffer.byteLength;
  if (missing > 0) {
    try {
      memory.grow(Math.ceil(missing / PAGE));
    } catch {
      // Whatever other threads reserved meanwhile lies above and fails too, so the counter ends where it was.
      Atomics.sub(counter, ALLOCATED, size);
      throw new RangeError(
        `the kernels' memory has no room for ${bytes} more bytes than the ${start} in use`,
      );
    }
  }
  return start;
}

/** The memory as it is now: `buffer` alone may not know yet that another thread let it grow. */
function currentBuffer(memory: WebAssembly.Memory): ArrayBufferLike {
  if (sharedMemoryIsAvailable()) memory.grow(0);
  return memory.buffer;
}

/** A vector's address. Address 0 is never allocated, and is what an array with a buffer of its own would have. */
function at(vector: Vector | Int32Array | Int16Array | Int8Array): number {
  const address = vector.byteOffset;
  if (address === 0)
    throw new TypeError('expected a vector from these kernels’ allocate, got one of other memory');
  return address;
}
