import { SPECIAL_TOKENS } from '../vocabulary/special';
import type { Vocabulary } from '../vocabulary/vocabulary';
import type { Json } from './trained-model';

const KINDS: readonly Vocabulary['kinds'][number][] = [
  'special',
  'word',
  'number',
  'punctuation',
  'sentenceEnd',
  'paragraphEnd',
  'gap',
];

/** Columns rather than rows, the spaces as strings of 0 and 1: a third of the size. */
export function vocabularyToJson(vocabulary: Vocabulary): Json {
  const bits = (flags: readonly boolean[]) => flags.map((flag) => (flag ? '1' : '0')).join('');
  return {
    keys: vocabulary.keys,
    forms: vocabulary.forms,
    counts: vocabulary.counts,
    kinds: vocabulary.kinds.map((kind) => KINDS.indexOf(kind)),
    spaceBefore: bits(vocabulary.spaceBefore),
    spaceAfter: bits(vocabulary.spaceAfter),
  };
}

/** Throws an `Error` that says what is wrong with it. */
export function vocabularyFromJson(json: Json): Vocabulary {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Error('no object');
  }
  const fields = json as { readonly [key: string]: Json }; // isArray does not narrow readonly arrays away
  const keys = column(fields, 'keys', (value) => typeof value === 'string') as readonly string[];
  const size = keys.length;
  const forms = column(fields, 'forms', (value) => typeof value === 'string') as readonly string[];
  const counts = column(fields, 'counts', (value) => Number.isSafeInteger(value)) as readonly number[];
  const kinds = column(fields, 'kinds', (value) => KINDS[value as number] !== undefined) as readonly number[];
  const spaceBefore = flags(fields, 'spaceBefore');
  const spaceAfter = flags(fields, 'spaceAfter');
  for (const [name, values] of Object.entries({ forms, counts, kinds, spaceBefore, spaceAfter })) {
    if (values.length !== size) {
      throw new Error(`${values.length} ${name} for ${size} keys`);
    }
  }
  SPECIAL_TOKENS.forEach((token, id) => {
    if (keys[id] !== token) {
      throw new Error(`${JSON.stringify(keys[id])} in place of ${token}`);
    }
  });
  const ids = new Map(keys.map((key, id) => [key, id]));
  if (ids.size !== size) {
    throw new Error('a key twice');
  }
  return {
    size,
    keys,
    forms,
    counts,
    kinds: kinds.map((kind) => KINDS[kind]!), // each was just seen to be an index
    spaceBefore,
    spaceAfter,
    idOf: (key) => ids.get(key) ?? 0,
  };
}

function column(
  fields: { readonly [key: string]: Json },
  name: string,
  fits: (value: Json) => boolean,
): readonly Json[] {
  const values = fields[name];
  if (!Array.isArray(values) || !values.every(fits)) {
    throw new Error(`no column of ${name}`);
  }
  return values;
}

function flags(fields: { readonly [key: string]: Json }, name: string): boolean[] {
  const bits = fields[name];
  if (typeof bits !== 'string' || !/^[01]*$/.test(bits)) {
    throw new Error(`no column of ${name}`);
  }
  return Array.from(bits, (bit) => bit === '1');
}
