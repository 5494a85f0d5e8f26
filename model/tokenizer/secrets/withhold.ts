import type { Token } from '../token';
import { type Announcement, announcementOf } from './announcements';
import { areRandomGroups } from './forms';
import { infoOf, isFunctionWord, type TextInfo } from './info';
import type { SecretKind } from './kinds';
import { isDate, kindOfNumber } from './numbers';

/**
 * The tokens of one block with gaps in place of secrets: what is announced (`my password is …`), what has a telling form in
 * one token or in several. Rules look at tokens, so that markup and table cells make no difference. Tokens that stay are
 * the same objects. Time is linear: a rule looks ahead by a fixed number of tokens.
 *
 * @param from index of the block's first token.
 * @param label what heads the block (a table's heading, the line above a list).
 */
export function withholdSecrets(text: string, tokens: Token[], from: number, label?: string): void {
  const pass = new Pass(text, tokens, from);
  const announced = label === undefined ? undefined : announcementOf(label);
  if (announced) pass.labelled(announced);
  pass.run();
  pass.apply();
}

/** Tokens from an announcement to the end of what it announces, at most. */
const LONGEST_REACH = 64;
/** Tokens of numbers and groups that belong together, at most. */
const LONGEST_GROUPS = 20;

/**
 * Whether the rules may begin anew behind token `index`, a word, without seeing what is before it: it can be part of no
 * secret that has several words, and no announcement reaches so far. The text begins at the tokens' offset `origin`.
 */
export function canBeginBehind(
  text: string,
  tokens: readonly Token[],
  index: number,
  origin: number,
): boolean {
  const { isSeedWord, mayBeGroup } = infoOf(tokens[index]!.text);
  if (isSeedWord || mayBeGroup) return false;
  for (let before = index; before >= 0 && before > index - LONGEST_REACH; before--) {
    const token = tokens[before]!; // between 0 and index
    if (token.kind === 'paragraphEnd') return true;
    const announces =
      token.kind === 'gap' ? announcedByGap(text, token, origin) : infoOf(token.text).announces;
    if (announces) return false;
  }
  return true;
}

/** Tokens of a password or passphrase at most; of what follows a verb; of a list of codes or a seed phrase. */
const LONGEST_PASSPHRASE = 16;
const LONGEST_AFTER_VERB = 10;
/** Tokens between an announcement and its sign or verb: `Password for the bank (new):`. */
const LONGEST_QUALIFIER = 8;
/** A labelled block with more tokens is prose about passwords rather than one. */
const LONGEST_LABELLED = 24;
/** A line up to this many characters was not broken because it was full: what is announced in it ends with it. */
const SHORT_LINE = 60;
/** BIP-39 (Palatinus et al. 2013) has 12 to 24 words. */
const SEED_WORDS = 12;

class Pass {
  /** By index − from; undefined: stays. */
  private marks: (SecretKind | undefined)[] | undefined;
  private seedRun = 0;
  private seedStart = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
    private readonly from: number,
  ) {}

  run(): void {
    const { tokens } = this;
    for (let index = this.from; index < tokens.length; ) {
      const token = tokens[index]!;
      let next = index + 1;
      if (token.kind === 'word') {
        const info = infoOf(token.text);
        if (info.secret) this.mark(index, index + 1, info.secret);
        this.followSeeds(index, info);
        if (info.announces) next = this.announced(index, info.announces);
        if (next > index + 1) this.seedRun = 0;
        if (info.mayBeGroup) this.groups(index);
      } else if (token.kind === 'number') {
        next = this.number(index);
      } else if (token.kind === 'gap') {
        this.seedRun = 0;
        const announces = announcedByGap(this.text, token);
        if (announces) next = this.announced(index, announces);
      } else if (token.kind === 'punctuation') {
        if (token.text !== ',' && token.text !== '.') this.seedRun = 0;
      }
      index = next;
    }
  }

  labelled(announces: Announcement): void {
    const { tokens, from } = this;
    if (tokens.length - from > LONGEST_LABELLED) return;
    const isCode = announces.kind === 'code' && this.someMade(from, tokens.length);
    for (let index = from; index < tokens.length; index++) {
      const { kind, text } = tokens[index]!;
      const counts =
        announces.level === 'number' && !isCode
          ? isNumberFor(announces, tokens[index]!) || looksMade(tokens[index]!)
          : /\p{L}|\p{N}/u.test(text) || kind === 'gap';
      if (counts) this.mark(index, index + 1, announces.kind);
    }
  }

  /** Puts gaps in place of what was marked, one for each row of marks. */
  apply(): void {
    const { tokens, marks, from } = this;
    if (marks === undefined) return;
    let kept = from;
    for (let index = from; index < tokens.length; ) {
      const secret = marks[index - from];
      if (secret === undefined) {
        tokens[kept++] = tokens[index++]!;
        continue;
      }
      const { start } = tokens[index]!;
      let { end } = tokens[index]!;
      while (++index < tokens.length && marks[index - from] === secret) end = tokens[index]!.end;
      tokens[kept++] = { kind: 'gap', text: '', start, end, secret };
    }
    tokens.length = kept;
  }

  private mark(start: number, end: number, kind: SecretKind): void {
    this.marks ??= [];
    for (let index = start; index < end; index++) this.marks[index - this.from] = kind;
  }

  private isMarked(index: number): boolean {
    return this.marks?.[index - this.from] !== undefined;
  }

  /** Withholds what an announcement announces; answers where to go on. */
  private announced(index: number, announces: Announcement): number {
    if (announces.level === 'name') {
      this.afterSlash(index, announces.kind);
      return index + 1;
    }
    this.madeAfter(index, announces);
    const value = this.valueAfter(index, announces);
    if (value === undefined) return index + 1;
    const end = this.endOfValue(index, value, announces);
    if (announces.kind === 'seed phrase' && !this.isSeedLike(value.start)) return index + 1;
    if (announces.level === 'number' && !this.someMade(value.start, end)) return index + 1;
    const begin = isOpeningQuote(this.tokens, value.start) ? value.start + 1 : value.start;
    this.mark(begin, end, announces.kind);
    return Math.max(end, index + 1);
  }

  /** Where what is announced begins: behind a sign (`:`, `=`), a verb, wide space or a quotation mark. */
  private valueAfter(index: number, { level }: Announcement): { start: number; most: number } | undefined {
    const { tokens, text } = this;
    const most = index + 1 + LONGEST_QUALIFIER;
    let isQualifier = false;
    for (let at = index + 1; at < tokens.length && at <= most; at++) {
      const token = tokens[at]!;
      if (token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd') return undefined;
      const space = text.slice(tokens[at - 1]!.end, token.start);
      if (at === index + 1 && (/\t| {2}/.test(space) || isOpeningQuote(tokens, at)))
        return { start: at, most: LONGEST_PASSPHRASE };
      if (token.kind === 'gap' && token.text === '' && at === index + 1) return { start: at, most: 1 };
      if (isSeparator(tokens, at)) {
        const start = this.skipSigns(at + 1);
        return start === undefined ? undefined : { start, most: LONGEST_PASSPHRASE };
      }
      if (/^[–—-]$/.test(token.text) && at === index + 1 && space !== '' && level === 'word') {
        const start = this.skipSigns(at + 1);
        return start === undefined ? undefined : { start, most: LONGEST_PASSPHRASE };
      }
      if (level === 'word' && verbs.has(token.text.toLowerCase())) {
        let start = at + 1;
        while (start < tokens.length && adverbs.has(tokens[start]!.text.toLowerCase())) start++;
        return { start, most: LONGEST_AFTER_VERB };
      }
      if (level !== 'word' && !isQualifier && at > index + 1) {
        // Behind a weaker announcement only brackets and `for …` may come between.
        if (!qualifiers.has(tokens[index + 1]!.text.toLowerCase())) return undefined;
        isQualifier = true;
      }
    }
    return undefined;
  }

  /** Behind the last token of what begins at `start`: the line's or the sentence's, closing marks left out. */
  private endOfValue(
    announcement: number,
    { start, most }: { start: number; most: number },
    { kind }: Announcement,
  ): number {
    const { tokens, text } = this;
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
      if (!isLong && this.endsLine(end)) break;
    }
    // The last chunk is whole.
    while (end < tokens.length && end > start && isJoined(tokens, end)) end++;
    while (end > start + 1 && /^[.,;!?)\]}»”"'…]$/.test(tokens[end - 1]!.text)) end--;
    return end;
  }

  /** Whether a line ends before a token that was not broken because it was full. */
  private endsLine(index: number): boolean {
    const { text, tokens } = this;
    const before = tokens[index - 1]!;
    const feed = text.slice(before.end, tokens[index]!.start).indexOf('\n');
    if (feed < 0) return false;
    const lineEnd = before.end + feed;
    const lineStart = text.slice(Math.max(0, lineEnd - SHORT_LINE - 1), lineEnd).lastIndexOf('\n');
    return lineStart >= 0 || lineEnd <= SHORT_LINE;
  }

  /** What looks made in the next few words, numbers among it where they may be what is announced; a list of it whole. */
  private madeAfter(index: number, announces: Announcement): void {
    const { tokens } = this;
    const isNumber = announces.level === 'number';
    let last = Math.min(tokens.length, index + 1 + LONGEST_QUALIFIER);
    for (let at = index + 1; at < last; at++) {
      const token = tokens[at]!;
      if (token.kind === 'paragraphEnd') return;
      // `Tel.` ends no sentence.
      if (token.kind === 'sentenceEnd' && !(isNumber && at === index + 2)) return;
      if (this.isMarked(at)) continue;
      let end = at;
      if (isNumber && isNumberFor(announces, token)) end = this.groupEnd(at);
      else if (looksMade(token)) end = this.chunkEnd(at);
      if (end === at) continue;
      this.mark(at, end, announces.kind);
      if (announces.kind === 'code')
        last = Math.min(tokens.length, end + LONGEST_QUALIFIER, index + LONGEST_REACH);
      at = end - 1;
    }
  }

  /** `log in as bob / hunter two`: names and passwords side by side. */
  private afterSlash(index: number, kind: SecretKind): void {
    const { tokens } = this;
    for (let at = index + 1; at < tokens.length && at <= index + LONGEST_QUALIFIER; at++) {
      const token = tokens[at]!;
      if (token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd') return;
      if (token.text !== '/' || isJoined(tokens, at) || at + 1 >= tokens.length || isJoined(tokens, at + 1))
        continue;
      const end = this.endOfValue(
        index,
        { start: at + 1, most: LONGEST_AFTER_VERB },
        { kind, level: 'name', leastDigits: 0 },
      );
      this.mark(at + 1, end, kind);
      return;
    }
  }

  /** A number, or several that belong together; answers where to go on. */
  private number(index: number): number {
    const end = this.groupEnd(index);
    const { tokens, text } = this;
    let begin = index;
    while (begin > this.from && /^[+(]$/.test(tokens[begin - 1]!.text) && isJoined(tokens, begin)) begin--;
    const whole = plainDigits(text.slice(tokens[begin]!.start, tokens[end - 1]!.end));
    let kind = kindOfNumber(whole);
    if (kind && /^is[bs]n/i.test(tokens[begin - 1]?.text ?? tokens[begin - 2]?.text ?? '')) kind = undefined;
    if (kind) this.mark(begin, end, kind);
    if (kind === undefined && tokens[index]!.text.length === 4) this.groups(index);
    return end;
  }

  /** Behind the last of the numbers that stand in groups from `index` on: `4111 1111 1111 1111`, `(030) 90-18-20`. */
  private groupEnd(index: number): number {
    const { tokens, text } = this;
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
  private groups(index: number): void {
    const { tokens } = this;
    const { length } = tokens[index]!.text;
    const next = tokens[index + 1]?.text === '-' ? index + 2 : index + 1;
    if (tokens[next]?.text.length !== length || this.isMarked(index)) return;
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
      this.mark(index, isLast ? at + 1 : ends.at(-1)!, 'card or account number');
      return;
    }
    // Ordinary words may follow.
    while (groups.length >= 4 && !areRandomGroups(groups)) groups.pop();
    if (groups.length >= 4) this.mark(index, ends[groups.length - 1]!, 'key');
  }

  /** Seed phrases without an announcement: so many words in a row that none holds together. */
  private followSeeds(index: number, { isSeedWord }: TextInfo): void {
    if (!isSeedWord) {
      this.seedRun = 0;
      return;
    }
    if (this.seedRun++ === 0) this.seedStart = index;
    if (this.seedRun === SEED_WORDS) this.mark(this.seedStart, index + 1, 'seed phrase');
    else if (this.seedRun > SEED_WORDS) this.mark(index, index + 1, 'seed phrase');
  }

  private isSeedLike(start: number): boolean {
    let words = 0;
    for (let at = start; at < this.tokens.length && words < 6; at++) {
      const { kind, text } = this.tokens[at]!;
      if (kind === 'number' || text === '.' || text === ',') continue;
      if (kind !== 'word' || !/^(?:\p{Ll}{3,10}|\p{Lo}+)$/u.test(text) || isFunctionWord(text)) return false;
      words++;
    }
    return words === 6;
  }

  private someMade(start: number, end: number): boolean {
    for (let at = start; at < end; at++)
      if (looksMade(this.tokens[at]!) || this.tokens[at]!.kind === 'number') return true;
    return false;
  }

  /** Behind a token and what is joined to it. */
  private chunkEnd(index: number): number {
    const { tokens } = this;
    let end = index + 1;
    while (end < tokens.length && isJoined(tokens, end) && !/^[.,;:!?)\]}»”"'…]$/.test(tokens[end]!.text))
      end++;
    return end;
  }

  /** The next token that is no sign of emphasis or quotation; undefined at the block's end. */
  private skipSigns(index: number): number | undefined {
    let at = index;
    while (at < this.tokens.length && /^[:=*_|>&]$/.test(this.tokens[at]!.text)) at++;
    const kind = this.tokens[at]?.kind;
    return kind === undefined || kind === 'paragraphEnd' ? undefined : at;
  }
}

function isSeparator(tokens: readonly Token[], index: number): boolean {
  const { text } = tokens[index]!;
  return /^[:：=→⇒|&]$/.test(text) || (text === '>' && tokens[index - 1]?.text === '-');
}

/** No space between a token and the one before it. */
function isJoined(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]!;
  return token.end > token.start && tokens[index - 1]!.end === token.start;
}

/** Letters and digits mixed, random letters, or what is withheld already. */
function looksMade(token: Token): boolean {
  if (token.kind === 'gap') return token.secret !== undefined;
  if (token.kind !== 'word') return false;
  return infoOf(token.text).secret !== undefined || (/\d/.test(token.text) && /\p{L}/u.test(token.text));
}

function isNumberFor({ kind, leastDigits }: Announcement, { kind: tokenKind, text }: Token): boolean {
  if (tokenKind !== 'number' || /[:,.]/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  // Four digits behind `card` or `account` may be a year.
  return digits >= leastDigits && !(kind === 'card or account number' && /^(?:1[5-9]|20)\d\d$/.test(text));
}

/** Inline code that says `password`. */
function announcedByGap(text: string, { start, end, secret }: Token, origin = 0): Announcement | undefined {
  if (secret !== undefined || end - start > 60) return undefined;
  return announcementOf(text.slice(start - origin, end - origin));
}

function isOpeningQuote(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || closing[token.text] === undefined) return false;
  return index + 1 < tokens.length && tokens[index + 1]!.start === token.end;
}

function plainDigits(text: string): string {
  return text.replace(/[^\d+(). ,:'’/-]+/g, '').replace(/ +/g, ' ');
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
  'now still just simply always jetzt nun einfach noch immer maintenant toujours ahora siempre agora sempre ora теперь сейчас teraz',
);
/** What may stand between a weaker announcement and its sign. */
const qualifiers = words(
  "( [ for of to at on from für zum zur vom der des de du d’ d' para do da del della per pour от для к na do dla の number no nr num",
);
