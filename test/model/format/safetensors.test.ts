import { deepEqual, equal, throws } from 'node:assert/strict';
import { ModelFileError } from '../../../model/format/model-file-error';
import { decodeSafetensors, encodeSafetensors } from '../../../model/format/safetensors';

/** A file with the given header (an object becomes JSON) and so many bytes of zero data. */
function file(header: unknown, dataBytes: number, headerLength?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('writes a file that reads back the same', () => {
    const content = {
      metadata: { format: 'test', empty: '' },
      tensors: new Map([
        ['a', { shape: [2, 2], data: Float32Array.of(1, -2.5, 3e-39, 0) }],
        ['b.ids', { shape: [3], data: Int32Array.of(1, -1, 2 ** 31 - 1) }],
        ['scalar', { shape: [], data: Float32Array.of(7) }],
        ['zero', { shape: [0, 4], data: new Float32Array(0) }],
      ]),
    };
    const { metadata, tensors } = decodeSafetensors(encodeSafetensors(content));
    deepEqual({ ...metadata }, content.metadata);
    deepEqual(tensors, content.tensors);
  });

  it('sorts the tensors, aligns the data, and writes the same bytes for the same content', () => {
    const x = { shape: [1], data: Float32Array.of(1) };
    const y = { shape: [1], data: Float32Array.of(2) };
    const bytes = encodeSafetensors({
      metadata: {},
      tensors: new Map([
        ['y', y],
        ['x', x],
      ]),
    });
    deepEqual(
      bytes,
      encodeSafetensors({
        metadata: {},
        tensors: new Map([
          ['x', x],
          ['y', y],
        ]),
      }),
    );
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    equal(headerLength % 8, 0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
    equal(
      header.trimEnd(),
      '{"__metadata__":{},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
    );
  });

  it('reads a file at any offset in its buffer', () => {
    const bytes = encodeSafetensors({
      metadata: {},
      tensors: new Map([['x', { shape: [1], data: Float32Array.of(5) }]]),
    });
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    equal(decodeSafetensors(shifted.subarray(1)).tensors.get('x')?.data[0], 5);
    const { data } = decodeSafetensors(Buffer.from(shifted.buffer, 1)).tensors.get('x')!;
    deepEqual(data, Float32Array.of(5));
    equal(data.buffer.byteLength, 4); // a copy, not a view of the file
  });

  const damaged: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ['empty', new Uint8Array(0), /expected at least 8 bytes, got 0/],
    ['seven bytes', new Uint8Array(7), /expected at least 8 bytes, got 7/],
    [
      'a text file',
      new TextEncoder().encode('Call me Ishmael. Some years ago'),
      /header length: expected at most 23 /,
    ],
    ['a header longer than the file', file({}, 0, 1000n), /header length: expected at most 2 .*got 1000/],
    ['the largest header length', file({}, 0, 2n ** 64n - 1n), /got 18446744073709551615/],
    ['no JSON', file('{"a":', 0), /header: expected a JSON object/],
    ['no UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /header: expected a JSON object/],
    ['a JSON array', file([], 0), /header: expected a JSON object, got \[\]/],
    ['metadata that is no object', file({ __metadata__: 'x' }, 0), /__metadata__: expected an object/],
    [
      'metadata that is no string',
      file({ __metadata__: { a: 1 } }, 0),
      /__metadata__\.a: expected a string, got 1/,
    ],
    ['a tensor that is no object', file({ x: 1 }, 0), /tensor "x": expected an object, got 1/],
    ['an unknown dtype', file({ x: f32(0, 4, [1], 'F64') }, 4), /expected "F32", "I32" or "I8", got "F64"/],
    ['no dtype', file({ x: { shape: [1], data_offsets: [0, 4] } }, 4), /dtype: .*got nothing/],
    [
      'a negative size',
      file({ x: f32(0, 4, [-1]) }, 4),
      /shape: expected an array of whole numbers, got \[-1\]/,
    ],
    ['a fractional size', file({ x: f32(0, 4, [0.5]) }, 4), /shape: expected an array of whole numbers/],
    ['three offsets', file({ x: { ...f32(0, 4), data_offsets: [0, 4, 8] } }, 4), /expected \[begin, end\]/],
    ['offsets against the shape', file({ x: f32(0, 8, [1]) }, 8), /expected 4 bytes for shape \[1\], got 8/],
    ['offsets backwards', file({ x: f32(4, 0, [1]) }, 8), /expected 4 bytes for shape \[1\], got -4/],
    ['an enormous shape', file({ x: f32(0, 4, [2 ** 40, 2 ** 40]) }, 4), /for shape \[1099511627776,/],
    [
      'an overlap',
      file({ x: f32(0, 8), y: f32(4, 12) }, 12),
      /expected begin at byte 8, got 4 \(an overlap\)/,
    ],
    ['a hole', file({ x: f32(0, 4), y: f32(8, 12) }, 12), /expected begin at byte 4, got 8 \(a hole\)/],
    ['truncated data', file({ x: f32(0, 8) }, 7), /expected 8 bytes .*got 7 \(truncated\)/],
    ['bytes after the end', file({ x: f32(0, 4) }, 5), /end of file: expected 4 bytes of tensor data, got 5/],
  ];
  for (const [what, bytes, message] of damaged) {
    it(`refuses ${what}`, () => {
      throws(
        () => decodeSafetensors(bytes),
        (error) => error instanceof ModelFileError && message.test(error.message),
      );
    });
  }
});
