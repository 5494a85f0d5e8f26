import type { SecretKind } from '../../tokens/secret-kinds';
import type { Token } from '../../tokens/token';
import { type Announcement, announcementOf, password } from './announcements';
import { infoOf } from './info';
import { announcedByGap, isJoined, LONGEST_REACH, looksMade, Reading } from './reading';
import { groupEnd, readGroups, readNumber, SeedRun } from './runs';
import {
  endOfValue,
  isOpeningQuote,
  isSeedLike,
  isSlash,
  LONGEST_AFTER_VERB,
  LONGEST_QUALIFIER,
  valueAfter,
} from './values';

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

/**
 * Whether the rules may begin anew behind token `index`, a word, without seeing what is before it: it can be part of no
 * secret that has several words, and no announcement reaches so far (an announcement and its value, one chunk more). The text begins at the tokens' offset `origin`.
 */
export function canBeginBehind(
  text: string,
  tokens: readonly Token[],
  index: number,
  origin: number,
): boolean {
  const { isSeedWord, mayBeGroup } = infoOf(tokens[index]!.text);
  if (isSeedWord || mayBeGroup) return false;
  for (let before = index; before >= 0 && before > index - 2 * LONGEST_REACH; before--) {
    const token = tokens[before]!; // between 0 and index
    if (token.kind === 'paragraphEnd') return true;
    const announces =
      token.kind === 'gap' ? announcedByGap(text, token, origin) : infoOf(token.text).announces;
    if (announces) return false;
    // An announcement behind it may still be about it.
    if (before >= index - LONGEST_REVERSE - 1 && (token.kind === 'number' || looksMade(token))) return false;
  }
  return true;
}

/** A labelled block with more tokens is prose about passwords rather than one. */
const LONGEST_LABELLED = 24;

/** Words between a verb and the announcement behind it: `is my new door code`. */
const LONGEST_REVERSE = 5;
const reverseVerbs: ReadonlySet<string> = new Set(
  'is was as ist war als est comme es como é è come это как jest jako'.split(' '),
);

class Pass extends Reading {
  private readonly seeds = new SeedRun(this);

  run(): void {
    const { tokens } = this;
    for (let index = this.from; index < tokens.length; ) {
      const token = tokens[index]!;
      let next = index + 1;
      if (token.kind === 'word') {
        const info = infoOf(token.text);
        if (info.secret) this.mark(index, index + 1, info.secret);
        this.seeds.follow(index, info);
        if (info.mayBeGroup) readGroups(this, index);
        const announces = info.announces && this.isPasse(index) ? password : info.announces;
        if (announces) next = this.announced(index, announces);
        if (next > index + 1) this.seeds.end();
      } else if (token.kind === 'number') {
        next = readNumber(this, index);
      } else if (token.kind === 'gap') {
        this.seeds.end();
        const announces = announcedByGap(this.text, token);
        if (announces) next = this.announced(index, announces);
      } else if (token.kind === 'punctuation') {
        if (token.text !== ',' && token.text !== '.') this.seeds.end();
      }
      index = next;
    }
  }

  labelled(announces: Announcement): void {
    const { tokens, from } = this;
    if (tokens.length - from > LONGEST_LABELLED) return;
    const isWhole =
      announces.level !== 'number' || (announces.kind === 'code' && this.someMade(from, tokens.length));
    for (let index = from; index < tokens.length; index++) {
      const token = tokens[index]!;
      const isEnd = token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd';
      // Unless it is the text's own, a sign is part of what it stands in.
      const isClosing = /^[.,;!?)\]]$/.test(token.text) && !isJoined(tokens, index + 1);
      if (isWhole && !isEnd && !isClosing) this.mark(index, index + 1, announces.kind);
      else if (!isWhole && (isNumberFor(announces, token) || looksMade(token))) {
        const end = groupEnd(this, index);
        this.mark(index, end, announces.kind);
        index = end - 1;
      }
    }
  }

  /** Withholds what an announcement announces; answers where to go on. */
  private announced(index: number, announces: Announcement): number {
    if (announces.level === 'name') {
      this.afterSlash(index, announces.kind);
      return index + 1;
    }
    this.madeBefore(index, announces);
    this.madeAfter(index, announces);
    const value = valueAfter(this, index, announces);
    if (value === undefined) return index + 1;
    const end = endOfValue(this, index, value, announces);
    if (announces.kind === 'seed phrase' && !isSeedLike(this, value.start)) return index + 1;
    if (announces.level === 'number' && !this.someMade(value.start, end)) return index + 1;
    const begin = isOpeningQuote(this.tokens, value.start) ? value.start + 1 : value.start;
    this.mark(begin, end, announces.kind);
    return Math.max(end, index + 1);
  }

  /** `mot de passe`: the last word alone says less. */
  private isPasse(index: number): boolean {
    return (
      this.tokens[index]!.text.toLowerCase() === 'passe' &&
      this.tokens[index - 1]?.text.toLowerCase() === 'de'
    );
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
      if (token.kind === 'word' && infoOf(token.text).mayBeGroup) readGroups(this, at);
      if (this.isMarked(at)) continue;
      let end = at;
      if (isNumber && isNumberFor(announces, token)) end = groupEnd(this, at);
      else if (looksMade(token)) end = this.chunkEnd(at);
      if (end === at) continue;
      this.mark(at, end, announces.kind);
      if (announces.kind === 'code')
        last = Math.min(tokens.length, end + LONGEST_QUALIFIER, index + LONGEST_REACH);
      at = end - 1;
    }
  }

  /** `4711 is the PIN`: a number or what looks made, then a verb, then the announcement. */
  private madeBefore(index: number, announces: Announcement): void {
    const { tokens, from } = this;
    for (let verb = index - 1; verb > from && verb >= index - LONGEST_REVERSE; verb--) {
      const { kind, text } = tokens[verb]!;
      if (kind === 'sentenceEnd' || kind === 'paragraphEnd') return;
      if (kind !== 'word' || !reverseVerbs.has(text.toLowerCase())) continue;
      const before = tokens[verb - 1]!;
      const isNumber = announces.level === 'number' && isNumberFor(announces, before);
      if ((isNumber || looksMade(before)) && !this.isMarked(verb - 1))
        this.mark(verb - 1, verb, announces.kind);
      return;
    }
  }

  /** `log in as bob / hunter two`: names and passwords side by side. */
  private afterSlash(index: number, kind: SecretKind): void {
    const { tokens } = this;
    for (let at = index + 1; at < tokens.length && at <= index + LONGEST_QUALIFIER; at++) {
      const token = tokens[at]!;
      if (token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd') return;
      if (!isSlash(tokens, at)) continue;
      const end = endOfValue(
        this,
        index,
        { start: at + 1, most: LONGEST_AFTER_VERB },
        { kind, level: 'name', leastDigits: 0 },
      );
      this.mark(at + 1, end, kind);
      return;
    }
  }
}

function isNumberFor({ kind, leastDigits }: Announcement, { kind: tokenKind, text }: Token): boolean {
  if (tokenKind !== 'number' || /[:,.]/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  // Four digits behind `card` or `account` may be a year.
  return digits >= leastDigits && !(kind === 'card or account number' && /^(?:1[5-9]|20)\d\d$/.test(text));
}
