import { isElidedWord } from '../../model/tokenizer/elisions';
import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { TextSource } from '../prose/document';

/** What stands between two neighbours: nothing, a space, or one of the two no-break spaces. */
export type Space = '' | ' ' | '\u00a0' | '\u202f';

/** Scripts that write words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff00-\uff65]/u;
const OPENING = /^[([{«“‘„‚¿¡‹$€£#@]$/;
const CLOSING = /^[)\]}»”’,.;:!?…%›]$/;
/** French marks whose space never breaks the line (Lexique des règles typographiques). */
const NO_BREAK_BEFORE = /^[!?;:»›]$/;
const NO_BREAK_AFTER = /^[«‹]$/;

/** Code units around the caret in which examples of a spacing are looked for, and how many of them decide. */
const HABIT_CHARACTERS = 20_000;
const HABIT_EXAMPLES = 8;

/** Knows how this text and this vocabulary put spaces around words and marks. */
export interface Spacing {
  /** The space between a token and what is written right after it. */
  between(previous: Token, next: string, paragraph: readonly Token[]): Space;
  /** Whether the two belong to a script that writes its words without spaces. */
  runsOn(previous: Token, next: string): boolean;
}

export function createSpacing(text: TextSource, offset: number, lexicon: Lexicon): Spacing {
  const near = text.slice(Math.max(0, offset - HABIT_CHARACTERS), offset + HABIT_CHARACTERS);
  const habits = new Map<string, Habit>();
  const habitOf = (mark: string): Habit => {
    const known = habits.get(mark);
    if (known) return known;
    const learned = learnHabit(near, mark);
    habits.set(mark, learned);
    return learned;
  };
  const flagsOf = (text: string) => {
    const id = lexicon.idOf(foldWord(text));
    if (id === UNKNOWN || id >= lexicon.closedSize) return undefined;
    return { before: lexicon.vocabulary.spaceBefore[id]!, after: lexicon.vocabulary.spaceAfter[id]! };
  };

  /** The space that a token takes on its left, or ' ' where the token before it decides. */
  const before = (text: string, opens: boolean | undefined): Space => {
    if (isWord(text)) return ' ';
    if (opens !== undefined) return opens ? ' ' : '';
    const habit = habitOf(text).before;
    if (habit !== undefined) return habit;
    const flagged = flagsOf(text)?.before ?? !CLOSING.test(text);
    return flagged ? (NO_BREAK_BEFORE.test(text) ? '\u00a0' : ' ') : '';
  };
  const after = (text: string, opens: boolean | undefined): Space => {
    if (isElision(text)) return '';
    if (isWord(text)) return ' ';
    if (opens !== undefined) return opens ? '' : ' ';
    const habit = habitOf(text).after;
    if (habit !== undefined) return habit;
    const flagged = flagsOf(text)?.after ?? !OPENING.test(text);
    return flagged ? (NO_BREAK_AFTER.test(text) ? '\u00a0' : ' ') : '';
  };

  const runsOn = (previous: Token, next: string) =>
    UNSPACED.test(previous.text.slice(-1)) || UNSPACED.test(next);
  return {
    runsOn,
    between(previous, next, paragraph) {
      if (runsOn(previous, next)) return '';
      // A straight quote opens or closes by turns; the paragraph's earlier ones say whose turn it is.
      const straight = paragraph.filter((token) => token.text === '"').length;
      const left = after(previous.text, previous.text === '"' ? straight % 2 === 1 : undefined);
      const right = before(next, next === '"' ? straight % 2 === 0 : undefined);
      if (left === '' || right === '') return '';
      return left === ' ' ? right : left;
    },
  };
}

interface Habit {
  /** Undefined where the text gives no example. */
  readonly before?: Space;
  readonly after?: Space;
}

/** What the text itself does around a mark, by majority of the examples nearest to its end. */
function learnHabit(text: string, mark: string): Habit {
  const before = new Votes();
  const after = new Votes();
  let at = text.lastIndexOf(mark, text.length - mark.length);
  for (let examples = 0; at >= 0 && examples < HABIT_EXAMPLES; examples++) {
    before.add(text[at - 1]);
    after.add(text[at + mark.length]);
    at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1);
  }
  return { before: before.winner(), after: after.winner() };
}

class Votes {
  private readonly counts = new Map<Space, number>();

  /** Only letters, digits and spaces on a line are evidence; another mark or a line's end is not. */
  add(neighbour: string | undefined): void {
    if (neighbour === undefined) return;
    const space = isSpace(neighbour) ? neighbour : isWord(neighbour) ? '' : undefined;
    if (space !== undefined) this.counts.set(space, (this.counts.get(space) ?? 0) + 1);
  }

  winner(): Space | undefined {
    let best: Space | undefined;
    for (const [space, count] of this.counts) {
      if (best === undefined || count > this.counts.get(best)!) best = space; // best is a key
    }
    return best;
  }
}

function isSpace(character: string): character is Space {
  return character === ' ' || character === '\u00a0' || character === '\u202f';
}

function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** `l’` of `l’eau`. */
function isElision(text: string): boolean {
  return /['’ʼ]$/.test(text) && isElidedWord(text.slice(0, -1));
}
