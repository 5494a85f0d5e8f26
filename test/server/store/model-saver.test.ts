import assert from 'node:assert/strict';
import { vocabularyToJson } from '../../../model/vocabulary/json';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import type { Corpus } from '../../../server/corpus/corpus';
import { StoredModel } from '../../../server/learning/stored-model';
import { ModelSaver } from '../../../server/store/model-saver';
import { StorageNotice } from '../../../server/store/storage-notice';
import {
  type ModelToStore,
  type PostedText,
  post,
  received,
  type ThreadStore,
} from '../../../server/store/stored-model';
import { exampleModel, exampleParameters, exampleVocabulary } from '../../model/format/example-model';
import { eventually } from '../language-server/server-process';

const ignore = () => {};

/** A saver on a disk that is full, until it is not. */
function saverOnFullDisk(whileSaving: (attempt: number) => void = ignore) {
  const disk = { isFull: true, saved: [] as ModelToStore[] };
  let attempts = 0;
  const store = {
    path: '/x',
    async save(model: ModelToStore) {
      const { isFull } = disk;
      whileSaving(++attempts);
      if (!isFull) disk.saved.push(model);
      return isFull ? 'The disk is full.' : undefined;
    },
  };
  const host = { mayWrite: () => true, notice: new StorageNotice(ignore, ignore), log: ignore };
  return { disk, saver: new ModelSaver(store, host, 5) };
}

const model = { name: 'model' } as unknown as ModelToStore;
const left = { documents: 1 } as unknown as PostedText;
const less = { documents: 0 } as unknown as PostedText;

describe('A model that waits to be saved while text of it goes', () => {
  it('is saved without that text when it can be', async () => {
    const { disk, saver } = saverOnFullDisk();
    assert.equal(await saver.save(model), false);
    saver.redact(() => left);
    saver.redact(() => less);
    assert.equal(saver.writes, 0);
    disk.isFull = false;
    await eventually(() => disk.saved.length > 0, 'saved');
    assert.deepEqual(disk.saved, [{ ...model, present: less }]);
    assert.equal(saver.writes, 1);
  });

  it('is saved again where the text goes while it is written', async () => {
    const { disk, saver } = saverOnFullDisk((attempt) => {
      if (attempt === 2) saver.redact(() => left);
    });
    await saver.save(model);
    disk.isFull = false;
    await eventually(() => disk.saved.length > 1, 'saved');
    assert.deepEqual(disk.saved, [model, { ...model, present: left }]);
  });

  it('does not pass what has gone on to a newer one', async () => {
    const { disk, saver } = saverOnFullDisk();
    await saver.save(model);
    saver.redact(() => left);
    disk.isFull = false;
    const newer = { name: 'newer' } as unknown as ModelToStore;
    assert.equal(await saver.save(newer), true);
    assert.deepEqual(disk.saved, [newer]);
  });

  it('is not looked for where none waits', () => {
    const { saver } = saverOnFullDisk();
    saver.redact(() => assert.fail('nothing waits for it'));
  });

  for (const [tokens, expected] of [
    [9, [{ ...model, present: left }]],
    [0, []],
  ] as const) {
    it(`is ${tokens > 0 ? 'kept' : 'dropped'} by the cleaning that ${tokens} tokens are left of`, async () => {
      const { disk, saver } = saverOnFullDisk();
      await saver.save(model);
      const store = {
        path: '/nowhere/model.inkling',
        remove: async () => undefined,
      } as unknown as ThreadStore;
      const stored = new StoredModel({ store, saver, leads: () => true, warn: ignore, log: ignore });
      const corpus = { tokens, present: left, noteStored: () => ignore } as unknown as Corpus;
      assert.equal(await stored.clean(corpus, new AbortController().signal), true);
      disk.isFull = false;
      if (expected.length > 0) await eventually(() => disk.saved.length > 0, 'saved');
      else await new Promise((resolve) => setTimeout(resolve, 60));
      assert.deepEqual(disk.saved, expected);
    });
  }

  it('has, as its file has it, no word of that text', async () => {
    const vocabulary = exampleVocabulary(['sea', 'jim', 'lamp']);
    const config = { ...exampleModel().config, vocabularySize: vocabulary.size };
    const {
      vocabulary: _,
      extraWords: __,
      corpus: ___,
      ...rest
    } = exampleModel({
      vocabulary,
      config,
      parameters: exampleParameters(config),
    });
    const lexicon = createLexicon(vocabulary, [{ key: 'ahab', form: 'Ahab' }]);
    const vocabularyText = JSON.stringify(vocabularyToJson(vocabulary));
    const text = Int32Array.of(3, 4, 6, 2); // sea jim ahab
    const whole = { rest, vocabularyText, lexicon, texts: [text], heldOut: new Int32Array(0) };
    const words = async (toStore: ModelToStore) => {
      const stored = received(await post('/x', toStore));
      return [...stored.vocabulary.keys, ...stored.extraWords.map(({ key }) => key)].slice(3);
    };
    assert.deepEqual(await words(whole), ['sea', 'jim', 'lamp', 'ahab']);
    const present: PostedText = {
      ids: Int32Array.of(3, 2),
      vocabulary: vocabularyText,
      extraKeys: 'ahab',
      extraForms: 'Ahab',
      documents: 1,
      sinceTraining: { newTokens: 0, goneTokens: 2, goneDocuments: 0, goneWords: 2 },
    };
    assert.deepEqual(await words({ ...whole, present }), ['sea']);
  });
});
