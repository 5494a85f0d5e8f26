/** Zeros, float32, where all threads can read the same copy of them, as `allocateIds`. */
export function allocateFloats(length: number): Float32Array<ArrayBuffer> {
  if (typeof SharedArrayBuffer === 'undefined') return new Float32Array(length);
  const buffer = new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(buffer) as unknown as Float32Array<ArrayBuffer>; // the kind of buffer is not looked at
}

/** Zeros where all threads can read the same copy of them; on a host without shared memory, each thread gets its own. */
export function allocateIds(length: number): Int32Array {
  return typeof SharedArrayBuffer === 'undefined'
    ? new Int32Array(length)
    : new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
