/**
 * Patterns of ignore files, matched in at most (length of pattern) × (length of path) steps: where something behind a star does not fit,
 * only the last star takes one character more, as whatever an earlier one could take, the last one can take too.
 */

/** Segments of a path; `anyDepth` fits any number of folders, none included. */
export type Glob = readonly Segment[];
/** A name without wildcards is a string. */
type Segment = typeof anyDepth | string | readonly Token[];
/** One UTF-16 code unit, or what stands for some. */
type Token = string | typeof star | typeof anyOne | CharacterClass;

interface CharacterClass {
  readonly negated: boolean;
  /** First and last character of each. */
  readonly ranges: readonly (readonly [string, string])[];
}

const anyDepth = 2;
const star = 0;
const anyOne = 1;

/** A running sum of the steps that matching took. */
export interface Work {
  steps: number;
}

/** Undefined where a pattern fits nothing: empty, or with a bracket that is not closed, or nothing behind its last backslash. */
export function parseGlob(pattern: string): Glob | undefined {
  const segments: Segment[] = [];
  const texts = pattern.split('/');
  for (const [index, text] of texts.entries()) {
    if (text !== '**') {
      const tokens = parseSegment(text);
      if (tokens === undefined) return undefined;
      segments.push(tokens);
      continue;
    }
    const isLast = index === texts.length - 1;
    if (isLast) segments.push([star]); // what is in a folder, not the folder itself
    if (segments.at(-1) !== anyDepth) segments.push(anyDepth);
  }
  return segments;
}

/** The path, or the name, that a pattern without wildcards fits. */
export function literalOf(glob: Glob): string | undefined {
  return glob.every((segment) => typeof segment === 'string') ? glob.join('/') : undefined;
}

/** What stands before and behind the only wildcard of a name, if that is a star. */
export function aroundStar(glob: Glob): readonly [head: string, tail: string] | undefined {
  const [segment] = glob;
  if (glob.length !== 1 || typeof segment !== 'object') return undefined;
  const at = segment.indexOf(star);
  const isOnly = at >= 0 && segment.every((token, index) => index === at || typeof token === 'string');
  return isOnly ? [segment.slice(0, at).join(''), segment.slice(at + 1).join('')] : undefined;
}

/** Whether a glob fits all of a path. */
export function matches(glob: Glob, path: readonly string[], work: Work): boolean {
  return matchSequence(
    glob,
    path,
    (segment) => segment === anyDepth,
    (segment, name) => matchesName(segment, name, work),
    work,
  );
}

function matchesName(segment: Segment, name: string, work: Work): boolean {
  if (typeof segment !== 'object') return segment === name;
  return matchSequence(segment, name, (token) => token === star, isOneOf, work);
}

/** Whether parts, of which some are wild and stand for any number of items, fit all of the items. */
function matchSequence<Part, Item>(
  parts: readonly Part[],
  items: ArrayLike<Item>,
  isWild: (part: Part) => boolean,
  fits: (part: Part, item: Item) => boolean,
  work: Work,
): boolean {
  let part = 0;
  let item = 0;
  /** The last wild part, and the item up to which it goes. */
  let wild = -1;
  let wildEnd = 0;
  while (item < items.length) {
    work.steps++;
    if (part < parts.length && isWild(parts[part]!)) {
      wild = part++;
      wildEnd = item;
    } else if (part < parts.length && fits(parts[part]!, items[item]!)) {
      part++;
      item++;
    } else if (wild >= 0) {
      part = wild + 1;
      item = ++wildEnd;
    } else return false;
  }
  while (part < parts.length && isWild(parts[part]!)) part++;
  return part === parts.length;
}

function isOneOf(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character;
  if (typeof token === 'number') return true; // `anyOne`; a star is asked for before
  const isInside = token.ranges.some(([from, to]) => from <= character && character <= to);
  return isInside !== token.negated;
}

function parseSegment(text: string): string | Token[] | undefined {
  if (!/[*?[\\]/.test(text)) return text || undefined;
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '*') {
      if (tokens.at(-1) !== star) tokens.push(star);
    } else if (character === '?') tokens.push(anyOne);
    else if (character === '\\') {
      if (++index === text.length) return undefined;
      tokens.push(text[index]!);
    } else if (character === '[') {
      const found = parseClass(text, index + 1);
      if (!found) return undefined;
      tokens.push(found.token);
      index = found.end;
    } else tokens.push(character);
  }
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : tokens;
}

/** From behind the opening bracket to the closing one, at `end`. */
function parseClass(text: string, start: number): { token: Token; end: number } | undefined {
  const negated = text[start] === '!' || text[start] === '^';
  const ranges: [string, string][] = [];
  const first = negated ? start + 1 : start;
  for (let index = first; index < text.length; index++) {
    if (text[index] === ']' && index > first) {
      const [only] = ranges;
      const isOneCharacter =
        !negated && only && ranges.every(([from, to]) => from === to && from === only[0]);
      return { token: isOneCharacter ? only[0] : { negated, ranges }, end: index };
    }
    if (text[index] === '\\') index++;
    const from = text[index];
    if (from === undefined) return undefined;
    if (text[index + 1] !== '-' || text[index + 2] === undefined || text[index + 2] === ']') {
      ranges.push([from, from]);
      continue;
    }
    index += text[index + 2] === '\\' ? 3 : 2;
    const to = text[index];
    if (to === undefined) return undefined;
    ranges.push([from, to]);
  }
  return undefined;
}
