import { displayForm, foldWord } from '../../model/tokenizer/fold';
import type { ProseDocument } from '../prose/document';
import type { Change } from './attention';
import { type DocumentWord, WordCount } from './document-words';

/** The document's own words come from at most so much text before the caret, and a little after it. */
const TOKENS = 40_000;
const CHARACTERS = 200_000;
/** A recount is put off until there was one change for each so many characters of the text, whose counting takes a tenth of a millisecond. */
const CHARACTERS_PER_CHANGE = 300;
/** Tokens of a recount that are counted at each request: a quarter of a millisecond's work. */
const TOKENS_PER_QUESTION = 500;
/** Longest word that is counted, in code units; bounds the text around a change that is read again. */
const LONGEST_WORD = 64;
/** Longest change, in code units, whose words are counted at once; a longer one, such as a pasted chapter, starts a recount. */
const LONGEST_CHANGE = 5_000;

interface Counting {
  readonly around: number;
  /** Number of changes of the document when the counting was begun. */
  readonly changes: number;
  readonly count: WordCount;
}

/**
 * The words that stand in a document, by key. A deleted word leaves the count with the change; the word at the caret of the last
 * change joins it only with a later change outside of it, as until then it may be unfinished.
 */
export class OwnWordList {
  private current: Counting | undefined;
  /** The next one, while it is being counted. */
  private next: Counting | undefined;
  private changes = 0;
  /** The word at the last change, if it is not counted, and where it begins. */
  private open: { readonly key: string; readonly form: string; start: number } | undefined;
  /** Differences by changes since `next` was begun, to be applied to it when it is complete. */
  private readonly since: Difference[] = [];

  constructor(private readonly document: ProseDocument) {}

  /** Applies the change to the document and follows it. */
  change({ start, end, text }: Change): void {
    const { document } = this;
    this.changes++;
    const follows =
      this.current !== undefined && end - start <= LONGEST_CHANGE && text.length <= LONGEST_CHANGE;
    const from = Math.max(0, start - LONGEST_WORD);
    const before = follows ? wordsBetween(document, from, end + LONGEST_WORD) : [];
    document.change(start, end, text);
    if (!follows) {
      this.current = undefined;
      this.next = undefined;
      this.open = undefined;
      return;
    }
    const after = wordsBetween(document, from, start + text.length + LONGEST_WORD);
    this.follow(before, after, start + text.length, { end, moved: text.length - (end - start) });
  }

  /** Own words around the offset. Recounts a slice at each call, begun after enough changes or far from the last count. */
  around(offset: number): ReadonlyMap<string, DocumentWord> {
    const { length } = this.document;
    const known = this.next ?? this.current;
    const isFar = known === undefined || Math.abs(known.around - offset) > CHARACTERS / 4;
    const patience = Math.min(length, CHARACTERS) / CHARACTERS_PER_CHANGE;
    if (isFar || this.changes - known.changes >= patience) {
      const end = Math.min(length, offset + CHARACTERS / 4);
      const { tokens, prefix } = this.document.tokensBefore(end, TOKENS);
      const whole = tokens.filter(
        (token) => token.start !== this.open?.start || foldWord(token.text) !== this.open.key,
      );
      this.next = { around: offset, changes: this.changes, count: new WordCount(whole) };
      if (prefix.text !== '' && prefix.start !== this.open?.start)
        this.next.count.add(foldWord(prefix.text), displayForm(prefix.text));
      this.since.length = 0;
    }
    if (this.next?.count.count(isFar ? undefined : TOKENS_PER_QUESTION)) {
      this.current = this.next;
      this.next = undefined;
      for (const difference of this.since.splice(0)) apply(difference, this.current.count);
    }
    return (this.current ?? this.next)!.count.words; // the first one was counted at once
  }

  /** How often the document has a word, as far as its words were counted. */
  count(key: string): number {
    return this.current?.count.words.get(key)?.count ?? 0;
  }

  /** Whether the document has a word somewhere else than at `offset`, where it stands. */
  hasElsewhere(key: string, offset: number): boolean {
    const { open } = this;
    const isOpen = open?.key === key && offset >= open.start && offset <= open.start + open.form.length;
    return (this.around(offset).get(key)?.count ?? 0) > (isOpen ? 0 : 1);
  }

  private follow(
    before: readonly PlacedWord[],
    after: readonly PlacedWord[],
    caret: number,
    { end, moved }: { end: number; moved: number },
  ): void {
    const { came, went }: { came: Word[]; went: Word[] } = differences(before, after);
    const { open } = this;
    // What was being written and is changed was not counted; what was left as it is counts from now on.
    if (open && !take(went, open.key)) {
      const at = open.start >= end ? open.start + moved : open.start;
      if (caret >= at && caret <= at + open.form.length) open.start = at;
      else {
        came.push(open);
        this.open = undefined;
      }
    } else this.open = undefined;
    const here = after.find((word) => word.start <= caret && caret <= word.start + word.form.length);
    if (here && !this.open && take(came, here.key)) this.open = { ...here };
    this.adjust({ came, went });
  }

  private adjust(difference: Difference): void {
    if (difference.came.length + difference.went.length === 0) return;
    if (this.current) apply(difference, this.current.count);
    if (this.next) this.since.push(difference);
  }
}

interface Word {
  readonly key: string;
  readonly form: string;
}

interface PlacedWord extends Word {
  readonly start: number;
}

interface Difference {
  readonly came: readonly Word[];
  readonly went: readonly Word[];
}

/** The words of a stretch of the document: what is no prose there, or withheld as a secret, is none. */
function wordsBetween(document: ProseDocument, from: number, to: number): PlacedWord[] {
  const end = Math.min(to, document.length);
  const { tokens, prefix } = document.tokensBefore(end, end - from); // a token has a letter or more, the ends excepted
  return [...tokens, ...(prefix.text === '' ? [] : [{ ...prefix, kind: 'word' as const }])]
    .filter(({ kind, start }) => kind === 'word' && start >= from)
    .map(({ text, start }) => ({ key: foldWord(text), form: displayForm(text), start }));
}

/** The words that only one of two stretches has. */
function differences(before: readonly PlacedWord[], after: readonly PlacedWord[]) {
  const came = [...after];
  const went = before.filter(({ key }) => !take(came, key));
  return { came, went };
}

function apply({ came, went }: Difference, count: WordCount): void {
  for (const { key } of went) count.remove(key);
  for (const { key, form } of came) count.add(key, form);
}

/** Takes the first word with this key out; false if there is none. */
function take(words: Word[], key: string): boolean {
  const index = words.findIndex((word) => word.key === key);
  if (index >= 0) words.splice(index, 1);
  return index >= 0;
}
