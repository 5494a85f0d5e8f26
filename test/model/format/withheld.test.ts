import assert from 'node:assert/strict';
import { encodeModel } from '../../../model/format/model-file';
import { withoutWithheld } from '../../../model/format/withheld';
import { exampleModel, exampleParameters, exampleVocabulary } from './example-model';

/** A model of a text of these words: the first two in its network, the others beside it. */
function modelOf(words: readonly [string, string, ...string[]]) {
  const vocabulary = exampleVocabulary(words.slice(0, 2));
  const config = { ...exampleModel().config, vocabularySize: vocabulary.size };
  return exampleModel({
    vocabulary,
    config,
    parameters: exampleParameters(config),
    extraWords: words.slice(2).map((key) => ({ key, form: key })),
    corpus: Int32Array.from([...words.keys()].map((at) => at + 3)), // behind the special tokens
    provenance: { ...exampleModel().provenance, heldOutTokens: 0 },
  });
}

describe('A model that was stored under older rules', () => {
  const secrets = ['sunshine42', 'ghp_a1B2c3D4e5F6g7H8', 'xkj7d-9qw2p-m4tzr', 'x9k2m7q4w8z1'];
  for (const secret of secrets) {
    for (const words of [
      ['lamp', secret, 'harpoon'],
      ['lamp', 'sea', secret],
    ] as const) {
      it(`is loaded without ${secret} ${words.indexOf(secret) < 2 ? 'in its network' : 'beside its network'}`, () => {
        const cleaned = withoutWithheld(modelOf([...words]));
        const bytes = Buffer.from(encodeModel(cleaned)).toString('latin1');
        assert.deepEqual(
          words.map((word) => bytes.includes(word)),
          words.map((word) => word !== secret),
        );
        assert.equal(cleaned.provenance.sinceTraining?.goneWords, 1);
        assert.equal(cleaned.corpus?.[words.indexOf(secret)], 0, 'an unknown word stands in its place');
      });
    }
  }

  it('is the same where there is none', () => {
    const model = modelOf(['lamp', 'Fahrenheit-451', 'OpenStreetMapFoundation']);
    assert.equal(withoutWithheld(model), model);
  });
});
