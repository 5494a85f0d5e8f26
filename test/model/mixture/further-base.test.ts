import assert from 'node:assert/strict';
import { createRecency } from '../../../model/caches/recency';
import { createPlainKernels } from '../../../model/kernels/plain';
import { createFurtherBase, joinLexicon } from '../../../model/mixture/further-base';
import { createMixture } from '../../../model/mixture/mixture';
import type { NetworkConfig, Parameter } from '../../../model/network/config';
import { allocateWeights, namedParameters } from '../../../model/network/weights';
import { createAdaptingNetwork } from '../../../model/prediction/adapting-network';
import type { Component } from '../../../model/prediction/component';
import { loadNetwork } from '../../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../../model/prediction/recurrent';
import { seededRandom } from '../../../model/training/random';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS, UNKNOWN } from '../../../model/vocabulary/special';
import { type Vocabulary, vocabularyOf } from '../../../model/vocabulary/vocabulary';
import { checkComponent } from '../prediction/component-laws';
import { constantComponent } from '../prediction/constant-component';

function vocabulary(words: readonly string[], marks: readonly string[]): Vocabulary {
  const entry = (kind: 'special' | 'word' | 'punctuation') => (key: string) => ({
    ...{ key, form: key, count: 9, kind },
    ...{ spaceBeforeShare: 1, spaceAfterShare: 1 },
  });
  return vocabularyOf([
    ...SPECIAL_TOKENS.map(entry('special')),
    ...words.map(entry('word')),
    ...marks.map(entry('punctuation')),
  ]);
}

const english = vocabulary(['the', 'pan', 'sea'], [',']);
const german = vocabulary(['und', 'pan', 'der', 'die'], [',', '»']);
/** (rows of `german`) What they are in the lexicon of `english`: `und`, `der` and `die` have joined it; it has no `»`. */
const IDS = [0, 1, 2, 7, 4, 8, 9, 6, UNKNOWN];
const SIZE = 10;

const joined = () => {
  const lexicon = createLexicon(english);
  return { lexicon, words: joinLexicon(german, lexicon) };
};

function network(size: number, seed: number) {
  const config: NetworkConfig = {
    ...{ cell: 'gru', vocabularySize: size, embeddingSize: 6, hiddenSize: 6 },
    ...{ layers: 1, tied: true },
  };
  const random = seededRandom(seed);
  const parameters: Parameter[] = namedParameters(allocateWeights(config, (n) => new Float32Array(n)));
  for (const { data } of parameters) for (let i = 0; i < data.length; i++) data[i] = 2 * random() - 1;
  return loadNetwork(config, parameters, createPlainKernels());
}

const still = () => new RecurrentComponent(network(german.size, 3), () => german.size);
const adapting = () => createAdaptingNetwork(network(german.size, 3), () => german.size);

function read(component: Component, size: number): number[] {
  const out = new Float32Array(size);
  component.probabilities(out);
  return [...out];
}

describe('further base', () => {
  it('adds the words that the lexicon lacks, uncounted, and no marks', () => {
    const { lexicon, words } = joined();
    assert.deepEqual([...words.ids], IDS);
    assert.equal(lexicon.size, SIZE);
    assert.equal(lexicon.count(7), 0);
    const again = joinLexicon(german, lexicon);
    assert.deepEqual(again, words, 'once');
  });

  // Ids of German words, English ones that it reads as <unk>, and one that has joined later.
  const text = Int32Array.from({ length: 40 }, (_, index) => [7, 4, 3, 1, 8, 10, 9, 6, 5, 2][index % 10]!);

  it('keeps the promises of a component, while the lexicon grows', () => {
    checkComponent(() => createFurtherBase(still(), joined().words), text, SIZE + 3);
  });

  for (const [what, make] of [
    ['still', still],
    ['adapting', adapting],
  ] as const) {
    it(`is its network on its own vocabulary (${what})`, () => {
      const { words } = joined();
      const [reader, component] = [make(), createFurtherBase(make(), words)];
      for (const id of text) {
        const own = read(reader, german.size);
        const out = read(component, SIZE);
        for (const [row, at] of IDS.entries()) if (at !== UNKNOWN) assert.equal(out[at], own[row]);
        assert.ok(Math.abs(out[UNKNOWN]! - own[UNKNOWN]! - own[8]!) < 1e-6);
        const row = IDS.indexOf(id);
        reader.advance(Math.max(row, UNKNOWN));
        component.advance(id);
      }
    });
  }
});

describe('mixture with a further base', () => {
  const { words } = joined();
  const weights = { network: 0.8, furtherBase: 0.2 };
  const options = { weights, lexiconSize: () => SIZE, closedSize: english.size, furtherWords: words };
  // Ids: <unk> </s> </p> the pan sea , und der die
  const cases: [what: string, network: number[], further: number[], expected: number[]][] = [
    [
      'a foreign word has what the network leaves to words that it does not know',
      [0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0.75, 0.25, 0],
      [0, 0.4, 0, 0, 0, 0, 0, 0.2 * 0.75 + 0.4 * 0.75, 0.2 * 0.25 + 0.4 * 0.25, 0],
    ],
    [
      'what the base does not know is what the network knows',
      [0, 0, 0, 0.25, 0, 0.75, 0, 0, 0, 0],
      [0.8, 0, 0, 0, 0.2, 0, 0, 0, 0, 0],
      [0, 0, 0, 0.2 + 0.04, 0.04, 0.6 + 0.12, 0, 0, 0, 0],
    ],
    [
      'what neither knows is <unk>',
      [0.5, 0, 0, 0.5, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0.4 + 0.1, 0, 0, 0.4 + 0.1, 0, 0, 0, 0, 0, 0],
    ],
  ];
  for (const [what, known, further, expected] of cases) {
    it(what, () => {
      const mixture = createMixture(
        [constantComponent('network', known), constantComponent('furtherBase', further)],
        options,
      );
      for (const [id, p] of read(mixture, SIZE).entries()) {
        assert.ok(Math.abs(p - expected[id]!) < 1e-6, `P(${id}) = ${p}, expected ${expected[id]}`);
      }
    });
  }

  const real = () => {
    const reader = new RecurrentComponent(network(english.size, 1), () => SIZE);
    return [reader, createRecency()];
  };

  it('keeps the promises of a component', () => {
    const text = Int32Array.from({ length: 60 }, (_, index) => [7, 4, 3, 1, 8, 9, 6, 5, 2][index % 9]!);
    checkComponent(() => createMixture([...real(), createFurtherBase(still(), words)], options), text, SIZE);
  });

  it('comes to trust the base where the text is foreign, and to find its words', () => {
    const mixture = createMixture([...real(), createFurtherBase(adapting(), words)], {
      ...options,
      weights: undefined,
      online: { prior: 20 },
    });
    const before = mixture.weights[2]!;
    for (let index = 0; index < 200; index++) {
      read(mixture, SIZE);
      mixture.advance([7, 8, 9, 4][index % 4]!);
    }
    assert.ok(mixture.weights[2]! > 2 * before, `${before} → ${mixture.weights[2]}`);
    const out = read(mixture, SIZE);
    assert.equal(out.indexOf(Math.max(...out)), 7);
    assert.ok(mixture.contributions(7).furtherBase! > 0.1);
  });
});
