import type { ExtraWord } from './json';
import { SPECIAL_TOKENS, UNKNOWN } from './special';
import type { Vocabulary } from './vocabulary';

/**
 * Every word that can be suggested: the network's closed vocabulary (ids below `closedSize`), then, in order of
 * arrival, words that only the workspace or the open document has. Ids never change meaning while a lexicon lives.
 */
export interface Lexicon {
  readonly vocabulary: Vocabulary;
  /** The network's part: ids below it are its rows. */
  readonly closedSize: number;
  readonly size: number;
  /** The ids of punctuation, which the closed vocabulary has all of. */
  readonly marks: readonly number[];
  /** The id of a token's key, or UNKNOWN. */
  idOf(key: string): number;
  /** The id of a key, added at the end if it is new; `form` is how the word was written. */
  add(key: string, form: string): number;
  key(id: number): string;
  /** How the word is written in the middle of a sentence: true case, `'` for apostrophes. */
  form(id: number): string;
  /** The same behind a word, as the text writes it there. */
  formAfter(previous: number, id: number): string;
  /** Occurrences in the texts that the vocabulary or a base was made from; 0 for words that came later. */
  count(id: number): number;
  /**
   * P(word) in the library of the base that the words come from; of UNKNOWN, that of words that neither vocabulary nor extra
   * words have. Undefined where there is no base: then nothing is known of words that a text does not have.
   */
  readonly baseProbability: ((id: number) => number) | undefined;
  /** The words from id `first` ≥ closedSize on, as they are stored beside the vocabulary. */
  wordsFrom(first: number): ExtraWord[];
  /** Every id whose key starts with the folded prefix, in no particular order. Special tokens excepted. */
  idsWithPrefix(prefix: string): readonly number[];
}

/** Words may join a lexicon at every token; whoever keeps something for each asks for memory once in so many. */
export const LEXICON_ROOM = 2048;

/** A lexicon that begins with a vocabulary and the words that were stored with it. */
export function createLexicon(vocabulary: Vocabulary, extraWords: readonly ExtraWord[] = []): Lexicon {
  return new GrowingLexicon(vocabulary, extraWords);
}

class GrowingLexicon implements Lexicon {
  readonly closedSize: number;
  readonly marks: readonly number[];
  /** By the word before × closed size + the word, both of them in the vocabulary. */
  private readonly formsAfter: ReadonlyMap<number, string>;
  private readonly extraIds = new Map<string, number>();
  private readonly extraKeys: string[] = [];
  private readonly extraForms: string[] = [];
  private readonly extraCounts: number[] = [];
  /** Ids below `indexedTo` by their keys' first code unit: a few thousand are looked through quickly, and none need be sorted. */
  private readonly byFirst = new Map<number, number[]>();
  private indexedTo: number = SPECIAL_TOKENS.length;

  readonly baseProbability: ((id: number) => number) | undefined;

  constructor(
    readonly vocabulary: Vocabulary,
    extraWords: readonly ExtraWord[],
  ) {
    this.closedSize = vocabulary.size;
    this.marks = vocabulary.kinds.flatMap((kind, id) => (kind === 'punctuation' ? [id] : []));
    this.formsAfter = new Map(
      vocabulary.formsAfter.map(({ previous, id, form }) => [previous * vocabulary.size + id, form]),
    );
    for (const { key, form, count } of extraWords) this.add(key, form, count);
    const outside = extraWords.reduce((sum, { count = 0 }) => sum + count, 0);
    if (outside === 0) return;
    // Never below what stands outside the vocabulary, whatever a file says, so that no share is above 1.
    const total = Math.max(
      outside,
      vocabulary.counts.reduce((sum, count) => sum + count, 0),
    );
    this.baseProbability = (id) =>
      (id === UNKNOWN ? Math.max(1, this.count(UNKNOWN) - outside) : this.count(id)) / total;
  }

  get size(): number {
    return this.closedSize + this.extraKeys.length;
  }

  idOf(key: string): number {
    const id = this.vocabulary.idOf(key);
    return id !== UNKNOWN ? id : (this.extraIds.get(key) ?? UNKNOWN);
  }

  add(key: string, form: string, count = 0): number {
    const known = this.idOf(key);
    if (known !== UNKNOWN) return known;
    const id = this.size;
    this.extraIds.set(key, id);
    this.extraKeys.push(key);
    this.extraForms.push(form);
    this.extraCounts.push(count);
    return id;
  }

  key(id: number): string {
    return (id < this.closedSize ? this.vocabulary.keys[id] : this.extraKeys[id - this.closedSize]) ?? '';
  }

  form(id: number): string {
    return (id < this.closedSize ? this.vocabulary.forms[id] : this.extraForms[id - this.closedSize]) ?? '';
  }

  formAfter(previous: number, id: number): string {
    const after = id < this.closedSize ? this.formsAfter.get(previous * this.closedSize + id) : undefined;
    return after ?? this.form(id);
  }

  count(id: number): number {
    return (id < this.closedSize ? this.vocabulary.counts[id] : this.extraCounts[id - this.closedSize]) ?? 0;
  }

  wordsFrom(first: number): ExtraWord[] {
    return Array.from({ length: this.size - first }, (_, index) => {
      const id = first + index;
      const count = this.count(id);
      return { key: this.key(id), form: this.form(id), ...(count > 0 && { count }) };
    });
  }

  idsWithPrefix(prefix: string): readonly number[] {
    if (prefix === '') {
      const first = SPECIAL_TOKENS.length;
      return Array.from({ length: this.size - first }, (_, index) => first + index);
    }
    for (; this.indexedTo < this.size; this.indexedTo++) {
      const unit = this.key(this.indexedTo).charCodeAt(0);
      const ids = this.byFirst.get(unit);
      if (ids) ids.push(this.indexedTo);
      else this.byFirst.set(unit, [this.indexedTo]);
    }
    const ids = this.byFirst.get(prefix.charCodeAt(0)) ?? [];
    return ids.filter((id) => this.key(id).startsWith(prefix));
  }
}
