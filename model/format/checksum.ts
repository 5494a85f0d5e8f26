/**
 * CRC-32 (the polynomial of zlib and PNG, reflected 0xEDB88320) over what a model file says, not over its bytes: another
 * tool may write the same tensors and metadata in another order and the checksum still holds. It finds every change of
 * up to 32 neighbouring bits; it is no protection against whoever changes the file on purpose.
 */
import { dtypeOf, type TensorFile } from './safetensors';

/** The metadata's entry that holds it. It is not part of what it covers; a file without it is not checked. */
export const CHECKSUM = 'checksum';

/** `crc32:` and eight hexadecimal digits, over metadata entries and tensors, each kind in the order of their names. */
export function checksumOf({ metadata, tensors }: TensorFile): string {
  const encoder = new TextEncoder();
  let state = -1;
  const text = (value: string) => {
    state = update(state, encoder.encode(`${value}\0`));
  };
  for (const name of Object.keys(metadata).sort()) {
    if (name === CHECKSUM) continue;
    text(name);
    text(metadata[name]!); // its own name
  }
  for (const name of [...tensors.keys()].sort()) {
    const { shape, data } = tensors.get(name)!; // its own name
    text(`${name} ${dtypeOf(data)} ${shape.join(' ')}`);
    state = update(state, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return `crc32:${((state ^ -1) >>> 0).toString(16).padStart(8, '0')}`;
}

/** (4)(256) [n][b]: the remainder of byte b followed by n zero bytes, so that four bytes are read at a time. */
const REMAINDERS = makeRemainders();

function makeRemainders(): Int32Array[] {
  const tables = Array.from({ length: 4 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    tables[0]![byte] = remainder;
  }
  for (let zeros = 1; zeros < 4; zeros++) {
    for (let byte = 0; byte < 256; byte++) {
      const shorter = tables[zeros - 1]![byte]!;
      tables[zeros]![byte] = (shorter >>> 8) ^ tables[0]![shorter & 255]!;
    }
  }
  return tables;
}

function update(state: number, bytes: Uint8Array): number {
  const [none, one, two, three] = REMAINDERS as [Int32Array, Int32Array, Int32Array, Int32Array]; // made above
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    // at + 3 is below the length
    const first = state ^ bytes[at]!;
    state =
      three[first & 255]! ^
      two[((state >>> 8) ^ bytes[at + 1]!) & 255]! ^
      one[((state >>> 16) ^ bytes[at + 2]!) & 255]! ^
      none[((state >>> 24) ^ bytes[at + 3]!) & 255]!;
  }
  for (; at < bytes.length; at++) state = (state >>> 8) ^ none[(state ^ bytes[at]!) & 255]!;
  return state;
}
