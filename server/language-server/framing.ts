/**
 * Messages over a stream follow one another with their lengths before them. After a wrong length nothing can be told apart any more,
 * and the library would wait for ever; so the stream's framing is followed beside it.
 */

/** An editor's messages are documents and changes of them; a longer one is a wrong length. */
const LONGEST_BODY = 256 * 2 ** 20;
/** A header is some dozens of characters. */
const LONGEST_HEADER = 4096;
/** Milliseconds in which a message that has begun must be complete; longer means that its length was wrong. */
const PATIENCE_MS = 30_000;

/**
 * To be given every chunk of the stream.
 *
 * @param onLost is called once, with what was got and what was expected.
 * @param patienceMs only tests wait for less.
 */
export function followFraming(
  onLost: (reason: string) => void,
  patienceMs = PATIENCE_MS,
): (chunk: Uint8Array) => void {
  let header = '';
  /** Bytes of the body that are missing; 0 while a header is read. */
  let missing = 0;
  let timer: NodeJS.Timeout | undefined;
  let isLost = false;

  function lose(reason: string): void {
    isLost = true;
    clearTimeout(timer);
    onLost(reason);
  }

  function loseMessage(): void {
    const expected = missing > 0 ? `${missing} more bytes of a message` : 'the rest of a header';
    lose(`expected ${expected} within ${patienceMs / 1000} seconds`);
  }

  /** Reads a header from `at` on; where its end lies in the chunk, or the chunk's end. */
  function readHeader(chunk: Uint8Array, at: number): number {
    for (let end = at; end < chunk.length; end++) {
      header += String.fromCharCode(chunk[end]!); // within the chunk
      if (header.endsWith('\r\n\r\n')) {
        const [, length] = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(header.replaceAll('\r', '')) ?? [];
        if (length === undefined || Number(length) > LONGEST_BODY) {
          const got = JSON.stringify(header.slice(0, 80));
          lose(`expected a header with a Content-Length of at most ${LONGEST_BODY}, got ${got}`);
        }
        missing = Number(length);
        header = '';
        return end + 1;
      }
      if (header.length > LONGEST_HEADER) {
        lose(`expected a header, got ${LONGEST_HEADER} bytes that are none`);
        return chunk.length;
      }
    }
    return chunk.length;
  }

  return (chunk) => {
    if (isLost) return;
    let completed = false;
    for (let at = 0; at < chunk.length && !isLost; ) {
      if (missing > 0) {
        const read = Math.min(missing, chunk.length - at);
        missing -= read;
        at += read;
      } else at = readHeader(chunk, at);
      completed ||= missing === 0 && header === '';
    }
    if (isLost) return;
    const isPartial = missing > 0 || header !== '';
    if (completed || !isPartial) {
      clearTimeout(timer);
      timer = undefined;
    }
    if (isPartial) timer ??= setTimeout(loseMessage, patienceMs).unref();
  };
}
