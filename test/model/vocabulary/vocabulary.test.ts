import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { tokenizeWhitespace } from '../../../model/tokenizer/whitespace';
import { buildVocabulary } from '../../../model/vocabulary/build';
import { encodeCorpus, encodeTokens } from '../../../model/vocabulary/encode';
import {
  extraWordsFromJson,
  extraWordsToJson,
  VocabularyFormatError,
  vocabularyFromJson,
  vocabularyToJson,
} from '../../../model/vocabulary/json';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from '../../../model/vocabulary/special';

const vocabularyOfText = (text: string) => buildVocabulary([tokenizeProse(text)]);
const formIn = (text: string, key: string): string | undefined => {
  const vocabulary = vocabularyOfText(text);
  return vocabulary.forms[vocabulary.idOf(key)];
};

describe('true case', () => {
  const cases: readonly (readonly [name: string, text: string, key: string, form: string])[] = [
    ['the common word', 'The sea. The sea and the sky.', 'the', 'the'],
    ['a name', 'Then Ahab stood. Ahab and Ahab.', 'ahab', 'Ahab'],
    ['I and its kin', "So I said that I'm here.", "i'm", "I'm"],
    ['an acronym', 'At NASA they say so.', 'nasa', 'NASA'],
    ['capitals within', 'The iPhone of McDonald rang.', 'iphone', 'iPhone'],
    ['a German noun', 'Das alte Haus. Ein Haus steht da.', 'haus', 'Haus'],
    ['a heading in capitals', 'THE WHALE\n\nHe saw the whale.', 'whale', 'whale'],
    ['a heading in capitals only', 'LOOMINGS AHEAD\n\nHe saw it.', 'loomings', 'loomings'],
    ['a heading in title case', 'The White Whale Again\n\nThe white whale swam.', 'white', 'white'],
    ['speech', 'He cried, "Come here now and come."', 'come', 'come'],
    ['only at the start', 'Queequeg slept. Queequeg woke.', 'queequeg', 'Queequeg'],
    ['a typographic apostrophe', 'They don’t.', "don't", "don't"],
  ];
  for (const [name, text, key, form] of cases) it(name, () => assert.equal(formIn(text, key), form));
});

describe('buildVocabulary', () => {
  it('learns spaces', () => {
    const text = 'Il dit : « Non ! » Elle, l’amie, a dit « Oui » – (enfin) – « Oui ! » Puis rien.';
    const vocabulary = vocabularyOfText(text);
    const spaces = (key: string): string => {
      const id = vocabulary.idOf(key);
      return `${vocabulary.spaceBefore[id] ? ' ' : ''}${key}${vocabulary.spaceAfter[id] ? ' ' : ''}`;
    };
    assert.deepEqual(['«', '»', ':', ',', '(', ')', '–', '!', "l'", 'dit', '.'].map(spaces), [
      ' « ',
      ' » ',
      ' : ',
      ', ',
      ' (',
      ') ',
      ' – ',
      ' ! ',
      " l'",
      ' dit ',
      '.',
    ]);
  });

  it('orders by count and counts everything once', () => {
    const tokens = tokenizeProse('bee ant bee cat bee ant. Then https://x.y it 123456789 ended.');
    const vocabulary = buildVocabulary([tokens]);
    assert.deepEqual(vocabulary.keys.slice(0, 5), ['<unk>', '</s>', '</p>', 'bee', 'ant']);
    assert.deepEqual(vocabulary.counts.slice(0, 5), [2, 1, 1, 3, 2]);
    assert.equal(
      vocabulary.counts.reduce((sum, count) => sum + count, 0),
      tokens.length,
    );
    assert.equal(vocabulary.idOf('123456789'), UNKNOWN);
    assert.equal(vocabulary.kinds[vocabulary.idOf('.')], 'punctuation');
  });

  it('asks for two occurrences unless the text is tiny, and keeps to its size', () => {
    const rare = tokenizeProse(`${'the whale and '.repeat(700)} harpoon.`);
    assert.equal(buildVocabulary([rare]).idOf('harpoon'), UNKNOWN);
    assert.notEqual(buildVocabulary([rare], { minimumCount: 1 }).idOf('harpoon'), UNKNOWN);
    assert.deepEqual(buildVocabulary([rare], { maximumSize: 5 }).keys, [
      '<unk>',
      '</s>',
      '</p>',
      'the',
      'whale',
    ]);
  });
});

describe('encodeCorpus', () => {
  it('puts rare words behind the vocabulary and secrets nowhere', () => {
    const text = `${'the whale and '.repeat(700)} a harpoon. Key AKIAIOSFODNN7EXAMPLE harpoon2x9y8z7.\n\nEnd.`;
    const { vocabulary, lexicon, documents } = encodeCorpus([tokenizeProse(text)]);
    assert.deepEqual(vocabulary.keys.slice(3), ['the', 'whale', 'and', '.']);
    const shown = Array.from(documents[0]!.slice(2100), (id) => lexicon.form(id));
    assert.deepEqual(shown, [
      'a',
      'harpoon',
      '.',
      '</s>',
      'Key',
      '<unk>', // what stands side by side is one stretch
      '.',
      '</p>',
      'End',
      '.',
      '</p>',
    ]);
    assert.ok(lexicon.idOf('harpoon') >= vocabulary.size);
  });

  it('takes whitespace text as it stands', () => {
    const { vocabulary, documents } = encodeCorpus([tokenizeWhitespace('The <unk> the N\nthe end\n')], {
      mode: 'whitespace',
    });
    assert.deepEqual(vocabulary.keys, ['<unk>', '</s>', '</p>', 'the', 'The', 'N', 'end']);
    assert.deepEqual([...documents[0]!], [4, UNKNOWN, 3, 5, SENTENCE_END, 3, 6, SENTENCE_END]);
  });

  it('encodes further text with the same lexicon', () => {
    const { lexicon } = encodeCorpus([tokenizeProse('The whale.')]);
    const tokens = tokenizeProse('THE kraken 4111111111111111.');
    assert.deepEqual(
      [...encodeTokens(lexicon, tokens, { grow: false })].map((id) => lexicon.key(id)),
      ['the', '<unk>', '<unk>', '.', '</p>'],
    );
    assert.equal(encodeTokens(lexicon, tokens, { grow: true })[1], lexicon.size - 1);
    assert.equal(lexicon.form(lexicon.size - 1), 'kraken');
    assert.equal(encodeTokens(lexicon, tokens, { grow: true }).at(-1), PARAGRAPH_END);
    const closed = encodeTokens(lexicon, tokenizeWhitespace('the The <unk>'), {
      grow: false,
      mode: 'whitespace',
    });
    assert.deepEqual(
      [...closed].map((id) => lexicon.key(id)),
      ['the', '<unk>', '<unk>', '</s>'],
    );
  });
});

describe('Lexicon', () => {
  it('finds by prefix what a search through all would find, while it grows', () => {
    const lexicon = createLexicon(
      vocabularyOfText('The then there theme other oath été étage etage Then thè'),
    );
    const all = (prefix: string): string[] => {
      const keys: string[] = [];
      for (let id = 3; id < lexicon.size; id++)
        if (lexicon.key(id).startsWith(prefix)) keys.push(lexicon.key(id));
      return keys.sort();
    };
    const prefixes = ['', 't', 'the', 'then', 'thenx', 'é', 'ét', 'e', 'z', 'w1', '<'];
    for (let added = 0; added < 1500; added++) {
      lexicon.add(`w${added}`, `W${added}`);
      if (added % 250 !== 0) continue;
      for (const prefix of prefixes) {
        assert.deepEqual(
          lexicon
            .idsWithPrefix(prefix)
            .map((id) => lexicon.key(id))
            .sort(),
          all(prefix),
        );
      }
    }
    assert.equal(lexicon.add('w7', 'W7'), lexicon.idOf('w7'));
    assert.equal(lexicon.form(lexicon.idOf('w7')), 'W7');
  });
});

describe('vocabulary JSON', () => {
  const vocabulary = vocabularyOfText('The whale, and Ahab’s "whale".');
  const json = vocabularyToJson(vocabulary);

  it('comes back as it was', () => {
    const { idOf: _, ...read } = vocabularyFromJson(JSON.parse(JSON.stringify(json)));
    const { idOf: __, ...written } = vocabulary;
    assert.deepEqual(read, written);
    const words = [
      { key: 'a', form: 'A', count: 2 },
      { key: 'b', form: 'b' },
    ];
    assert.deepEqual(extraWordsFromJson(JSON.parse(JSON.stringify(extraWordsToJson(words)))), words);
  });

  const broken: readonly (readonly [unknown, RegExp])[] = [
    [null, /vocabulary: expected an object, got null/],
    [{ ...json, version: 1 }, /vocabulary\.version: expected 2, got 1/],
    [{ ...json, spaceAfter: [1] }, /vocabulary\.spaceAfter: expected pairs, got 1 numbers/],
    [{ ...json, spaceAfter: [99, 0] }, /vocabulary\.spaceAfter\[0\]: expected an id below \d+, got 99/],
    [{ ...json, spaceBefore: [1, 101] }, /vocabulary\.spaceBefore\[1\]: expected a percentage, got 101/],
    [{ ...json, keys: ['<unk>'] }, /vocabulary\.keys\[1\]: expected "<\/s>", got undefined/],
    [{ ...json, keys: [...json.keys, 'the'] }, /no key twice, got 1 repeated/],
    [{ ...json, forms: [] }, /vocabulary\.forms: expected \d+ items, got 0 items/],
    [
      { ...json, counts: json.counts.map(() => -1) },
      /vocabulary\.counts\[0\]: expected a whole number from 0, got -1/,
    ],
    [
      { ...json, kinds: 'x'.repeat(json.keys.length) },
      /vocabulary\.kinds\[0\]: expected one of s, w, n, p, got x/,
    ],
  ];
  for (const [value, message] of broken) {
    it(`refuses: ${message.source}`, () => {
      assert.throws(
        () => vocabularyFromJson(value),
        (error: unknown) => error instanceof VocabularyFormatError && message.test(error.message),
      );
    });
  }
});
