/**
 * Sentences for the writer, on their way from where they arise to where the writer's language is known: each travels as its English
 * text with `{0}` for the first argument, which is its key in the bundles of l10n/, and its arguments. Both are marked inside an
 * ordinary string, so that a sentence passes through errors, threads and other sentences as other text does; what is not marked
 * (a path, what the system says) stays as it is.
 */

/** Private-use characters, which no keyboard types. */
const BEGIN = '\uE000';
const NEXT = '\uE001';
const END = '\uE002';
const INNERMOST = new RegExp(`${BEGIN}([^${BEGIN}${END}]*)${END}`, 'g');
/** Sentences within sentences within …; a text that pretends to more stays as it is. */
const DEEPEST = 8;

/** A sentence to be worded where it is shown. `key` is its English text; arguments may be sentences. */
export function sentence(key: string, ...parts: readonly (string | number)[]): string {
  return `${BEGIN}${[key, ...parts].join(NEXT)}${END}`;
}

/** The text with every sentence in it worded by `translate`, by default in English. */
export function worded(text: string, translate: (key: string, ...parts: string[]) => string = fill): string {
  let result = text;
  for (let depth = 0; depth < DEEPEST && result.includes(BEGIN); depth++) {
    result = result.replace(INNERMOST, (_, inside: string) => {
      const [key = '', ...parts] = inside.split(NEXT);
      return translate(key, ...parts);
    });
  }
  return result;
}

/** Anything that a message can hold, with the sentences in its strings worded. */
export function allWorded<Value>(
  value: Value,
  translate?: (key: string, ...parts: string[]) => string,
): Value {
  const go = (each: unknown): unknown => {
    if (typeof each === 'string') return each.includes(BEGIN) ? worded(each, translate) : each;
    if (Array.isArray(each)) return each.map(go);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, go(inner)]));
  };
  return go(value) as Value; // the same but for its strings
}

/** A probability as `12 %`, and `< 1 %` rather than 0 %. */
export function wholePercent(probability: number): string {
  const rounded = Math.round(100 * probability);
  return rounded === 0 ? '< 1 %' : `${rounded} %`;
}

function fill(key: string, ...parts: string[]): string {
  return key.replace(/\{(\d+)\}/g, (hole, index) => parts[Number(index)] ?? hole);
}
