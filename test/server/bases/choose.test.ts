import assert from 'node:assert/strict';
import type { BaseHeader, Origin } from '../../../server/bases/base-file';
import { basesForLocale, chooseBases, type WordCounts } from '../../../server/bases/choose';

const english = 'the captain followed the northern wind and left behind the grey harbour before the morning';
const russian = 'капитан следовал за северным ветром и покинул серую гавань до утра';
const german = 'der kapitän folgte dem nordwind und verließ den grauen hafen vor dem morgen wind and';

const bases = {
  English: base('English', 'shipped', english),
  Russian: base('Russian', 'shipped', russian),
  'My novels': base('My novels', 'own', `${english} quibblewick`),
  Повести: base('Повести', 'own', russian),
};
type Name = keyof typeof bases;

function base(name: string, origin: Origin, text: string): BaseHeader {
  const keys = [...new Set(text.split(' '))];
  const info = {
    path: name,
    origin,
    name,
    fingerprint: name,
    bytes: 1,
    words: 1,
    madeAt: '',
    collections: [],
  };
  return { info: { ...info, vocabularySize: keys.length }, keys: new Set(keys), frequentWords: keys };
}

function words(text: string): WordCounts {
  const counts = new Map<string, number>();
  for (const word of text.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const named = (names: readonly Name[]) => names.map((name) => bases[name]);
const namesOf = (headers: readonly BaseHeader[]) => headers.map(({ info }) => info.name);

describe('choosing a base', () => {
  const both: Name[] = ['English', 'Russian'];
  const all: Name[] = ['My novels', 'Повести', ...both];
  const cases: [what: string, text: string, among: Name[], chosen: Name[]][] = [
    ['of the text’s language', english, both, ['English']],
    ['of the text’s language', russian, both, ['Russian']],
    ['for most of the text', `${english} northern wind sank ${russian}`, both, ['English', 'Russian']],
    ['none for another language', german, both, []],
    ['none where there is none', english, [], []],
    ['none for no words', '', all, []],
    ['the writer’s own on a tie', english, all, ['My novels']],
    ['the writer’s own that knows more', `${english} quibblewick`, all, ['My novels']],
    ['the writer’s own for each language', `${english} ${english} ${russian}`, all, ['My novels', 'Повести']],
    [
      'no second one for a foreign word',
      `${english} ${english} ${english} ${english} утра`,
      both,
      ['English'],
    ],
    [
      'no second one of the same language',
      `${english} quibblewick blue`,
      ['English', 'My novels'],
      ['My novels'],
    ],
  ];
  for (const [what, text, among, expected] of cases) {
    it(`${what}: ${expected.join(', ') || 'none'} for “${text.slice(0, 40)}…”`, () => {
      assert.deepEqual(namesOf(chooseBases(words(text), named(among))), expected);
    });
  }

  // Twelve of twenty words: just what is asked for.
  const edge = `${Array(12).fill('the').join(' ')} ${Array(8).fill('x').join(' ')}`;
  for (const [incumbent, expected] of [
    [undefined, ['English']],
    ['English', ['English']],
    [null, []],
  ] as const) {
    it(`stays with ${incumbent === null ? 'none' : (incumbent ?? 'whatever fits')} at the edge`, () => {
      assert.deepEqual(namesOf(chooseBases(words(edge), named(['English']), incumbent)), expected);
    });
  }
});

describe('choosing a base without a text', () => {
  for (const [locale, among, expected] of [
    ['en', ['English', 'Russian'], ['English']],
    ['ru', ['English', 'Russian'], ['Russian']],
    ['ru-RU', ['English', 'Russian'], ['Russian']],
    ['de', ['English', 'Russian'], ['English']],
    [undefined, ['English', 'Russian'], ['English']],
    ['nonsense locale', ['English', 'Russian'], ['English']],
    ['en', ['My novels', 'Повести', 'English', 'Russian'], ['My novels']],
    ['ru', ['My novels', 'Повести', 'English', 'Russian'], ['Повести']],
    ['en', ['My novels'], ['My novels']],
    ['en', [], []],
  ] as [string | undefined, Name[], Name[]][]) {
    it(`${locale} of ${among.join(', ') || 'none'}: ${expected}`, () => {
      assert.deepEqual(namesOf(basesForLocale(locale, named(among))), expected);
    });
  }

  it('takes the one that the settings name', () => {
    const file = base('x', 'named', russian);
    assert.deepEqual(namesOf(basesForLocale('en', [file, bases.English])), ['x']);
  });
});
