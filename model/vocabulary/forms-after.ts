import { MIDDLE } from './positions';
import { FIRST_FORM, type Tally, type Word } from './tally';

/** How words that are written in several ways are written: behind which words otherwise than mostly. */
export interface WrittenForms {
  /** By word (index into the tally's words): the form behind words with which it has not been seen. */
  readonly usual: ReadonlyMap<number, string>;
  /** The form behind one word, where it is not the usual one: the word before, the word, the form. */
  readonly after: readonly (readonly [previous: number, word: number, form: string])[];
}

/**
 * Counts how words with several cases are written behind which words: `Skerra Light` and `a light`. What is usual is
 * decided by different words before, as in Kneser–Ney smoothing: a name that always follows the same word says little
 * about the word behind others. Of headings and sentences in capitals nothing is counted.
 *
 * @param documents ids of the tally, with the positions of their tokens (positions.ts).
 * @param words the tally's, with `wordOfForm`.
 */
export function formsAfter(
  tally: Tally,
  documents: readonly { readonly ids: Int32Array; readonly positions: Uint8Array }[],
  words: readonly Word[],
  wordOfForm: Int32Array,
): WrittenForms {
  const isVaried = variedWords(tally, wordOfForm);
  const usual = new Map<number, string>();
  const after: [number, number, string][] = [];
  if (isVaried.size === 0) return { usual, after };

  /** By word, by the word before: counts by form. */
  const counts = new Map<number, Map<number, Map<string, number>>>();
  for (const { ids, positions } of documents) {
    for (let index = 1; index < ids.length; index++) {
      const form = ids[index]! - FIRST_FORM;
      const previous = ids[index - 1]! - FIRST_FORM;
      if (form < 0 || previous < 0 || positions[index] !== MIDDLE) continue;
      const word = wordOfForm[form]!;
      if (!isVaried.has(word) || tally.kindOf(previous) !== 'word') continue;
      const contexts = getOr(counts, word, () => new Map<number, Map<string, number>>());
      const forms = getOr(contexts, wordOfForm[previous]!, () => new Map<string, number>());
      const text = tally.formOf(form);
      forms.set(text, (forms.get(text) ?? 0) + 1);
    }
  }
  const least = tally.tokens > LARGE_TEXT ? 2 : 1;
  for (const [word, contexts] of counts) {
    const contextsOf = new Map<string, number>();
    const bests = [...contexts].map(([previous, forms]) => {
      const [form, count] = most(forms);
      contextsOf.set(form, (contextsOf.get(form) ?? 0) + 1);
      return { previous, form, count };
    });
    const [best, different] = most(contextsOf);
    const mostly = different < LEAST_CONTEXTS ? words[word]!.form : best;
    usual.set(word, mostly);
    for (const { previous, form, count } of bests)
      if (form !== mostly && count >= least) after.push([previous, word, form]);
  }
  return { usual, after };
}

/** Different words before from which on one form is usual. */
const LEAST_CONTEXTS = 2;
/** In a text with more tokens a form needs two occurrences behind a word: the vocabulary stays small. */
const LARGE_TEXT = 200_000;

/** Words that are written in at least two ways within sentences. */
function variedWords(tally: Tally, wordOfForm: Int32Array): ReadonlySet<number> {
  const seen = new Set<number>();
  const varied = new Set<number>();
  wordOfForm.forEach((word, form) => {
    if (tally.kindOf(form) !== 'word' || tally.timesInside(form) === 0) return;
    if (seen.has(word)) varied.add(word);
    seen.add(word);
  });
  return varied;
}

/** The one with the largest count; of several the first. */
function most(counts: ReadonlyMap<string, number>): [string, number] {
  let best: [string, number] = ['', 0];
  for (const [text, count] of counts) if (count > best[1]) best = [text, count];
  return best;
}

function getOr<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
