import type { Token } from '../../tokens/token';
import type { Announcement } from './announcements';
import { isFunctionWord } from './info';
import { isJoined, LONGEST_REACH, type Reading } from './reading';

/** Where an announced value begins, and how many tokens it has at most. */
interface Value {
  readonly start: number;
  readonly most: number;
}

/** Tokens of a password or passphrase at most; of what follows a verb; of a list of codes or a seed phrase. */
const LONGEST_PASSPHRASE = 16;
export const LONGEST_AFTER_VERB = 12;
/** Tokens between an announcement and its sign or verb: `Password for the bank (new):`. */
export const LONGEST_QUALIFIER = 8;
/** Words of a line before an announcement that is all of it but for what it announces. */
const LONGEST_LEAD = 3;

/** Where what is announced begins: behind a sign (`:`, `=`), a verb, wide space or a quotation mark. */
export function valueAfter(reading: Reading, index: number, { level }: Announcement): Value | undefined {
  const { tokens, text } = reading;
  const most = index + 1 + LONGEST_QUALIFIER;
  let isQualifier = false;
  let inBrackets: Value | undefined;
  for (let at = index + 1; at < tokens.length && at <= most; at++) {
    const token = tokens[at]!;
    if (token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd') break;
    const space = text.slice(tokens[at - 1]!.end, token.start);
    if (at === index + 1 && (/\t| {2}/.test(space) || isOpeningQuote(tokens, at)))
      return { start: at, most: LONGEST_PASSPHRASE };
    if (token.kind === 'gap' && token.text === '' && at === index + 1) return { start: at, most: 1 };
    if (isSeparator(tokens, at) || (level !== 'number' && isSlash(tokens, at))) {
      const start = skipSigns(reading, at + 1);
      return start === undefined ? undefined : { start, most: LONGEST_PASSPHRASE };
    }
    if (/^[–—-]$/.test(token.text) && at === index + 1 && space !== '' && level === 'word') {
      const start = skipSigns(reading, at + 1);
      return start === undefined ? undefined : { start, most: LONGEST_PASSPHRASE };
    }
    if (level === 'word' && verbs.has(token.text.toLowerCase())) {
      let start = at + 1;
      while (start < tokens.length && adverbs.has(tokens[start]!.text.toLowerCase())) start++;
      return { start, most: LONGEST_AFTER_VERB };
    }
    if (level === 'word' && /^[([]$/.test(token.text))
      inBrackets ??= { start: at + 1, most: LONGEST_AFTER_VERB };
    if (level !== 'word' && !isQualifier && at > index + 1) {
      // Behind a weaker announcement only brackets and `for …` may come between.
      if (!qualifiers.has(tokens[index + 1]!.text.toLowerCase())) return undefined;
      isQualifier = true;
    }
  }
  return inBrackets ?? (level === 'word' ? restOfLine(reading, index) : undefined);
}

/** `WiFi-Passwort blaue Stunde` and nothing else in the line; or what is joined to one chunk (`password one.two-three`). */
function restOfLine(reading: Reading, index: number): Value | undefined {
  const { tokens } = reading;
  const start = index + 1;
  if (tokens[start]?.kind !== 'word') return undefined;
  const chunk = reading.chunkEnd(start) - start;
  if (chunk >= 3 || (tokens[start]!.text.match(/\p{L}{4,}/gu)?.length ?? 0) >= 3)
    return { start, most: chunk };
  if (index - reading.from > LONGEST_LEAD) return undefined;
  let end = start;
  for (; end < tokens.length && tokens[end]!.kind !== 'paragraphEnd' && !reading.endsLine(end); end++) {
    const { kind, text } = tokens[end]!;
    if (end - start >= LONGEST_QUALIFIER || kind === 'sentenceEnd' || kind === 'punctuation')
      return undefined;
    if (isFunctionWord(text.toLowerCase())) return undefined;
  }
  return { start, most: end - start };
}

/** Behind the last token of what begins at `start`: the line's or the sentence's, closing marks left out. */
export function endOfValue(
  reading: Reading,
  announcement: number,
  { start, most }: Value,
  { kind }: Announcement,
): number {
  const { tokens, text } = reading;
  const onNewLine = start > 0 && text.slice(tokens[announcement]!.end, tokens[start]?.start).includes('\n');
  const isLong = onNewLine || kind === 'seed phrase';
  const last = Math.min(tokens.length, start + (isLong ? LONGEST_REACH - LONGEST_QUALIFIER : most));
  const quote = start < tokens.length && isOpeningQuote(tokens, start) ? tokens[start]!.text : undefined;
  let end = start;
  for (; end < last; end++) {
    const token = tokens[end]!;
    if (token.kind === 'paragraphEnd' || (token.kind === 'sentenceEnd' && quote === undefined)) break;
    if (end === start) continue;
    if (quote !== undefined && closing[quote]?.includes(token.text) && token.text !== '') return end;
    if (!isLong && reading.endsLine(end)) break;
  }
  // The last chunk is whole.
  while (end < Math.min(tokens.length, last + LONGEST_REACH) && end > start && isJoined(tokens, end)) end++;
  while (end > start + 1 && /^[.,;!?)\]}»”"'…]$/.test(tokens[end - 1]!.text)) end--;
  return end;
}

export function isSeedLike(reading: Reading, start: number): boolean {
  let words = 0;
  for (let at = start; at < reading.tokens.length && words < 6; at++) {
    const { kind, text } = reading.tokens[at]!;
    if (kind === 'number' || text === '.' || text === ',') continue;
    if (kind !== 'word' || !/^(?:\p{Ll}{3,10}|\p{Lo}+)$/u.test(text) || isFunctionWord(text)) return false;
    words++;
  }
  return words === 6;
}

/** The next token that is no sign of emphasis or quotation; undefined at the block's end. */
function skipSigns(reading: Reading, index: number): number | undefined {
  let at = index;
  while (at < reading.tokens.length && /^[:=*_|>&]$/.test(reading.tokens[at]!.text)) at++;
  const kind = reading.tokens[at]?.kind;
  return kind === undefined || kind === 'paragraphEnd' ? undefined : at;
}

/** With a space before and behind it. */
export function isSlash(tokens: readonly Token[], index: number): boolean {
  return (
    tokens[index]!.text === '/' &&
    !isJoined(tokens, index) &&
    index + 1 < tokens.length &&
    !isJoined(tokens, index + 1)
  );
}

function isSeparator(tokens: readonly Token[], index: number): boolean {
  const { text } = tokens[index]!;
  return /^[:：=→⇒|&]$/.test(text) || (text === '>' && tokens[index - 1]?.text === '-');
}

export function isOpeningQuote(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || closing[token.text] === undefined) return false;
  return index + 1 < tokens.length && tokens[index + 1]!.start === token.end;
}

const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‘': '’',
  '‚': '‘’',
  '「': '」',
  '『': '』',
  '``': "''",
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
/** Behind a password they say what it is. */
const verbs = words(
  `is was are were be been becomes became remains stays to ist war lautet lautete sind auf heißt est était sont devient es era
   son é foi são è sono это будет был jest to było 是 为 為 は が equals reads`,
);
const adverbs = words(
  'been changed set reset updated back to now still just simply always jetzt nun einfach noch immer maintenant toujours ahora siempre agora sempre ora теперь сейчас teraz',
);
/** What may stand between a weaker announcement and its sign. */
const qualifiers = words(
  "( [ for of to at on from für zum zur vom der des de du d’ d' para do da del della per pour от для к na do dla の number no nr num",
);
