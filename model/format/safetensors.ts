/**
 * The safetensors layout (https://github.com/huggingface/safetensors#format), so that any tool can open a model:
 *
 *     8 bytes       header length N, unsigned, little-endian
 *     N bytes       JSON: name → {dtype, shape, data_offsets: [begin, end)}, and `__metadata__`: string → string
 *     the rest      the tensors, little-endian, row-major, offsets relative to this part, without holes
 *
 * The writer sorts the tensors by name and pads the header with spaces to a multiple of 8, which aligns them all.
 * The reader takes any valid file of F32, I32 and I8 tensors and refuses everything else. What it allocates is bounded by
 * the file's own size. Both rely on a little-endian machine, as every machine that runs VS Code is.
 */
import { ModelFileError, shown } from './model-file-error';

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major; an `Int32Array` is stored as I32, an `Int8Array` as I8, a `Float32Array` as F32. */
  readonly data: Float32Array | Int32Array | Int8Array;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
/** Every dtype that we read, and the array that holds it. */
const ARRAYS = { F32: Float32Array, I32: Int32Array, I8: Int8Array } as const;
type Dtype = keyof typeof ARRAYS;
/** As in the reference implementation: a longer header is an attack or an accident. */
const MAX_HEADER_BYTES = 100_000_000;
const METADATA = '__metadata__';

export function encodeSafetensors({ metadata, tensors }: TensorFile): Uint8Array<ArrayBuffer> {
  // Tensors of four-byte elements first, so that they stay aligned; then by name.
  const names = [...tensors.keys()].sort((a, b) => {
    const bytes = (name: string) => tensors.get(name)!.data.BYTES_PER_ELEMENT; // names are the map's own keys
    return bytes(b) - bytes(a) || (a < b ? -1 : 1);
  });
  const header: Record<string, unknown> = Object.create(null); // so that no tensor name is special
  header[METADATA] = metadata;
  let offset = 0;
  for (const name of names) {
    const { shape, data } = tensors.get(name)!; // names are the map's own keys
    const dtype = dtypeOf(data);
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;

  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, LENGTH_BYTES);
  bytes.fill(0x20, LENGTH_BYTES + json.length, LENGTH_BYTES + headerLength);
  let position = LENGTH_BYTES + headerLength;
  for (const name of names) {
    const { data } = tensors.get(name)!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/** The tensors are copies: the file's bytes can be let go. Throws `ModelFileError` and nothing else. */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  // A Node Buffer's `slice` does not copy; that of a plain Uint8Array does.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = readHeaderLength(bytes);
  const header = readHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength));
  const data = bytes.subarray(LENGTH_BYTES + headerLength);

  const metadata = readMetadata(header[METADATA]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => readEntry(name, entry))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);

  const tensors = new Map<string, Tensor>();
  let expectedBegin = 0;
  for (const { name, dtype, shape, begin, end } of entries) {
    const where = `data of tensor ${shown(name)}`;
    if (begin !== expectedBegin) {
      const fault = begin < expectedBegin ? 'an overlap' : 'a hole';
      throw new ModelFileError(where, `begin at byte ${expectedBegin}`, `${begin} (${fault})`);
    }
    if (end > data.length) {
      throw new ModelFileError(where, `${end} bytes of data up to its end`, `${data.length} (truncated)`);
    }
    tensors.set(name, { shape, data: new ARRAYS[dtype](data.slice(begin, end).buffer) });
    expectedBegin = end;
  }
  if (data.length !== expectedBegin) {
    throw new ModelFileError('end of file', `${expectedBegin} bytes of tensor data`, `${data.length}`);
  }
  return { metadata, tensors };
}

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) {
    throw new ModelFileError('file', `at least ${LENGTH_BYTES} bytes`, `${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const limit = Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES);
  if (length > BigInt(limit)) {
    throw new ModelFileError(
      'header length',
      `at most ${limit} (file of ${bytes.length} bytes)`,
      `${length}`,
    );
  }
  return Number(length);
}

function readHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new ModelFileError(
      'header',
      'a JSON object',
      error instanceof Error ? error.message : 'other bytes',
    );
  }
  if (!isObject(header)) {
    throw new ModelFileError('header', 'a JSON object', shown(header));
  }
  return header;
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) {
    return {};
  }
  if (!isObject(value)) {
    throw new ModelFileError(METADATA, 'an object of strings', shown(value));
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new ModelFileError(`${METADATA}.${key}`, 'a string', shown(text));
    }
  }
  return value as Record<string, string>; // every value was just seen to be a string
}

function readEntry(name: string, entry: unknown): Entry {
  const where = `tensor ${shown(name)}`;
  if (!isObject(entry)) {
    throw new ModelFileError(where, 'an object', shown(entry));
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) {
    throw new ModelFileError(`${where}, dtype`, '"F32", "I32" or "I8"', shown(dtype));
  }
  if (!isSizes(shape)) {
    throw new ModelFileError(`${where}, shape`, 'an array of whole numbers', shown(shape));
  }
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw new ModelFileError(`${where}, data_offsets`, '[begin, end]', shown(offsets));
  }
  const [begin, end] = offsets as [number, number]; // its length was just checked
  const byteLength = shape.reduce((product, size) => product * size, ARRAYS[dtype].BYTES_PER_ELEMENT);
  if (end - begin !== byteLength) {
    const expected = `${byteLength} bytes for shape ${shown(shape)}`;
    throw new ModelFileError(`${where}, data_offsets`, expected, `${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

/** The dtype that a tensor's array is stored as. */
export function dtypeOf(data: Tensor['data']): Dtype {
  if (data instanceof Int32Array) return 'I32';
  return data instanceof Int8Array ? 'I8' : 'F32';
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(ARRAYS, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
