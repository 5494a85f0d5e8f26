import { SPECIAL_TOKENS } from './special';
import { type FormAfter, type Vocabulary, type VocabularyEntry, vocabularyOfColumns } from './vocabulary';

/** A vocabulary as plain JSON: one array a column, to be small and quick to read. */
export interface VocabularyJson {
  readonly version: 2;
  readonly keys: readonly string[];
  /** '' where the form is the key. */
  readonly forms: readonly string[];
  readonly counts: readonly number[];
  /** One letter an entry: s(pecial), w(ord), n(umber), p(unctuation). */
  readonly kinds: string;
  /** Whole percent. */
  readonly spaceBefore: Exceptions;
  readonly spaceAfter: Exceptions;
  /** Words that are written otherwise behind some: pairs of ids, and their forms. Absent: there are none. */
  readonly formsAfter?: { readonly ids: readonly number[]; readonly forms: readonly string[] };
}

/** A column in which most entries are 100: pairs of an entry's id and its value, by id, one after the other. */
type Exceptions = readonly number[];
const USUAL = 100;

/** A word outside the vocabulary, as stored beside it. */
export interface ExtraWord {
  readonly key: string;
  readonly form: string;
  /** Occurrences in the library that a base was made from. Absent or 0: it comes from the text itself. */
  readonly count?: number;
}

/** Extra words as JSON: as the columns of `VocabularyJson`, without trailing counts of 0. */
export interface ExtraWordsJson {
  readonly keys: readonly string[];
  readonly forms: readonly string[];
  readonly counts: readonly number[];
}

/** A stored vocabulary that cannot be read; the message says what was got and what was expected. */
export class VocabularyFormatError extends Error {
  override readonly name = 'VocabularyFormatError';
}

export function vocabularyToJson(vocabulary: Vocabulary): VocabularyJson {
  return {
    version: 2,
    keys: vocabulary.keys,
    forms: vocabulary.forms.map((form, id) => (form === vocabulary.keys[id] ? '' : form)),
    counts: vocabulary.counts,
    kinds: vocabulary.kinds.map((kind) => kind.charAt(0)).join(''),
    spaceBefore: exceptionsOf(vocabulary.spaceBeforeShare),
    spaceAfter: exceptionsOf(vocabulary.spaceAfterShare),
    ...(vocabulary.formsAfter.length > 0 && {
      formsAfter: {
        ids: vocabulary.formsAfter.flatMap(({ previous, id }) => [previous, id]),
        forms: vocabulary.formsAfter.map(({ form }) => form),
      },
    }),
  };
}

function exceptionsOf(shares: readonly number[]): number[] {
  return shares.flatMap((share, id) => {
    const percent = Math.round(share * 100);
    return percent === USUAL ? [] : [id, percent];
  });
}

/** @throws VocabularyFormatError */
export function vocabularyFromJson(json: unknown): Vocabulary {
  const record = recordOf(json, 'vocabulary');
  if (record.version !== 2) fail('vocabulary.version', '2', record.version);
  const keys = arrayOf(record.keys, 'vocabulary.keys', undefined, isString, 'a string');
  SPECIAL_TOKENS.forEach((token, id) => {
    if (keys[id] !== token) fail(`vocabulary.keys[${id}]`, JSON.stringify(token), keys[id]);
  });
  const size = keys.length;
  const different = new Set(keys).size;
  if (different !== size) fail('vocabulary.keys', 'no key twice', `${size - different} repeated`);
  const forms = arrayOf(record.forms, 'vocabulary.forms', size, isString, 'a string');
  const counts = arrayOf(record.counts, 'vocabulary.counts', size, isCount, 'a whole number from 0');
  const before = percentagesOf(record.spaceBefore, 'vocabulary.spaceBefore', size);
  const after = percentagesOf(record.spaceAfter, 'vocabulary.spaceAfter', size);
  const kinds = record.kinds;
  if (typeof kinds !== 'string' || kinds.length !== size) fail('vocabulary.kinds', `${size} letters`, kinds);

  return vocabularyOfColumns({
    keys,
    forms: forms.map((form, id) => form || keys[id]!), // as many of each
    counts,
    kinds: kindsOf(kinds),
    spaceBeforeShare: sharesOf(before),
    spaceAfterShare: sharesOf(after),
    formsAfter: record.formsAfter === undefined ? [] : formsAfterOf(record.formsAfter, size),
  });
}

/** By index: going through letters or a typed array in any other way takes ten times as long. */
function kindsOf(letters: string): VocabularyEntry['kind'][] {
  const kinds: VocabularyEntry['kind'][] = [];
  for (let id = 0; id < letters.length; id++) {
    const letter = letters.charAt(id);
    kinds.push(KIND_OF_LETTER[letter] ?? fail(`vocabulary.kinds[${id}]`, 'one of s, w, n, p', letter));
  }
  return kinds;
}

function sharesOf(percentages: Uint8Array): number[] {
  const shares: number[] = [];
  for (let id = 0; id < percentages.length; id++) shares.push(percentages[id]! / 100);
  return shares;
}

function formsAfterOf(value: unknown, size: number): FormAfter[] {
  const record = recordOf(value, 'vocabulary.formsAfter');
  const forms = arrayOf(record.forms, 'vocabulary.formsAfter.forms', undefined, isString, 'a string');
  const isId = (item: unknown): item is number => isCount(item) && item < size;
  const name = 'vocabulary.formsAfter.ids';
  const ids = arrayOf(record.ids, name, 2 * forms.length, isId, `an id below ${size}`);
  return forms.map((form, index) => ({ previous: ids[2 * index]!, id: ids[2 * index + 1]!, form }));
}

function percentagesOf(value: unknown, name: string, size: number): Uint8Array {
  const pairs = arrayOf(value, name, undefined, isCount, 'a whole number from 0');
  if (pairs.length % 2 !== 0) fail(name, 'pairs', `${pairs.length} numbers`);
  const percentages = new Uint8Array(size).fill(USUAL); // (vocabulary)
  for (let index = 0; index < pairs.length; index += 2) {
    const [id, percent] = [pairs[index]!, pairs[index + 1]!]; // their number is even
    if (id >= size) fail(`${name}[${index}]`, `an id below ${size}`, id);
    if (percent > 100) fail(`${name}[${index + 1}]`, 'a percentage', percent);
    percentages[id] = percent;
  }
  return percentages;
}

export function extraWordsToJson(words: readonly ExtraWord[]): ExtraWordsJson {
  const counted = words.findLastIndex(({ count = 0 }) => count > 0) + 1;
  return {
    keys: words.map(({ key }) => key),
    forms: words.map(({ key, form }) => (form === key ? '' : form)),
    counts: words.slice(0, counted).map(({ count = 0 }) => count),
  };
}

/** @throws VocabularyFormatError */
export function extraWordsFromJson(json: unknown): ExtraWord[] {
  const record = recordOf(json, 'extraWords');
  const keys = arrayOf(record.keys, 'extraWords.keys', undefined, isString, 'a string');
  const forms = arrayOf(record.forms, 'extraWords.forms', keys.length, isString, 'a string');
  const counts = arrayOf(record.counts, 'extraWords.counts', undefined, isCount, 'a whole number from 0');
  return keys.map((key, index) => {
    const word = { key, form: forms[index] || key };
    const count = counts[index] ?? 0;
    return count > 0 ? { ...word, count } : word;
  });
}

const KIND_OF_LETTER: Readonly<Record<string, VocabularyEntry['kind']>> = {
  s: 'special',
  w: 'word',
  n: 'number',
  p: 'punctuation',
};

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(name, 'an object', value);
  // Checked just above; each field is checked where it is read.
  return value as Record<string, unknown>;
}

function arrayOf<T>(
  value: unknown,
  name: string,
  length: number | undefined,
  fits: (item: unknown) => item is T,
  expected: string,
): readonly T[] {
  if (!Array.isArray(value)) fail(name, 'an array', value);
  if (length !== undefined && value.length !== length) fail(name, `${length} items`, `${value.length} items`);
  return value.map((item: unknown, index) => (fits(item) ? item : fail(`${name}[${index}]`, expected, item)));
}

const isString = (item: unknown): item is string => typeof item === 'string';
const isCount = (item: unknown): item is number => Number.isSafeInteger(item) && Number(item) >= 0;

function fail(name: string, expected: string, got: unknown): never {
  const shown = typeof got === 'string' ? got : JSON.stringify(got);
  throw new VocabularyFormatError(`${name}: expected ${expected}, got ${String(shown).slice(0, 80)}`);
}
