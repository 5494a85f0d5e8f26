import { classAt, SEGMENTED, widthAt } from '../../tokens/characters';
import type { SecretKind } from '../../tokens/secret-kinds';
import type { Span } from '../../tokens/token';
import { kindOfForm } from './forms';

/** A stretch that is not prose; with `secret`, one that is withheld for what it says. */
export interface ChunkGap extends Span {
  readonly secret?: SecretKind;
}

/** Chunks up to this many characters are looked at whole: longer ones are no words, addresses or keys of people. */
const LONGEST_CHUNK = 400;

/**
 * The parts of a whitespace-delimited chunk that are not prose: secrets by their form, and file paths, file names and
 * identifiers. Offsets are the source's. In order, without overlaps. What has more than 400 characters without a space
 * or a sign that parts words is a gap; so time is linear.
 */
export function gapsInChunk(text: string, start: number, end: number): ChunkGap[] {
  if (end - start <= LONGEST_CHUNK) return gapsInPiece(text, start, end);
  const gaps: ChunkGap[] = [];
  for (let index = start; index < end; ) {
    const pieceStart = index;
    while (index < end && !parts(text, index)) index++;
    if (index - pieceStart > LONGEST_CHUNK)
      gaps.push({ start: pieceStart, end: index, secret: 'unbroken run' });
    else if (index > pieceStart) gaps.push(...gapsInPiece(text, pieceStart, index));
    if (index < end) index += widthAt(text, index);
  }
  return gaps;
}

function parts(text: string, index: number): boolean {
  return (
    '—–…“”„«»‹›、。，；：！？（）「」【】"<>()[]{},;|'.includes(text.charAt(index)) ||
    classAt(text, index) === SEGMENTED
  );
}

function gapsInPiece(text: string, start: number, end: number): ChunkGap[] {
  let first = start;
  let last = end;
  while (first < last && '([{<"\'“‘«„‚'.includes(text.charAt(first))) first++;
  while (last > first && '.,;:!?…)]}>"\'”’»«'.includes(text.charAt(last - 1))) last--;
  const core = text.slice(first, last);
  // Closing marks may belong to a password; what is parted by them is looked at without.
  const whole = kindOfWhole(core);
  if (whole) return [{ start: first, end: last, secret: whole }];
  if (name.test(core)) return [];

  const gaps: ChunkGap[] = [];
  const find = (pattern: RegExp, secret?: SecretKind) => {
    for (const { 0: found, index } of core.matchAll(pattern))
      gaps.push({ start: first + index, end: first + index + found.length, ...(secret && { secret }) });
  };
  if (/:\/\/|www\.|mailto:|@/i.test(core)) find(address, 'web or e-mail address');
  if (/[\\/]/.test(core)) find(path);
  if (core.includes('.')) find(fileName);
  if (core.includes('_')) find(identifier);
  for (const { 0: found, index } of core.matchAll(run)) {
    const secret = kindOfForm(found);
    if (secret) gaps.push({ start: first + index, end: first + index + found.length, secret });
  }
  return gaps.length < 2 ? gaps : joined(gaps);
}

/** What a chunk is as a whole: hardware and network addresses, passwords with signs inside, hooks and tokens with dots. */
function kindOfWhole(core: string): SecretKind | undefined {
  if (core.length < 8 || !/[\d:]/.test(core)) return undefined;
  if (/^(?:[\da-f]{2}[:-]){5,7}[\da-f]{2}$/i.test(core) || /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i.test(core))
    return 'network address';
  if (isIpv6(core)) return 'network address';
  if (/^eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?$/.test(core)) return 'key';
  return isPasswordLike(core) ? 'password' : undefined;
}

/** Groups of hexadecimal digits between colons, but no time of day. */
function isIpv6(core: string): boolean {
  const bare = core.replace(/^\[|\]$|[%/][\w.]+$/g, '');
  if (!/^[\da-f:]+$/i.test(bare)) return false;
  const groups = bare.split(':');
  if (groups.length < 4 || groups.length > 9 || groups.some(({ length }) => length > 4)) return false;
  return bare.includes('::') || groups.length >= 6;
}

/** Letters, digits and signs inside: `S3cr3t!Pass`. Sums and units are not: `3x+2y=7`, `AT&T`, `US$100`. */
function isPasswordLike(core: string): boolean {
  if (core.length > 64 || !/\p{L}/u.test(core) || !/\d/.test(core)) return false;
  const inner = core.match(/(?<=[\p{L}\d!@#$%^&*+=?~-])[!@#$%^&*+=?~]+(?=[\p{L}\d!@#$%^&*+=?~-])/gu);
  if (inner === null || /:\/\/|www\./i.test(core) || /^\w[\w.+%-]*@\w[\w-]*\.\w/.test(core)) return false;
  if (/[!@]/.test(inner.join(''))) return true;
  return changesOfClass(core) >= 5 && /\p{L}{2}/u.test(core);
}

function changesOfClass(text: string): number {
  let count = 0;
  let before = '';
  for (const character of text) {
    const now = /\d/.test(character)
      ? '0'
      : /\p{Lu}/u.test(character)
        ? 'A'
        : /\p{L}/u.test(character)
          ? 'a'
          : '.';
    if (before !== '' && now !== before && !(before === 'A' && now === 'a')) count++;
    before = now;
  }
  return count;
}

/** URLs and e-mail addresses. */
const address =
  /(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,15}:\/\/|(?<![a-z])www\.|mailto:)[^\s<>"“”«»，。、）」]*[^\s<>"“”«».,;:!?'’)\]}，。、）」]|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const path =
  /(?<![\p{L}\p{N}.])(?:~|\.{1,2})?\/[\p{L}\p{N}._-]+(?:\/[\p{L}\p{N}._-]*)*|\b[a-z]:[\\/]\S+|(?<!\S)[^\s\\]*\\\S+|(?<![\p{L}\p{N}._/-])(?:[\p{L}\p{N}._-]+\/)+[\p{L}\p{N}_-]+\.[a-z0-9]{1,5}\b/giu;
/** `notes.md`, `example.com`; a capital after the stop is a forgotten space instead. */
const fileName = /(?<![\p{L}\p{N}_-])[\p{L}\p{N}_-]{2,}(?:\.[a-z][a-z0-9]{1,4})+(?:\/\S*)?(?![\p{L}\p{N}])/gu;
const identifier = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+/gu;
/** What a key is written with. */
const run = /[A-Za-z0-9_+/=-]{8,}/g;
/** `Node.js`, `Booking.com`: names that are written like a file or an address. */
const name =
  /^\p{Lu}[\p{L}\p{N}-]*\.(?:js|ts|io|com|net|org|fm|ai|tv|app|dev|de|fr|es|it|pl|ru|eu|co|jl|py|rs|me)$/u;

function joined(gaps: ChunkGap[]): ChunkGap[] {
  gaps.sort((a, b) => a.start - b.start || b.end - a.end);
  const result: ChunkGap[] = [];
  for (const gap of gaps) {
    const last = result.at(-1);
    if (last && gap.start < last.end) {
      const secret = last.secret ?? gap.secret;
      const end = Math.max(last.end, gap.end);
      result[result.length - 1] = { start: last.start, end, ...(secret && { secret }) };
    } else result.push(gap);
  }
  return result;
}
