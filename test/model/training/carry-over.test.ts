import assert from 'node:assert/strict';
import { carryOver } from '../../../model/training/carry-over';
import { splitLikeBefore } from '../../../model/training/split-like-before';
import { PARAGRAPH_END } from '../../../model/vocabulary/special';
import { exampleParameters, exampleVocabulary } from '../format/example-model';

const old = exampleVocabulary(['sea', 'lamp', 'Jim']);
const config = {
  cell: 'gru',
  vocabularySize: old.size,
  embeddingSize: 2,
  hiddenSize: 2,
  layers: 1,
  tied: true,
} as const;
const present = { config, parameters: exampleParameters(config), vocabulary: old };
const row = (parameters: typeof present.parameters, name: string, id: number) => {
  const { shape, data } = parameters.find((parameter) => parameter.name === name)!;
  const width = shape[1] ?? 1;
  return [...data.subarray(id * width, (id + 1) * width)];
};

describe('Carrying a network over to a text that has changed', () => {
  const vocabulary = exampleVocabulary(['lamp', 'whale', 'sea']); // Jim is gone, the whale has come
  const counts = [0, 4, 2, 10, 5, 20];
  const start = carryOver(present, vocabulary, counts);
  const carried = start.parameters as typeof present.parameters;
  const key = (id: number) => vocabulary.keys[id]!;

  it('keeps each word’s row under its new id, and gives new words that of <unk>', () => {
    assert.equal(start.config.vocabularySize, vocabulary.size);
    for (let id = 0; id < vocabulary.size; id++) {
      const before = old.idOf(key(id));
      assert.deepEqual(
        row(carried, 'embedding.weight', id),
        row(present.parameters, 'embedding.weight', before),
      );
      if (key(id) === 'whale') continue;
      assert.deepEqual(row(carried, 'decoder.bias', id), row(present.parameters, 'decoder.bias', before));
    }
  });

  it('leaves nothing of the words that are gone', () => {
    const jim = row(present.parameters, 'embedding.weight', old.idOf('Jim'));
    const all = [...carried.find(({ name }) => name === 'embedding.weight')!.data];
    assert.ok(!all.includes(jim[0]!) && !all.includes(jim[1]!));
  });

  it('expects a new word as often as a known one of its frequency', () => {
    const bias = (id: number) => row(carried, 'decoder.bias', id)[0]!;
    const p = (id: number) => Math.log(Math.max(counts[id]!, 0.5));
    const known = [0, 1, 2, 3, 5];
    const offset = known.reduce((sum, id) => sum + bias(id) - p(id), 0) / known.length;
    assert.ok(Math.abs(bias(4) - p(4) - offset) < 1e-6);
  });

  it('has the recurrent weights as they were', () => {
    const named = (name: string) => carried.find((parameter) => parameter.name === name)!.data;
    for (const { name, data } of present.parameters.filter(({ name }) => name.startsWith('rnn')))
      assert.deepEqual(named(name), data);
  });
});

describe('Held-out text of a later training', () => {
  const paragraph = (...ids: number[]) => Int32Array.of(...ids, PARAGRAPH_END);
  const join = (...paragraphs: Int32Array[]) => Int32Array.from(paragraphs.flatMap((ids) => [...ids]));
  const [a, b, c] = [paragraph(5, 6), paragraph(7, 8), paragraph(9, 5)];
  const news = Array.from({ length: 60 }, (_, n) => paragraph(20 + n, 6, 7, 8));

  it('is the same again, and of new text one in twenty', () => {
    const split = splitLikeBefore([join(a, b), join(c, b, ...news)], { train: join(a, c), valid: b });
    assert.deepEqual(split.copies, b, 'a copy of held-out text is not trained on');
    const held = news.filter((one) => split.valid.includes(one[0]!));
    assert.equal(held.length, 3);
    assert.deepEqual(split.valid, join(b, ...held));
    assert.deepEqual(split.train, join(a, c, ...news.filter((one) => !held.includes(one))));
  });

  it('is none of what was trained on', () => {
    const split = splitLikeBefore([join(a, b, c)], { train: join(a, b, c), valid: new Int32Array(0) });
    assert.equal(split.valid.length, 0);
  });
});
