import assert from 'node:assert/strict';
import { decodeModel, encodeModel } from '../../../model/format/model-file';
import { heldOutLast, redact } from '../../../model/format/redact';
import { exampleModel, exampleParameters, exampleVocabulary } from './example-model';

const PARAGRAPH = 2;
const since = { newTokens: 1, goneTokens: 3, goneDocuments: 1, goneWords: 1 };
const words = ['<unk>', '</s>', '</p>', 'lamp', 'sea', 'harpoon'].map((key) => ({ key, form: key }));

/** The network knows sea, jim and lamp; ahab and harpoon stand beside it. The last paragraph was held out. */
const vocabulary = exampleVocabulary(['sea', 'jim', 'lamp']);
const config = { ...exampleModel().config, vocabularySize: vocabulary.size };
const model = exampleModel({
  vocabulary,
  config,
  parameters: exampleParameters(config),
  extraWords: [
    { key: 'ahab', form: 'Ahab' },
    { key: 'harpoon', form: 'harpoon' },
  ],
  corpus: Int32Array.of(3, 4, PARAGRAPH, 5, 6, PARAGRAPH, 3, 7, PARAGRAPH),
  provenance: { ...exampleModel().provenance, heldOutTokens: 3 },
});

describe('A stored model without the text that is gone', () => {
  // harpoon lamp. sea harpoon.
  const text = {
    ids: Int32Array.of(4, 5, PARAGRAPH, 5, 3, PARAGRAPH),
    words,
    documents: 1,
    sinceTraining: since,
  };
  const redacted = redact(model, text);
  const stored = encodeModel(redacted);

  it('has no byte of its words, and all of the others', () => {
    const bytes = Buffer.from(stored).toString('latin1');
    const has = (word: string) => bytes.includes(word);
    assert.deepEqual(['jim', 'ahab', 'Ahab', 'sea', 'lamp', 'harpoon'].map(has), [
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('can be read again, its words’ rows as they were', () => {
    const read = decodeModel(stored);
    assert.deepEqual(read.vocabulary.keys, ['<unk>', '</s>', '</p>', 'sea', 'lamp']);
    assert.deepEqual(read.provenance.sinceTraining, since);
    const rows = (one: typeof model) => one.parameters.find(({ name }) => name === 'decoder.bias')!.data;
    assert.deepEqual(
      [...rows(redacted)],
      [0, 1, 2, 3, 5].map((id) => rows(model)[id]),
    );
  });

  it('spells no new words as long as it could spell one that is gone', () => {
    const mixture = { tokens: 7, newWords: { weights: [0], letters: 'abc' } };
    assert.deepEqual(redact({ ...model, mixture }, text).mixture, { tokens: 7 });
    const all = ['<unk>', '</s>', '</p>', 'sea', 'jim', 'lamp', 'ahab', 'harpoon'];
    const everything = {
      ...text,
      ids: Int32Array.of(3, 4, 5, 6, 7, PARAGRAPH),
      words: all.map((key) => ({ key, form: key })),
    };
    assert.deepEqual(redact({ ...model, mixture }, everything).mixture, mixture);
    assert.deepEqual(redact(model, text).mixture, model.mixture);
  });

  it('has the text as it is now, what was held out at its end', () => {
    const key = (id: number) =>
      [...redacted.vocabulary.keys, ...redacted.extraWords.map((word) => word.key)][id];
    assert.equal([...redacted.corpus!].map(key).join(' '), 'harpoon lamp </p> sea harpoon </p>');
    assert.equal(redacted.provenance.heldOutTokens, 3);
  });

  it('keeps the words of a base, and those that only the base has counted', () => {
    const base = { name: 'B', fingerprint: 'b', words: 9, vocabularySize: 5 }; // up to jim
    const taught = redact(
      {
        ...model,
        extraWords: [{ key: 'ahab', form: 'Ahab', count: 4 }],
        provenance: { ...model.provenance, base },
      },
      { ...text, ids: Int32Array.of(4, PARAGRAPH) },
    );
    assert.deepEqual(taught.vocabulary.keys.slice(3), ['sea', 'jim']);
    assert.deepEqual(taught.extraWords, [{ key: 'ahab', form: 'Ahab', count: 4 }]);
  });

  it('can be left with nothing', () => {
    const empty = redact(model, { ...text, ids: new Int32Array(0) });
    assert.equal(empty.vocabulary.size, 3);
    assert.equal(empty.corpus!.length, 0);
  });
});

describe('What was held out goes last', () => {
  it('finds it with the words that the network does not know', () => {
    const read = (id: number) => (id < 5 ? id : 0);
    const texts = [Int32Array.of(3, 9, PARAGRAPH, 4, PARAGRAPH), Int32Array.of(4, 4, PARAGRAPH)];
    const { ids, heldOutTokens } = heldOutLast(texts, Int32Array.of(3, 0, PARAGRAPH), read);
    assert.deepEqual([...ids], [4, PARAGRAPH, 4, 4, PARAGRAPH, 3, 9, PARAGRAPH]);
    assert.equal(heldOutTokens, 3);
  });
});
