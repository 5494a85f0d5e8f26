/** Wordings that the rules were written beside, or those that were kept back until they were finished. */
export type Wordings = 'seen' | 'held back';

export type Random = () => number;

/** What is written down, how it is called, and sentences that it stands in. `{S}` is the secret, `{L}` its name. */
export interface Kind {
  readonly name: string;
  readonly secret: (random: Random) => string;
  readonly labels: Readonly<Record<Wordings, readonly string[]>>;
  readonly sentences: Readonly<Record<Wordings, readonly string[]>>;
}

export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const upper = lower.toUpperCase();
export const digits = '0123456789';

export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!; // random < 1
}

/** So many characters of the alphabet. */
export function row(alphabet: string, length: number, random: Random): string {
  return Array.from({ length }, () => pick([...alphabet], random)).join('');
}

/** Rows of the alphabet, joined by what stands between them. */
export function groups(
  alphabet: string,
  count: number,
  length: number,
  between: string,
  random: Random,
): string {
  return Array.from({ length: count }, () => row(alphabet, length, random)).join(between);
}

/** Can be said, is in no dictionary. */
export function madeUpWord(random: Random): string {
  const syllables = 3 + Math.floor(random() * 2);
  let word = '';
  for (let index = 0; index < syllables; index++)
    word += pick([...'bdfgklmnprstvz', 'br', 'tr', 'st', 'sh'], random) + pick([...'aeiou'], random);
  return word + pick(['n', 'l', 'r', 'x', 'sk', ''], random);
}

/** Sentences about a secret that can be told by its own shape. */
export const plainSentences = {
  seen: [
    'I pasted {S} into the form.',
    '{L}: {S}',
    'The {L} is {S}.',
    'Use {S} for the server.',
    'He had scribbled {S} on a serviette.',
    '{L} {S}',
    'It begins with nothing, just {S} and then the rest.',
    'Please revoke {S} tomorrow!',
    'The {L} ({S}) still works.',
    'Old: {S}, new one to come',
  ],
  'held back': [
    'The courier brought {S} on Friday.',
    '“{S}” was all that it said.',
    'copy this: {S}',
    '({S})',
    '{L}... {S}',
    'Lost again; found {S} in a drawer.',
  ],
};
