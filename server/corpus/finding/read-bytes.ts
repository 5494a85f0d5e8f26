import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type FileBytes = { readonly bytes: Uint8Array } | Unread;

export interface Unread {
  /** `absent`: there is no such file; `other`: it exists and is not text; `unreadable`: neither is known. */
  readonly kind: 'absent' | 'other' | 'unreadable';
  readonly reason: string;
}

/** Windows has no such flag, and no pipes among its files. */
const NO_WAITING = constants.O_NONBLOCK ?? 0;

/**
 * A regular file whole. It never waits, as opening a pipe would, and never holds more than `most` bytes, also where the file has grown since it
 * was found.
 */
export function readBytes(path: string, most: number): FileBytes {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | NO_WAITING);
  } catch (error) {
    return unread(error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return NOT_REGULAR;
    if (stats.size > most) return tooLarge(stats.size, most);
    let buffer = new Uint8Array(stats.size + 1); // room for one more tells that it ends there
    for (let end = 0; ; ) {
      const read = readSync(descriptor, buffer, end, buffer.length - end, null);
      if (read === 0) return { bytes: buffer.subarray(0, end) };
      end += read;
      if (end > most) return tooLarge(end, most);
      if (end < buffer.length) continue;
      const longer = new Uint8Array(Math.min(2 * buffer.length, most + 1));
      longer.set(buffer);
      buffer = longer;
    }
  } catch (error) {
    return unread(error);
  } finally {
    closeSync(descriptor);
  }
}

/** An empty file: left out without being listed among the files left out. */
export const EMPTY: Unread = { kind: 'other', reason: 'empty' };
export const NOT_REGULAR: Unread = { kind: 'other', reason: 'not a regular file' };
export const LINK: Unread = { kind: 'other', reason: 'a symbolic link' };

/** Why a file of so many bytes has no text to read; undefined if it may have. */
export function unfitSize(bytes: number, most: number): Unread | undefined {
  if (bytes === 0) return EMPTY;
  return bytes > most ? tooLarge(bytes, most) : undefined;
}

function tooLarge(bytes: number, most: number): Unread {
  const [megabytes, atMost] = [bytes, most].map((size) => Math.round(size / 2 ** 20));
  return { kind: 'other', reason: `too large (${megabytes} MB; at most ${atMost} MB)` };
}

/** What an error of the file system says about a file or a folder. */
export function unread(error: unknown): Unread {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENXIO') return NOT_REGULAR; // a socket can't be opened
  const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
  return { kind: isAbsent ? 'absent' : 'unreadable', reason: `unreadable (${code})` };
}
