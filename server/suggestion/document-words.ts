import { displayForm, foldWord } from '../../model/tokenizer/fold';
import { isDoubtful } from '../../model/tokenizer/secrets/forms';
import type { Token } from '../../model/tokens/token';

/** A word that the document has, as it mostly writes it. */
export interface DocumentWord {
  readonly key: string;
  readonly form: string;
  readonly count: number;
  /** Index of its last token: the larger, the more recent. */
  readonly last: number;
}

/**
 * Counts the words of a document, by key, a part at a time if need be. A word's form is the one it mostly has inside
 * sentences; the capital that a sentence begins with says nothing. Tokens that don't look like words are left out while they occur only once.
 */
export class WordCount {
  private readonly counted = new Map<string, CountedWord>();
  private readonly doubtful = new Set<string>();
  private next = 0;
  private added = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Of the tokens counted so far. */
  get words(): ReadonlyMap<string, DocumentWord> {
    return this.counted;
  }

  /** Counts up to so many more tokens; true when all have been counted. */
  count(limit = Number.POSITIVE_INFINITY): boolean {
    const { tokens } = this;
    const end = Math.min(tokens.length, this.next + limit);
    for (let index = this.next; index < end; index++) {
      const token = tokens[index]!;
      if (token.kind !== 'word' || token.text.includes('\n')) continue;
      this.see(
        foldWord(token.text),
        displayForm(token.text),
        index,
        startsSentence(tokens, index) ? 0.01 : 1,
      );
    }
    this.next = end;
    return end === tokens.length;
  }

  /** A word was written since. */
  add(key: string, form: string): void {
    this.see(key, form, this.tokens.length + this.added++, 1);
  }

  /** A word was taken out since. */
  remove(key: string): void {
    const word = this.counted.get(key);
    if (word && --word.count === 0) this.counted.delete(key);
  }

  private see(key: string, form: string, index: number, weight: number): void {
    let word = this.counted.get(key);
    if (word === undefined) {
      word = new CountedWord(key);
      // A token that does not look like a word is listed only where it stands at least twice.
      if (!isDoubtful(key) || this.doubtful.delete(key)) this.counted.set(key, word);
      else this.doubtful.add(key);
    }
    word.see(form, index, weight);
  }
}

class CountedWord implements DocumentWord {
  count = 0;
  last = 0;
  /** Weight by form. */
  private readonly forms = new Map<string, number>();

  constructor(readonly key: string) {}

  get form(): string {
    let best = '';
    for (const [form, weight] of this.forms) if (best === '' || weight > this.forms.get(best)!) best = form;
    return best;
  }

  see(form: string, index: number, weight: number): void {
    this.forms.set(form, (this.forms.get(form) ?? 0) + weight);
    this.count++;
    this.last = index;
  }
}

function startsSentence(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return (
    before === undefined ||
    before.kind === 'sentenceEnd' ||
    before.kind === 'paragraphEnd' ||
    /[“„«"]/.test(before.text)
  );
}
