import { SPECIAL_TOKENS } from './special';
import { type Vocabulary, type VocabularyEntry, vocabularyOf } from './vocabulary';

/** A vocabulary as plain JSON: one array a column, to be small and quick to read. */
export interface VocabularyJson {
  readonly version: 1;
  readonly keys: readonly string[];
  /** null where the form is the key. */
  readonly forms: readonly (string | null)[];
  readonly counts: readonly number[];
  /** One letter an entry: s(pecial), w(ord), n(umber), p(unctuation). */
  readonly kinds: string;
  /** Whole percent. */
  readonly spaceBefore: readonly number[];
  readonly spaceAfter: readonly number[];
}

/** A word outside the vocabulary, as stored beside it. */
export interface ExtraWord {
  readonly key: string;
  readonly form: string;
}

/** A stored vocabulary that cannot be read; the message says what was got and what was expected. */
export class VocabularyFormatError extends Error {
  override readonly name = 'VocabularyFormatError';
}

export function vocabularyToJson(vocabulary: Vocabulary): VocabularyJson {
  return {
    version: 1,
    keys: vocabulary.keys,
    forms: vocabulary.forms.map((form, id) => (form === vocabulary.keys[id] ? null : form)),
    counts: vocabulary.counts,
    kinds: vocabulary.kinds.map((kind) => kind.charAt(0)).join(''),
    spaceBefore: vocabulary.spaceBeforeShare.map((share) => Math.round(share * 100)),
    spaceAfter: vocabulary.spaceAfterShare.map((share) => Math.round(share * 100)),
  };
}

/** @throws VocabularyFormatError */
export function vocabularyFromJson(json: unknown): Vocabulary {
  const record = recordOf(json, 'vocabulary');
  if (record.version !== 1) fail('vocabulary.version', '1', record.version);
  const keys = arrayOf(record.keys, 'vocabulary.keys', undefined, isString, 'a string');
  SPECIAL_TOKENS.forEach((token, id) => {
    if (keys[id] !== token) fail(`vocabulary.keys[${id}]`, JSON.stringify(token), keys[id]);
  });
  if (new Set(keys).size !== keys.length)
    fail('vocabulary.keys', 'no key twice', `${keys.length - new Set(keys).size} repeated`);
  const size = keys.length;
  const forms = arrayOf(record.forms, 'vocabulary.forms', size, isStringOrNull, 'a string or null');
  const counts = arrayOf(record.counts, 'vocabulary.counts', size, isCount, 'a whole number from 0');
  const before = arrayOf(record.spaceBefore, 'vocabulary.spaceBefore', size, isPercent, 'a percentage');
  const after = arrayOf(record.spaceAfter, 'vocabulary.spaceAfter', size, isPercent, 'a percentage');
  const kinds = record.kinds;
  if (typeof kinds !== 'string' || kinds.length !== size) fail('vocabulary.kinds', `${size} letters`, kinds);

  return vocabularyOf(
    keys.map((key, id): VocabularyEntry => {
      const kind = kindOfLetter[kinds.charAt(id)];
      if (!kind) fail(`vocabulary.kinds[${id}]`, 'one of s, w, n, p', kinds.charAt(id));
      return {
        key,
        form: forms[id] ?? key,
        count: counts[id] ?? 0,
        kind,
        spaceBeforeShare: (before[id] ?? 0) / 100,
        spaceAfterShare: (after[id] ?? 0) / 100,
      };
    }),
  );
}

/** @throws VocabularyFormatError */
export function extraWordsFromJson(json: unknown): ExtraWord[] {
  return arrayOf(json, 'extraWords', undefined, isExtraWord, 'a key and a form').map(({ key, form }) => ({
    key,
    form,
  }));
}

const kindOfLetter: Readonly<Record<string, VocabularyEntry['kind']>> = {
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
const isStringOrNull = (item: unknown): item is string | null => item === null || typeof item === 'string';
const isCount = (item: unknown): item is number => Number.isInteger(item) && Number(item) >= 0;
const isPercent = (item: unknown): item is number => isCount(item) && item <= 100;
const isExtraWord = (item: unknown): item is ExtraWord =>
  typeof item === 'object' &&
  item !== null &&
  'key' in item &&
  'form' in item &&
  isString(item.key) &&
  isString(item.form);

function fail(name: string, expected: string, got: unknown): never {
  const shown = typeof got === 'string' ? got : JSON.stringify(got);
  throw new VocabularyFormatError(`${name}: expected ${expected}, got ${String(shown).slice(0, 80)}`);
}
