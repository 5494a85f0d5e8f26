/** A longer run without a space is no address that somebody types: browsers stop at about so many characters. */
const LONGEST_ADDRESS = 2048;

/** Whether the text ends inside an address that begins behind the last character of the set `ends`, which no address has. */
export function endsInAddress(text: string, ends: RegExp): boolean {
  const latest = text.slice(-LONGEST_ADDRESS);
  let start = latest.length;
  while (start > 0 && !ends.test(latest.charAt(start - 1))) start--;
  return beginsAddress(latest.slice(start));
}

/**
 * A scheme, `www.`, something@something. In time linear in the chunk, which may be a row of letters: what comes before
 * `://` is looked at backwards from there.
 */
function beginsAddress(chunk: string): boolean {
  return hasScheme(chunk) || /\bwww\.|\bmailto:|[\p{L}\p{N}._%+-]@/iu.test(chunk);
}

function hasScheme(chunk: string): boolean {
  for (let at = chunk.indexOf('://'); at >= 0; at = chunk.indexOf('://', at + 3)) {
    for (let index = at - 1; index >= 0 && /[a-z0-9+.-]/i.test(chunk.charAt(index)); index--)
      if (/[a-z]/i.test(chunk.charAt(index))) return true;
  }
  return false;
}
