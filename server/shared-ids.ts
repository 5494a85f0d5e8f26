/** Zeros where all threads can read the same copy of them; on a host without shared memory, each thread gets its own. */
export function allocateIds(length: number): Int32Array {
  return typeof SharedArrayBuffer === 'undefined'
    ? new Int32Array(length)
    : new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
