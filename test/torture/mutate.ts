/** Odd values in the place of sound ones, the same for the same random numbers. */

export type Random = () => number;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!; // random() is below 1
}

const TEXTS: readonly (() => string)[] = [
  () => '',
  () => ' ',
  () => '\0',
  () => '\ud800', // half a character
  () => '\udc00\ud800'.repeat(100),
  () => '𝒜é\u0301\u202e\ufeff',
  () => '__proto__',
  () => 'constructor',
  () => '../../x',
  () => 'file:',
  () => 'file://nowhere/x',
  () => 'a'.repeat(300),
  () => 'The captain followed the northern wind before the morning. '.repeat(3_000),
];

export function oddText(random: Random): string {
  return pick(random, TEXTS)();
}

const VALUES: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -1,
  () => 1.5,
  () => 1e308,
  () => -1e308,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 5e-324,
  () => [],
  () => ({}),
  () => [null, [], {}],
  () => JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
  oddText,
];

export function oddValue(random: Random): unknown {
  return pick(random, VALUES)(random);
}

/** A copy in which something is replaced, missing or doubled, anywhere within. */
export function mutateJson(value: unknown, random: Random): unknown {
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || random() < 0.1) return oddValue(random);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length + 1));
    const kind = random();
    if (kind < 0.15) return value.filter((_, index) => index !== at);
    if (kind < 0.3 || at === value.length)
      return [...value.slice(0, at), oddValue(random), ...value.slice(at)];
    return value.map((item, index) => (index === at ? mutateJson(item, random) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [oddText(random).slice(0, 20)]: oddValue(random) };
  const [name] = pick(random, entries);
  if (random() < 0.15) return Object.fromEntries(entries.filter(([other]) => other !== name));
  return Object.fromEntries(
    entries.map(([other, item]) => [other, other === name ? mutateJson(item, random) : item]),
  );
}

/** A copy of a tensor's numbers with some that no training makes. */
export function mutateNumbers<Numbers extends Float32Array | Int32Array | Int8Array>(
  numbers: Numbers,
  random: Random,
): Numbers {
  const changed = numbers.slice() as Numbers; // slice keeps the kind of array
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, -3e38, 3e38, 1e30, 1e-40, 999_999, -1, 2 ** 31 - 1];
  const changes = random() < 0.2 ? numbers.length : 1 + Math.floor(3 * random());
  for (let change = 0; change < changes; change++) {
    changed[Math.floor(random() * numbers.length)] = pick(random, odd);
  }
  return changed;
}
