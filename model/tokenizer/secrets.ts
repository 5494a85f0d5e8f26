import type { Span } from './token';

/**
 * Whether a text looks like something that must never be offered back: an API key, a long hexadecimal or base64
 * run, a password-like mix, an e-mail address, a URL, a card or telephone number, six or more digits in a row.
 * It errs on the side of saying yes: a word too many is merely not suggested.
 */
export function isSecret(text: string): boolean {
  return (
    /\d{6}/.test(text) ||
    hasManyDigits(text) ||
    matches(address, text) ||
    matches(assignment, text) ||
    isPasswordLike(text) ||
    (text.match(run) ?? []).some(looksLikeKey)
  );
}

/**
 * The parts of a whitespace-delimited chunk that are not prose: secrets as above, and file paths, file names and
 * identifiers. Offsets are the source's. In order, without overlaps.
 */
export function gapsInChunk(text: string, start: number, end: number): Span[] {
  let first = start;
  let last = end;
  while (first < last && '([{<"\'“‘«„‚'.includes(text.charAt(first))) first++;
  while (last > first && '.,;:!?…)]}>"\'”’»«'.includes(text.charAt(last - 1))) last--;
  const core = text.slice(first, last);
  if (isPasswordLike(core)) return [{ start: first, end: last }];

  const spans: Span[] = [];
  for (const pattern of [address, assignment, path, fileName, identifier, run]) {
    for (const found of core.matchAll(pattern)) {
      if (pattern === run && !looksLikeKey(found[0]) && !/\d{6}/.test(found[0])) continue;
      spans.push({ start: first + found.index, end: first + found.index + found[0].length });
    }
  }
  return joined(spans);
}

/** `password:`, `API key =` and the like: what follows is nobody's business. */
export function announcesSecret(chunk: string): boolean {
  return /^\W?(?:pass(?:word|wort|phrase|code)|passwd|pwd|kennwort|secret|token|pin|(?:api[-_]?)?key)\W?[:=]$/i.test(
    chunk,
  );
}

/**
 * Digits in groups (`4111 1111 1111 1111`, `555-123-4567`) that begin at `index`: the end of the run if it holds
 * nine digits or more, else -1. Years side by side (`1914-1918`) hold eight.
 */
export function endOfLongNumber(text: string, index: number): number {
  digitGroups.lastIndex = index;
  const found = digitGroups.exec(text);
  return found && hasManyDigits(found[0]) ? digitGroups.lastIndex : -1;
}

const digitGroups = /\d+(?:[ .\-\u00a0\u202f]\d+)+/y;

/** URLs and e-mail addresses. */
const address =
  /(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.|mailto:)[^\s<>"“”«»，。、）」]*[^\s<>"“”«».,;:!?'’)\]}，。、）」]|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const assignment = /[\p{L}\p{N}_.-]+=\S+/gu;
const path =
  /(?<![\p{L}\p{N}.])(?:~|\.{1,2})?\/[\p{L}\p{N}._-]+(?:\/[\p{L}\p{N}._-]*)*|\b[a-z]:[\\/]\S+|\S*\\\S+|(?:[\p{L}\p{N}._-]+\/)+[\p{L}\p{N}_-]+\.[a-z0-9]{1,5}\b/giu;
/** `notes.md`, `example.com`; a capital after the stop is a forgotten space instead. */
const fileName = /[\p{L}\p{N}_-]{2,}(?:\.[a-z][a-z0-9]{1,4})+(?:\/\S*)?(?![\p{L}\p{N}])/gu;
const identifier = /[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+/gu;
/** What a key is written with. */
const run = /[A-Za-z0-9_+/=-]{8,}/g;
const knownKey =
  /^(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|npm|hf|xox[a-z]|AKIA|ASIA|AIza|ya29|eyJ)[-_]?[A-Za-z0-9_-]{12,}$/;

function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  const found = pattern.test(text);
  pattern.lastIndex = 0;
  return found;
}

function hasManyDigits(text: string): boolean {
  return (
    /^[\d\s.,+()/:\-\u00a0\u202f]*$/.test(text) &&
    !/^\d{1,3}(?:,\d{3})+$/.test(text) &&
    text.replace(/\D/g, '').length >= 9
  );
}

/** Letters, digits and inner signs in one: `S3cr3t!Pass`. */
function isPasswordLike(text: string): boolean {
  return /\p{L}/u.test(text) && /\d/.test(text) && /[\p{L}\d][!@#$%^&*+=]+[\p{L}\d]/u.test(text);
}

function looksLikeKey(text: string): boolean {
  // What is left when separators go: `COVID-19` is short and plain, a UUID is not.
  const bare = text.replace(/[^A-Za-z0-9]/g, '');
  const digits = bare.replace(/\D/g, '').length;
  const letters = bare.length - digits;
  if (knownKey.test(text) && (digits > 0 || changesOfCase(bare) >= 3)) return true;
  if (digits > 0 && letters > 0) {
    const changes = bare.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
    if (bare.length >= 8 && digits >= 2 && changes >= 3) return true;
    if (/[A-Za-z0-9]{16}/.test(text) && changesOfCase(bare) >= 2) return true;
    return bare.length >= 10 && digits >= 3 && letters >= 3 && /[A-Za-z0-9]{10}/.test(text);
  }
  return /^[0-9a-f]{16,}$/i.test(bare) || (/[A-Za-z]{16}/.test(text) && changesOfCase(bare) >= 3);
}

function changesOfCase(text: string): number {
  return text.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
}

function joined(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.start < last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}
