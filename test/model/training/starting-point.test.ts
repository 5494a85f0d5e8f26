import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { Parameter } from '../../../model/network/config';
import { loadParameters } from '../../../model/network/weights';
import { allocateTrainingMemory } from '../../../model/training/memory';
import type { TrainingPlan } from '../../../model/training/plan';
import { startingPoint } from '../../../model/training/starting-point';
import { createTrainer } from '../../../model/training/trainer';
import { UNKNOWN } from '../../../model/vocabulary/special';
import { exampleParameters, exampleVocabulary } from '../format/example-model';

const vocabulary = exampleVocabulary(['a', 'b', 'c', 'd', 'e']);
const config = {
  cell: 'gru',
  vocabularySize: vocabulary.size,
  embeddingSize: 8,
  hiddenSize: 8,
  layers: 1,
  tied: true,
} as const;
const base = { config, parameters: exampleParameters(config), vocabulary };
const extended = exampleVocabulary(['a', 'b', 'c', 'd', 'e', 'own', 'names']);
const counts = Float64Array.of(0, 3, 1, 5, 0, 1, 0, 2, 4, 2);
const start = startingPoint(base, extended, counts);
const named = (parameters: readonly Parameter[], name: string) =>
  parameters.find((parameter) => parameter.name === name)!;

describe('the starting point of a text', () => {
  it("has the base's weights, and a row like <unk>'s for each new word", () => {
    assert.equal(start.config.vocabularySize, extended.size);
    for (const { name, shape, data } of start.parameters) {
      const before = named(base.parameters, name);
      assert.deepEqual(shape, [
        ...(name.includes('l0') ? before.shape : [extended.size, ...before.shape.slice(1)]),
      ]);
      if (name === 'decoder.bias') continue;
      assert.deepEqual([...data.slice(0, before.data.length)], [...before.data]);
      const unknown = [...before.data.slice(UNKNOWN * 8, UNKNOWN * 8 + 8)];
      for (let row = before.data.length; row < data.length; row += 8) {
        assert.deepEqual([...data.slice(row, row + 8)], unknown);
      }
    }
  });

  it('expects words as often as text and base together have them', () => {
    const total = vocabulary.counts.reduce((sum, count) => sum + count, 0);
    assert.ok(Math.abs(start.counts[3]! - (5 + (50_000 * vocabulary.counts[3]!) / total)) < 1e-6);
    assert.ok(start.counts[8]! > 4 && start.counts[8]! < 4 + 50_000 / total);
  });

  it('raises the bias of words that the text has more often than the base, and lowers the others', () => {
    const often = Float64Array.from(counts, (_, id) => (id === 4 ? 100_000 : 0));
    const { data } = named(startingPoint(base, extended, often).parameters, 'decoder.bias');
    const before = named(base.parameters, 'decoder.bias').data;
    assert.ok(data[4]! > before[4]!);
    for (const id of [3, 5, 6]) assert.ok(data[id]! < before[id]!, String(id));
  });
});

const plan: TrainingPlan = {
  config: start.config,
  hasStart: true,
  streams: 2,
  steps: 6,
  samples: 4,
  optimiser: 'adam',
  rate: 0.01,
  warmUp: 0.03,
  clipNorm: 1,
  inputDropout: 0,
  outputDropout: 0,
  weightDecay: 0,
  tokens: 1000,
  measurements: 4,
  heldOutTokens: 20,
};
const text = Int32Array.from({ length: 120 }, (_, index) => 3 + ((index * index) % 7));
const data = { train: text, valid: text.slice(0, 40), vocabularySize: extended.size, counts: start.counts };

/** How far all weights but the biases are from where they began, after some steps. */
function distance(changes: Partial<TrainingPlan>): number {
  const memory = allocateTrainingMemory({ ...plan, ...changes }, 1, (length) => new Float32Array(length));
  const trainer = createTrainer({
    kernels: createPlainKernels(),
    data,
    plan: { ...plan, ...changes },
    start,
    memory,
    seed: 1,
  });
  for (let step = 0; step < 40; step++) trainer.step(step / 80);
  const { anchor, weights } = memory;
  let squares = 0;
  for (const key of ['recurrent', 'embedding'] as const) {
    weights[key].forEach((value, index) => {
      squares += (value - anchor![key][index]!) ** 2;
    });
  }
  return Math.sqrt(squares);
}

describe('training that goes on from given weights', () => {
  it('begins with exactly those', () => {
    const trainer = createTrainer({ kernels: createPlainKernels(), data, plan, start, seed: 1 });
    const untouched = allocateTrainingMemory(plan, 1, (length) => new Float32Array(length));
    loadParameters(untouched.weights, start.parameters);
    assert.deepEqual(trainer.weights.embedding, untouched.weights.embedding);
    assert.deepEqual(trainer.weights.recurrent, untouched.weights.recurrent);
  });

  it('is drawn back there by decay, the more the stronger it is', () => {
    const [free, drawn, held] = [0, 5, 60].map((weightDecay) => distance({ weightDecay }));
    assert.ok(free! > 1.2 * drawn! && drawn! > 1.2 * held!, `${free}, ${drawn}, ${held}`);
  });
});
