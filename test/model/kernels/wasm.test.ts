import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { relaxedSimdIsAvailable, type WasmKernels } from '../../../model/kernels/wasm';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import {
  attachKernels,
  isWasmKernels,
  loadKernels,
  loadKernelsWithReason,
} from '../../../server/threads/kernels';

describe('kernels: WebAssembly memory and loading', function () {
  this.timeout(60_000);
  let kernels: WasmKernels;

  before(async () => {
    await buildKernels('dist');
    const loaded = loadKernels();
    assert.ok(isWasmKernels(loaded));
    kernels = loaded;
  });

  it('takes relaxed SIMD where the host has it', () => {
    assert.equal(kernels.name, relaxedSimdIsAvailable() ? 'relaxed-simd' : 'simd');
  });

  it('allocates zeroed vectors that do not share a cache line', () => {
    const vectors = [kernels.allocate(3), kernels.allocate(17), kernels.allocate(1)];
    for (const vector of vectors) {
      assert.equal(vector.byteOffset % 64, 0);
      assert.ok(vector.every((value) => value === 0));
    }
  });

  it('keeps earlier vectors valid when the memory grows', () => {
    const [early, one] = [kernels.allocate(4), kernels.allocate(4)];
    early.set([1, 2, 3, 4]);
    one.fill(1);
    const large = kernels.allocate(2_000_000);
    large[1_999_999] = 5;
    kernels.addScaled(early, one, 10, 4);
    assert.deepEqual([...early], [11, 12, 13, 14]);
    assert.deepEqual([...kernels.viewAt(early.byteOffset, 4)], [11, 12, 13, 14]);
    assert.equal(kernels.sumOfSquares(large, large.length), 25);
  });

  it('works on subarrays', () => {
    const matrix = kernels.allocate(12);
    kernels.fill(matrix.subarray(5, 9), 2, 4);
    assert.deepEqual([...matrix], [0, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0]);
  });

  it('refuses a vector of other memory', () => {
    assert.throws(() => kernels.scale(new Float32Array(4), 2, 4), /expected a vector from these kernels/);
  });

  it('says so when its memory is full, and goes on', () => {
    const full = loadKernels({ prefer: 'simd' });
    assert.throws(() => full.allocate(2 ** 28), /no room for 1073741824 more bytes/);
    const small = full.allocate(4);
    full.fill(small, 1, 4);
    assert.equal(full.sumOfSquares(small, 4), 4);
  });

  it('attaches a second instance to the same memory', () => {
    const other = attachKernels(kernels.handle);
    const mine = kernels.allocate(8);
    kernels.fill(mine, 3, 8);
    const theirs = other.viewAt(mine.byteOffset, 8);
    other.scale(theirs, 2, 8);
    assert.deepEqual([...mine], Array(8).fill(6));
    const next = other.allocate(8);
    assert.notEqual(next.byteOffset, kernels.allocate(8).byteOffset);
  });

  it('is shared with a worker thread, which sees memory that grew', async () => {
    const mine = kernels.allocate(8);
    kernels.fill(mine, 1, 8);
    const { module, memory } = kernels.handle;
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { module, memory } = workerData;
      const instance = new WebAssembly.Instance(module, { env: { memory, log: Math.log } });
      parentPort.on('message', (address) => {
        instance.exports.scale(address, 4, 8);
        parentPort.postMessage(memory.buffer.byteLength);
      });`;
    const worker = new Worker(source, { eval: true, workerData: { module, memory } });
    const late = kernels.allocate(2_000_000);
    late.fill(1, 0, 8);
    worker.postMessage(mine.byteOffset);
    worker.postMessage(late.byteOffset);
    await once(worker, 'message');
    await once(worker, 'message');
    await worker.terminate();
    assert.deepEqual([...mine], Array(8).fill(4));
    assert.deepEqual([...late.subarray(0, 9)], [...Array(8).fill(4), 0]);
  });

  it('falls back to plain and says why', () => {
    const loaded = loadKernelsWithReason({ directory: 'no-such-folder' });
    assert.equal(loaded.kernels.name, 'plain');
    assert.match(loaded.reason ?? '', /no-such-folder/);
    assert.deepEqual(loadKernelsWithReason({ prefer: 'plain' }).reason, undefined);
  });
});
