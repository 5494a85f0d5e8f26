import assert from 'node:assert/strict';
import type { ChanceWeights } from '../../../model/letters/chance';
import type { NewWord, Speller } from '../../../model/letters/speller';
import type { SuggestionModel } from '../../../server/prediction/suggestion-model';
import { createNewWordIds, keyOf } from '../../../server/suggestion/new-words';
import { DocumentSession } from '../../../server/suggestion/session';
import { phraseModel } from './phrase-predictor';

const CORPUS = `
The harpooner saw the harbour. The harpooner sighed, and the harbour was still.
`;

/** Spells what it is told to. */
function speller(words: Readonly<Record<string, number>>): Speller {
  const under = (prefix: string) =>
    Object.entries(words).filter(([key]) => key.startsWith(prefix) && key !== prefix);
  return {
    probability: () => 1,
    spell: (prefix, isKnown) => ({
      probability: 1,
      newShare: 1,
      words: under(prefix)
        .filter(([key]) => !isKnown(key))
        .map(([key, probability]): NewWord => ({ key, probability })),
    }),
  };
}

/** A word is new with this chance, whatever is typed. */
function always(chance: number): ChanceWeights {
  return [Math.log(chance / (1 - chance)), 0, 0, 0, 0, 0, 0];
}

function open(
  text: string,
  words: Record<string, number>,
  chance: number,
  overrides: Partial<SuggestionModel> = {},
) {
  const session = new DocumentSession('markdown', text);
  const newWords = { weights: always(chance), speller: speller(words) };
  session.setModel(phraseModel(CORPUS, { newWords, ...overrides }));
  return session;
}

describe('a word that nobody has written yet', () => {
  const lists: [
    what: string,
    text: string,
    words: Record<string, number>,
    chance: number,
    listed: string[],
  ][] = [
    ['likely', 'He harp', { harpoonist: 0.8 }, 0.6, ['harpoonist', 'harpooner']],
    ['less likely than a known one', 'He harp', { harpoonist: 0.5 }, 0.3, ['harpooner', 'harpoonist']],
    ['unlikely', 'He harp', { harpoonist: 0.2 }, 0.3, ['harpooner']],
    [
      'two of them',
      'He harp',
      { harpist: 0.5, harpoonist: 0.4 },
      0.5,
      ['harpooner', 'harpist', 'harpoonist'],
    ],
    ['a known one', 'He harp', { harpooner: 0.9 }, 0.6, ['harpooner']],
    ['with a capital', 'He saw Harp', { harpoonist: 0.8 }, 0.6, ['Harpoonist', 'Harpooner']],
    ['in capitals', 'HE SAW HARP', { harpoonist: 0.8 }, 0.6, ['HARPOONIST', 'HARPOONER']],
    ['unlike any word', 'He harp', { harpxqzkvwqjhxzk: 0.8 }, 0.6, ['harpooner']],
    ['where nothing is typed', 'He ', { harpoonist: 0.9 }, 0.6, []],
  ];
  for (const [what, text, words, chance, listed] of lists) {
    it(`is listed by its probability: ${what}`, () => {
      const items = open(text, words, chance).list(text.length, 5);
      const found = items.filter(({ probability }) => probability !== undefined).map((item) => item.text);
      if (listed.length > 0) assert.deepEqual(found, listed);
      else assert.ok(!found.includes('harpoonist'));
      const sum = items.reduce((total, { probability = 0 }) => total + probability, 0);
      assert.ok(sum <= 1 + 1e-6, String(sum));
    });
  }

  const ghosts: [what: string, words: Record<string, number>, chance: number, offer: string | undefined][] = [
    ['surer than the threshold', { harpoonist: 0.9 }, 0.8, 'oonist'],
    ['less sure than a known one', { harpoonist: 0.8 }, 0.3, 'ooner'],
    ['less sure than the threshold, as the known one', { harpoonist: 0.35 }, 0.7, undefined],
  ];
  for (const [what, words, chance, offer] of ghosts) {
    it(`is ghost text where it is ${what}`, () => {
      const text = 'He saw a harp';
      const ghost = open(text, words, chance).ghostText(text.length, {
        automatic: true,
        eagerness: 'balanced',
      });
      assert.equal(ghost?.insertText, offer);
    });
  }

  it('stays while it is typed', () => {
    const text = 'He saw a harp';
    const session = open(text, { harpoonist: 0.9 }, 0.8);
    const ask = (offset: number) =>
      session.ghostText(offset, { automatic: true, eagerness: 'balanced' })?.insertText;
    assert.equal(ask(text.length), 'oonist');
    session.change([{ start: text.length, end: text.length, text: 'o' }]);
    assert.equal(ask(text.length + 1), 'onist');
  });

  it('is not offered when it is to be forgotten', () => {
    const text = 'He harp';
    const session = open(text, { harpoonist: 0.8 }, 0.6, { blocked: new Set(['harpoonist']) });
    assert.deepEqual(
      session.list(text.length, 5).map((item) => item.text),
      ['harpooner'],
    );
  });

  it('has no place in the lexicon by being offered', () => {
    const text = 'He harp';
    const model = phraseModel(CORPUS, {
      newWords: { weights: always(0.6), speller: speller({ harpoonist: 0.8 }) },
    });
    const session = new DocumentSession('markdown', text);
    session.setModel(model);
    session.list(text.length, 5);
    session.ghostText(text.length, { automatic: true, eagerness: 'balanced' });
    assert.equal(model.lexicon.idOf('harpoonist'), 0);
  });
});

describe('ids of new words', () => {
  it('are below 0, one a word, and give the word back', () => {
    const ids = createNewWordIds();
    const [one, other] = [ids.idOf('harpoonist'), ids.idOf('harpist')];
    assert.ok(one < 0 && other < 0 && one !== other);
    assert.equal(ids.idOf('harpoonist'), one);
    assert.deepEqual([ids.keyOf(one), ids.keyOf(other), ids.keyOf(-77)], ['harpoonist', 'harpist', '']);
    assert.equal(keyOf(other, { key: () => 'known' }, ids), 'harpist');
    assert.equal(keyOf(3, { key: () => 'known' }, ids), 'known');
  });

  it('are used again after ten thousand', () => {
    const ids = createNewWordIds();
    const first = ids.idOf('word 0');
    for (let index = 1; index <= 10_000; index++) ids.idOf(`word ${index}`);
    assert.equal(ids.keyOf(first), 'word 10000');
    assert.notEqual(ids.idOf('word 0'), first);
  });
});
