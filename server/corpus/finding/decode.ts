/** Bytes of a file into text, or the reason why not. */

import { EMPTY } from './read-bytes';

/** How far into a file a NUL byte is looked for; git uses the same figure to tell binary files. */
const SNIFFED_BYTES = 8000;

export type Decoded = { readonly text: string } | { readonly reason: string };

/**
 * UTF-8, or UTF-16 with a byte order mark. Other encodings can't be told apart with certainty, and a wrong guess
 * would teach the model words that nobody wrote: such a file is left out.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return EMPTY;
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && bytes.subarray(0, SNIFFED_BYTES).includes(0)) return { reason: 'binary' };
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { reason: `not valid ${encoding.toUpperCase()}; save it as UTF-8 to include it` };
  }
  if (text.trim() === '') return EMPTY;
  return { text };
}

/** By its byte order mark. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
