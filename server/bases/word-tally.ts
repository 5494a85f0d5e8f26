import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import type { WordCounts } from './choose';

/** Counts the words of a text as it is read, as bases are chosen by. */
export class WordTally {
  private readonly forms = new Map<string, number>();

  add(tokens: readonly Token[]): void {
    const { forms } = this;
    for (const { kind, text } of tokens) if (kind === 'word') forms.set(text, (forms.get(text) ?? 0) + 1);
  }

  /** By folded key. */
  get counts(): WordCounts {
    const words = new Map<string, number>();
    for (const [form, count] of this.forms) {
      const key = foldWord(form);
      words.set(key, (words.get(key) ?? 0) + count);
    }
    return words;
  }
}
