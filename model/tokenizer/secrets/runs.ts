import { areRandomGroups } from './forms';
import { infoOf, type TextInfo } from './info';
import { isDate, kindOfNumber } from './numbers';
import { isJoined, type Reading } from './reading';

/** Secrets that need no announcement and have several tokens. */

/** Tokens of numbers and groups that belong together, at most. */
const LONGEST_GROUPS = 20;
/** BIP-39 (Palatinus et al. 2013) has 12 to 24 words. */
const SEED_WORDS = 12;

/** A number, or several that belong together; answers where to go on. */
export function readNumber(reading: Reading, index: number): number {
  const end = groupEnd(reading, index);
  const { tokens, text } = reading;
  let begin = index;
  while (begin > reading.from && /^[+(]$/.test(tokens[begin - 1]!.text) && isJoined(tokens, begin)) begin--;
  const whole = plainDigits(text.slice(tokens[begin]!.start, tokens[end - 1]!.end));
  let kind = kindOfNumber(whole);
  if (kind && /^is[bs]n/i.test(tokens[begin - 1]?.text ?? tokens[begin - 2]?.text ?? '')) kind = undefined;
  if (kind) reading.mark(begin, end, kind);
  if (kind === undefined && tokens[index]!.text.length === 4) readGroups(reading, index);
  return end;
}

/** Behind the last of the numbers that stand in groups from `index` on: `4111 1111 1111 1111`, `(030) 90-18-20`. */
export function groupEnd(reading: Reading, index: number): number {
  const { tokens, text } = reading;
  let end = index + 1;
  for (let at = index + 1; at < tokens.length && at < index + LONGEST_GROUPS; at++) {
    const token = tokens[at]!;
    const space = token.start - tokens[at - 1]!.end;
    if (space > 5 || (space > 0 && /[\n\t]/.test(text.slice(tokens[at - 1]!.end, token.start)))) break;
    if (token.kind === 'number') {
      if (token.text.includes(':') || isDate(text.slice(tokens[index]!.start, tokens[end - 1]!.end))) break;
      end = at + 1;
    } else if (!/^[-‐‑–.()/]$/.test(token.text)) break;
    else if (token.text === '-' && space > 0) break;
  }
  return end;
}

/** Four groups or more of the same length that are no words: `jbsw y3dp ehpk 3pxp`, and account numbers such as IBANs. */
export function readGroups(reading: Reading, index: number): void {
  const { tokens } = reading;
  const { length } = tokens[index]!.text;
  const next = tokens[index + 1]?.text === '-' ? index + 2 : index + 1;
  if (tokens[next]?.text.length !== length || reading.isMarked(index)) return;
  const groups: string[] = [];
  const ends: number[] = [];
  let letters = '';
  let at = index;
  for (; at < Math.min(tokens.length, index + 2 * LONGEST_GROUPS); at++) {
    const { text } = tokens[at]!;
    if (text === '-') continue;
    if (text.length !== length || !infoOf(text).mayBeGroup) break;
    letters += text.replace(/\d/g, '');
    if (letters !== letters.toUpperCase() && letters !== letters.toLowerCase()) break;
    groups.push(text);
    ends.push(at + 1);
  }
  if (groups.length < 4) return;
  if (/^[A-Z]{2}\d\d$/.test(groups[0]!)) {
    const isLast = /^\d+$/.test(tokens[at]?.text ?? '') && tokens[at]!.text.length < length;
    reading.mark(index, isLast ? at + 1 : ends.at(-1)!, 'card or account number');
    return;
  }
  // Ordinary words may follow.
  while (groups.length >= 4 && !areRandomGroups(groups)) groups.pop();
  if (groups.length >= 4) reading.mark(index, ends[groups.length - 1]!, 'key');
}

/** Seed phrases without an announcement: so many words in a row that none holds together. */
export class SeedRun {
  private length = 0;
  private start = 0;

  constructor(private readonly reading: Reading) {}

  end(): void {
    this.length = 0;
  }

  follow(index: number, { isSeedWord }: TextInfo): void {
    if (!isSeedWord) {
      this.length = 0;
      return;
    }
    if (this.length++ === 0) this.start = index;
    if (this.length === SEED_WORDS) this.reading.mark(this.start, index + 1, 'seed phrase');
    else if (this.length > SEED_WORDS) this.reading.mark(index, index + 1, 'seed phrase');
  }
}

function plainDigits(text: string): string {
  return text.replace(/[^\d+(). ,:'’/-]+/g, '').replace(/ +/g, ' ');
}
