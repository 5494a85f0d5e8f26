import type { Token } from '../tokens/token';

/** The closed vocabulary that a network was trained with: one entry a word, whatever its case. */
export interface Vocabulary {
  /** Ids 0, 1, 2 are the special tokens (special.ts); then by falling count. */
  readonly size: number;
  /** Folded keys: NFC, lower case, `'` for every apostrophe, `-` for every hyphen. As written in whitespace mode. */
  readonly keys: readonly string[];
  /** True-cased display forms: `the`, `Ishmael`, `NASA`, `I'm`. */
  readonly forms: readonly string[];
  /** Occurrences in the text that the vocabulary was made from, a base's library included. UNKNOWN's are those of everything without an entry. */
  readonly counts: readonly number[];
  readonly kinds: readonly ('special' | Token['kind'])[];
  /** How the text writes the space before and after each entry: learned majorities, per entry. */
  readonly spaceBefore: readonly boolean[];
  readonly spaceAfter: readonly boolean[];
  /** Share of occurrences, 0–1, with space before or after. About a half says: both (a straight `"`). */
  readonly spaceBeforeShare: readonly number[];
  readonly spaceAfterShare: readonly number[];
  /** How words are written behind a word, where it is not their form. */
  readonly formsAfter: readonly FormAfter[];
  /** UNKNOWN for a key without an entry. */
  idOf(key: string): number;
}

/** The form of word `id` behind word `previous`. */
export interface FormAfter {
  readonly previous: number;
  readonly id: number;
  readonly form: string;
}

/** One entry's worth of a vocabulary, as it is made and stored. */
export interface VocabularyEntry {
  readonly key: string;
  readonly form: string;
  readonly count: number;
  readonly kind: 'special' | Token['kind'];
  readonly spaceBeforeShare: number;
  readonly spaceAfterShare: number;
}

/** The entry of an id below the vocabulary's size. */
export function entryOf(vocabulary: Vocabulary, id: number): VocabularyEntry {
  return {
    key: vocabulary.keys[id]!, // one item an id, in every column
    form: vocabulary.forms[id]!,
    count: vocabulary.counts[id]!,
    kind: vocabulary.kinds[id]!,
    spaceBeforeShare: vocabulary.spaceBeforeShare[id]!,
    spaceAfterShare: vocabulary.spaceAfterShare[id]!,
  };
}

/** Entries in the order of their ids, the special tokens first. */
export function vocabularyOf(
  entries: readonly VocabularyEntry[],
  formsAfter: readonly FormAfter[] = [],
): Vocabulary {
  return vocabularyOfColumns({
    keys: entries.map((entry) => entry.key),
    forms: entries.map((entry) => entry.form),
    counts: entries.map((entry) => entry.count),
    kinds: entries.map((entry) => entry.kind),
    spaceBeforeShare: entries.map((entry) => entry.spaceBeforeShare),
    spaceAfterShare: entries.map((entry) => entry.spaceAfterShare),
    formsAfter,
  });
}

/** The same by columns, which become the vocabulary's own: tens of thousands of entries are made while requests wait. */
export function vocabularyOfColumns(
  columns: Pick<
    Vocabulary,
    'keys' | 'forms' | 'counts' | 'kinds' | 'spaceBeforeShare' | 'spaceAfterShare' | 'formsAfter'
  >,
): Vocabulary {
  const { keys, spaceBeforeShare, spaceAfterShare } = columns;
  const ids = new Map<string, number>();
  for (let id = 0; id < keys.length; id++) ids.set(keys[id]!, id);
  return {
    ...columns,
    size: keys.length,
    spaceBefore: spaceBeforeShare.map((share) => share >= 0.5),
    spaceAfter: spaceAfterShare.map((share) => share >= 0.5),
    idOf: (key) => ids.get(key) ?? 0,
  };
}
