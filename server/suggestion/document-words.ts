import { displayForm, foldWord } from '../../model/tokenizer/fold';
import { isSecret } from '../../model/tokenizer/secrets';
import type { Token } from '../../model/tokenizer/token';

/** A word that the document has, as it mostly writes it. */
export interface DocumentWord {
  readonly key: string;
  readonly form: string;
  readonly count: number;
  /** Index of its last token: the larger, the more recent. */
  readonly last: number;
}

/**
 * The words of a document by key. A word's form is the one it mostly has inside sentences; the capital that a
 * sentence begins with says nothing. Secrets are left out.
 */
export function documentWords(tokens: readonly Token[]): ReadonlyMap<string, DocumentWord> {
  const words = new Map<string, { key: string; forms: Map<string, number>; count: number; last: number }>();
  tokens.forEach((token, index) => {
    if (token.kind !== 'word') return;
    const key = foldWord(token.text);
    let word = words.get(key);
    if (word === undefined) {
      if (isSecret(token.text)) return;
      word = { key, forms: new Map(), count: 0, last: 0 };
      words.set(key, word);
    }
    const form = displayForm(token.text);
    const weight = startsSentence(tokens, index) ? 0.01 : 1;
    word.forms.set(form, (word.forms.get(form) ?? 0) + weight);
    word.count++;
    word.last = index;
  });
  return new Map(
    [...words].map(([key, { forms, count, last }]) => [key, { key, form: mostFrequent(forms), count, last }]),
  );
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

function mostFrequent(forms: ReadonlyMap<string, number>): string {
  let best = '';
  for (const [form, weight] of forms) if (best === '' || weight > forms.get(best)!) best = form;
  return best;
}
