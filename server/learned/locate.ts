/** From a token's place in the ids of a file to its place in the file's text, without cutting the text into tokens again. */

export interface Wanted {
  readonly word: string;
  /** Words next to it, as they are written, nearest last and nearest first; marks and ends left out. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where in the file it is to be looked for first, from 0 (its beginning) to 1. */
  readonly share: number;
}

export interface Located {
  /** UTF-16, of the word. */
  readonly start: number;
  readonly end: number;
}

/** Whatever may stand between two words: marks, markup, line breaks; no other word. */
const BETWEEN = '[^\\p{L}\\p{N}]{1,40}';

/** So far on either side it is looked for first: places drift by what is no prose, and all of a large file would take long. */
const NEAR_CHARACTERS = 30_000;
const NEAR_SHARE = 0.05;

/**
 * The word between its neighbours, nearest to where it is to be looked for; then, anywhere, with fewer and fewer neighbours, as
 * markup may part them; at last the bare word. Undefined if the text has it no more. Linear in the text.
 */
export function locate(text: string, { word, before, after, share }: Wanted): Located | undefined {
  const wanted = share * text.length;
  const reach = Math.max(NEAR_CHARACTERS, NEAR_SHARE * text.length);
  const near = [
    Math.max(0, Math.floor(wanted - reach)),
    Math.min(text.length, Math.ceil(wanted + reach)),
  ] as const;
  const whole = [0, text.length] as const;
  const most = Math.max(before.length, after.length);
  for (const [from, to, mostHere, least] of [
    [...near, most, 1],
    [...whole, most, 1],
    [...near, 0, 0],
    [...whole, 0, 0],
  ] as const) {
    const window = text.slice(from, to);
    for (let neighbours = mostHere; neighbours >= least; neighbours--) {
      const left = before.slice(before.length - Math.min(neighbours, before.length));
      const found = nearest(window, word, left, after.slice(0, neighbours), wanted - from);
      if (found) return { start: found.start + from, end: found.end + from };
    }
  }
  return undefined;
}

function nearest(
  text: string,
  word: string,
  left: readonly string[],
  right: readonly string[],
  wanted: number,
): Located | undefined {
  const inner = [...left, word, ...right].map(spelled).join(BETWEEN);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${inner}(?![\\p{L}\\p{N}])`, 'giu');
  const toWord = new RegExp(`^${left.map((each) => `${spelled(each)}${BETWEEN}`).join('')}`, 'iu');
  let best: Located | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const match of text.matchAll(pattern)) {
    const start = match.index + (toWord.exec(match[0])?.[0].length ?? 0);
    const away = Math.abs(start - wanted);
    if (away >= distance) break; // they come in order: from here on they only get further away
    best = { start, end: start + lengthOf(text, start, word) };
    distance = away;
  }
  return best;
}

/** A word in any case, with any kind of apostrophe or hyphen. */
function spelled(word: string): string {
  return word
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/['’]/g, "['’]")
    .replace(/[-‐‑]/g, '[-‐‑]');
}

function lengthOf(text: string, start: number, word: string): number {
  return (
    new RegExp(`^${spelled(word)}`, 'iu').exec(text.slice(start, start + 2 * word.length + 8))?.[0].length ??
    0
  );
}

/** The passage around a place, on one line, for the eye: whole words, and where the word is in it. */
export function passageAround(
  text: string,
  { start, end }: Located,
  most = 60,
): { readonly text: string; readonly from: number; readonly to: number } {
  const before = text.slice(Math.max(0, start - most), start);
  const after = text.slice(end, end + most);
  const cutBefore = start > most ? before.replace(/^\S*\s+/u, '') : before;
  const cutAfter = end + most < text.length ? after.replace(/\s+\S*$/u, '') : after;
  const left = oneLine(cutBefore).replace(/^\s+/u, '');
  const word = text.slice(start, end);
  return {
    text: `${left}${word}${oneLine(cutAfter)}`.trimEnd(),
    from: left.length,
    to: left.length + word.length,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
