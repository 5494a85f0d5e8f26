import type { TrainedModel } from '../../../model/format/trained-model';
import type { NetworkConfig, Parameter } from '../../../model/network/config';
import { parameterShapes } from '../../../model/network/parameter-shapes';
import { seededRandom } from '../../../model/training/random';
import { SPECIAL_TOKENS } from '../../../model/vocabulary/special';
import { type Vocabulary, vocabularyOf } from '../../../model/vocabulary/vocabulary';

/** A vocabulary of the special tokens and the given words, with falling counts. */
export function exampleVocabulary(words: readonly string[]): Vocabulary {
  const keys = [...SPECIAL_TOKENS, ...words];
  return vocabularyOf(
    keys.map((key, id) => ({
      key,
      form: key,
      count: 2 * (keys.length - id),
      kind: id < SPECIAL_TOKENS.length ? 'special' : 'word',
      spaceBeforeShare: 1,
      spaceAfterShare: 0.25,
    })),
  );
}

/** Weights uniform in ±0.5, the same for the same seed. */
export function exampleParameters(config: NetworkConfig, seed = 1): Parameter[] {
  const random = seededRandom(seed);
  return [...parameterShapes(config)].map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return { name, shape, data: Float32Array.from({ length: size }, () => random() - 0.5) };
  });
}

export function exampleModel(change: Partial<TrainedModel> = {}): TrainedModel {
  const vocabulary = exampleVocabulary(['call', 'me', 'Ishmael']);
  const config: NetworkConfig = {
    cell: 'gru',
    vocabularySize: vocabulary.size,
    embeddingSize: 2,
    hiddenSize: 2,
    layers: 1,
    tied: true,
  };
  return {
    mode: 'prose',
    preset: 'gru',
    vocabulary,
    extraWords: [{ key: 'queequeg', form: 'Queequeg' }],
    config,
    parameters: exampleParameters(config),
    corpus: Int32Array.of(3, 4, 5, 2, 6, 1),
    mixture: { weights: [0.5, 0.5] },
    history: [
      { seconds: 1, tokens: 6, trainingLoss: 1.7, heldOutLoss: 1.8, top1: undefined, top3: undefined },
    ],
    provenance: {
      program: 'inkling test',
      trainedAt: '2026-01-01T00:00:00.000Z',
      seed: 1,
      threads: 1,
      seconds: 1,
      documents: 1,
      tokens: 6,
      heldOutTokens: 0,
      heldOutLoss: undefined,
    },
    ...change,
  };
}
