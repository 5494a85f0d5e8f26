import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { buildVocabulary } from '../../../model/vocabulary/build';
import { encodeCorpus } from '../../../model/vocabulary/encode';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../../model/vocabulary/special';

const library = 'The captain saw the hope, the sea. The sea, the captain, the boat. The boat went on.';
const base = {
  vocabulary: buildVocabulary([tokenizeProse(library)], { minimumCount: 2 }),
  extraWords: [
    { key: 'harbour', form: 'harbour', count: 4 },
    { key: 'ahab', form: 'Ahab', count: 3 },
  ],
};
const extended = (text: string) => encodeCorpus([tokenizeProse(text)], { base });

describe('a vocabulary that goes on from a base', () => {
  it("keeps the base's ids and puts the text's own words behind them", () => {
    const { vocabulary } = extended('Skerra, the sea, Skerra again, and the captain.');
    assert.deepEqual(vocabulary.keys.slice(0, base.vocabulary.size), base.vocabulary.keys);
    assert.deepEqual(vocabulary.keys.slice(base.vocabulary.size).sort(), ['again', 'and', 'skerra']);
  });

  const many = (word: string, count: number) =>
    `We saw ${Array(count).fill(`the ${word}`).join(' and ')} there.`;
  const forms: [what: string, text: string, key: string, form: string][] = [
    ['a word that the text does not have', 'We went.', 'captain', 'captain'],
    [
      'a capital at the start of a sentence',
      'Captain. Captain. Captain. Captain. Captain. Captain.',
      'captain',
      'captain',
    ],
    ['a few capitals within', many('Captain', 4), 'captain', 'captain'],
    ['many capitals within', many('Captain', 5), 'captain', 'Captain'],
    ['a word that only the text has', many('Skerra', 2), 'skerra', 'Skerra'],
    ['a rarer word of the base', 'We saw.', 'ahab', 'Ahab'],
  ];
  for (const [what, text, key, form] of forms) {
    it(`writes ${what} as ${form}`, () => {
      const { lexicon } = extended(text);
      assert.equal(lexicon.form(lexicon.idOf(key)), form);
    });
  }

  it('gives a rarer word of the base a row where the text has it often enough, and an id in any case', () => {
    const twice = `${'We saw the harbour and the harbour. '.repeat(300)}`;
    assert.ok(extended(twice).lexicon.idOf('harbour') < extended(twice).lexicon.closedSize);
    const { lexicon } = extended('We saw.');
    assert.ok(lexicon.idOf('harbour') >= lexicon.closedSize);
    assert.equal(lexicon.count(lexicon.idOf('harbour')), 4);
  });

  it('lets the text say how marks are spaced, little by little', () => {
    const share = (text: string) => {
      const { vocabulary } = extended(text);
      return vocabulary.spaceBeforeShare[vocabulary.idOf(',')]!;
    };
    const french = (count: number) => 'la mer , '.repeat(count);
    const [before, after, long] = [share('We went.'), share(french(10)), share(french(200))];
    assert.ok(before < 0.1 && after > 0.2 && after < 0.5 && long > 0.8, `${before}, ${after}, ${long}`);
  });
});

describe("a lexicon's base probabilities", () => {
  it('are none where there is no base', () => {
    assert.equal(createLexicon(base.vocabulary).baseProbability, undefined);
    assert.equal(createLexicon(base.vocabulary, [{ key: 'a', form: 'a' }]).baseProbability, undefined);
  });

  it('add to one over vocabulary, rarer words and what has no id', () => {
    const entries = base.vocabulary.counts.map((count, id) => (id === UNKNOWN ? 20 : count));
    const lexicon = createLexicon({ ...base.vocabulary, counts: entries }, base.extraWords);
    let sum = 0;
    for (let id = 0; id < lexicon.size; id++) sum += lexicon.baseProbability!(id);
    assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
    assert.equal(lexicon.baseProbability!(lexicon.add('new', 'new')), 0);
  });
});
