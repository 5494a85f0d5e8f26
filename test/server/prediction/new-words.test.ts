import assert from 'node:assert/strict';
import { createRecency } from '../../../model/caches/recency';
import type { Json } from '../../../model/format/trained-model';
import { shareOfNewWords } from '../../../model/letters/fit-new-words';
import type { LetterModel } from '../../../model/letters/letter-model';
import { DEFAULT_CHANCE } from '../../../model/letters/new-words';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { splitHeldOut } from '../../../model/training/split';
import { encodeCorpus } from '../../../model/vocabulary/encode';
import { mixtureFromJson, mixtureToJson } from '../../../server/prediction/fitted-mixture';
import {
  fitNewWordsOnHeldOut,
  newWordsFromJson,
  newWordsToJson,
  readyNewWords,
} from '../../../server/prediction/new-words';
import { loadKernels } from '../../../server/threads/kernels';
import { manyForms } from './many-forms';

const WEIGHTS = [0.1, 2, 0, -0.5, 0, 1, 0];

describe('what is known of new words, as stored', () => {
  it('comes back', () => {
    assert.deepEqual(newWordsFromJson(newWordsToJson({ weights: WEIGHTS })), { weights: WEIGHTS });
    const mixture = {
      weights: { counts: 1 },
      temperature: 1,
      heldOutLoss: 3,
      tokens: 5,
      newWords: { weights: WEIGHTS },
    };
    assert.deepEqual(mixtureFromJson(JSON.parse(JSON.stringify(mixtureToJson(mixture))))?.newWords, {
      weights: WEIGHTS,
    });
    const { newWords: _, ...without } = mixture;
    assert.equal(mixtureFromJson(mixtureToJson(without))?.newWords, undefined);
  });

  const damaged: (Json | undefined)[] = [
    undefined,
    null,
    1,
    [],
    {} as Json,
    { weights: [1, 2] },
    { weights: [...WEIGHTS.slice(1), '0'] },
    { weights: WEIGHTS.map(() => 1e9) },
  ];
  for (const json of damaged) {
    it(`is none where it is ${JSON.stringify(json)}`, () => assert.equal(newWordsFromJson(json), undefined));
  }

  it('stands without its network where that is damaged', () => {
    assert.deepEqual(newWordsFromJson({ weights: WEIGHTS, letters: { letters: ['a'] } }), {
      weights: WEIGHTS,
    });
  });
});

describe('the share of new words to expect', () => {
  const early = Array.from({ length: 900 * 7 }, (_, index) => 3 + (index % 50));
  const isWord = (id: number) => id >= 3;
  const late = (fresh: number) =>
    Array.from({ length: 100 * 7 }, (_, index) => (index < fresh ? 100 + index : 3));
  const cases: [what: string, text: number[], share: number | undefined][] = [
    ['none', [...early, ...late(0)], 0],
    ['a tenth', [...early, ...late(70)], 0.1],
    ['each counted once', [...early, ...late(70).map((id) => (id >= 100 ? 100 : id))], 1 / 700],
    ['of a page', early.slice(0, 900), undefined],
    ['of nothing', [], undefined],
  ];
  for (const [what, text, share] of cases) {
    it(`is what the last tenth shows: ${what}`, () => {
      assert.equal(
        shareOfNewWords(Int32Array.from(text), isWord, () => false),
        share,
      );
      if (share)
        assert.equal(
          shareOfNewWords(Int32Array.from(text), isWord, () => true),
          0,
        );
    });
  }
});

describe('what is learned of new words', () => {
  const learn = (text: string) => {
    const { lexicon, documents } = encodeCorpus([tokenizeProse(text)]);
    const { train, valid } = splitHeldOut(documents);
    const predictor = createRecency();
    return {
      lexicon,
      train,
      fitted: fitNewWordsOnHeldOut(lexicon, { train, valid }, predictor, loadKernels()),
    };
  };

  it('is a network, in a language of many forms, that spells none of the words held out', () => {
    const { fitted, lexicon, train } = learn(manyForms(7_000));
    assert.ok(fitted.letters, 'no network');
    const speller = readyNewWords(fitted, loadKernels).speller!;
    const known = new Set(Array.from(train, (id) => lexicon.key(id)));
    const words = speller.spell('ba', (key) => known.has(key)).words;
    for (const { key } of words) assert.ok(key.startsWith('ba') && !known.has(key), key);
  }).timeout(120_000);

  it('is no network where hardly a word is new', () => {
    const { fitted, lexicon } = learn(manyForms(40_000, 400));
    assert.ok(lexicon.size > 2_000, String(lexicon.size)); // enough to learn from
    assert.equal(fitted.letters, undefined);
  }).timeout(120_000);

  it('is no network where there are too few words', () => {
    const { fitted } = learn('The lamp burned low, and the sea was still. '.repeat(400));
    assert.equal(fitted.letters, undefined);
    assert.equal(fitted.weights.length, DEFAULT_CHANCE.length);
  }).timeout(60_000);

  it('loads a network once, however often it is asked for', () => {
    const fitted = { weights: WEIGHTS, letters: undefined as LetterModel | undefined };
    assert.equal(readyNewWords(fitted, loadKernels), readyNewWords(fitted, loadKernels));
    assert.deepEqual(readyNewWords(undefined, loadKernels).weights, DEFAULT_CHANCE);
  });
});
