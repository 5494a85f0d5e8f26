import assert from 'node:assert/strict';
import { createRecency } from '../../../model/caches/recency';
import { NgramCounts } from '../../../model/counts/ngram-counts';
import { fitMixture } from '../../../model/mixture/fit';
import { createMixture } from '../../../model/mixture/mixture';
import type { Component } from '../../../model/prediction/component';
import { createCountsComponent } from '../../../model/prediction/counts-component';
import { seededRandom } from '../../../model/training/random';
import { checkComponent } from '../prediction/component-laws';
import { constantComponent } from '../prediction/constant-component';

function read(component: Component, size: number): number[] {
  const out = new Float32Array(size);
  component.probabilities(out);
  return [...out];
}

function near(got: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  assert.equal(got.length, expected.length);
  for (const [index, value] of got.entries()) {
    assert.ok(Math.abs(value - expected[index]!) < tolerance, `got ${got}, expected ${expected}`);
  }
}

describe('mixture', () => {
  const network = [0.2, 0.5, 0.3, 0];
  const counts = [0, 0.1, 0.4, 0.5];

  it('adds its parts by weight', () => {
    const parts = [constantComponent('network', network), constantComponent('counts', counts)];
    const mixture = createMixture(parts, { weights: { network: 0.75, counts: 0.25 }, lexiconSize: () => 4 });
    near(read(mixture, 4), [0.15, 0.4, 0.325, 0.125]);
  });

  it('gives the weight of missing parts to the others in proportion', () => {
    const weights = { network: 0.2, counts: 0.4, recency: 0.4 };
    const parts = [constantComponent('network', network), constantComponent('counts', counts)];
    near(read(createMixture(parts, { weights, lexiconSize: () => 4 }), 4), [
      0.2 / 3,
      (0.5 + 0.2) / 3,
      (0.3 + 0.8) / 3,
      1 / 3,
    ]);
  });

  it('says what a word owes to which part', () => {
    const parts = [constantComponent('network', network), constantComponent('counts', counts)];
    const mixture = createMixture(parts, { weights: { network: 0.75, counts: 0.25 }, lexiconSize: () => 4 });
    const owed = mixture.contributions(2);
    near([owed.network!, owed.counts!], [0.225 / 0.325, 0.1 / 0.325]);
    assert.deepEqual(mixture.contributions(3), { network: 0, counts: 1 });
    assert.deepEqual(mixture.contributions(99), { network: 0, counts: 0 }, 'an id that no part knows');
  });

  it('leaves which word the network does not know to the others', () => {
    // The network knows ids 0 (<unk>) and 1. Its 0.4 for <unk> goes to 0, 2 and 3 as the counts have them: 1 : 2 : 5.
    const parts = [
      constantComponent('network', [0.4, 0.6, 0, 0]),
      constantComponent('counts', [0.1, 0.2, 0.2, 0.5]),
    ];
    const weights = { network: 0.5, counts: 0.5 };
    const mixture = createMixture(parts, { weights, lexiconSize: () => 4, closedSize: 2 });
    near(read(mixture, 4), [0.05 + 0.025, 0.1 + 0.3, 0.1 + 0.05, 0.25 + 0.125]);
  });

  it('leaves P(<unk>) at <unk> where the other parts give unknown words 0', () => {
    const parts = [constantComponent('network', [0.4, 0.6, 0, 0]), constantComponent('counts', [0, 1, 0, 0])];
    const weights = { network: 0.5, counts: 0.5 };
    const mixture = createMixture(parts, { weights, lexiconSize: () => 4, closedSize: 2 });
    near(read(mixture, 4), [0.2, 0.8, 0, 0]);
  });

  it('keeps the promises of a component while the lexicon grows', () => {
    const text = Int32Array.from({ length: 60 }, (_, index) => ((index * index) % 23) % 9);
    const counted = new NgramCounts();
    counted.add(text);
    const make = (size: number) =>
      createMixture([createCountsComponent(counted), createRecency()], { lexiconSize: () => size });
    checkComponent(() => make(9), text, 9);
    checkComponent(() => make(30), text, 30);
    let size = 9;
    const growing = createMixture([createCountsComponent(counted), createRecency()], {
      lexiconSize: () => size,
    });
    assert.equal(read(growing, 9).length, 9);
    size = 12;
    near([read(growing, 12).reduce((sum, p) => sum + p, 0)], [1], 1e-5);
  });
});

describe('fitMixture', () => {
  /** Texts drawn from λ·a + (1 − λ)·b: the weights that made the text are those that fit it best. */
  const a = [0.05, 0.55, 0.3, 0.1];
  const b = [0.4, 0.05, 0.05, 0.5];
  const cases: [lambda: number][] = [[0.9], [0.6], [0.3]];
  for (const [lambda] of cases) {
    it(`finds the weight ${lambda} that a text was made with`, () => {
      const text = draw(
        a.map((p, id) => lambda * p + (1 - lambda) * b[id]!),
        20_000,
      );
      const parts = [constantComponent('counts', a), constantComponent('recency', b)];
      const options = { lexiconSize: () => 4, mostTokens: 20_000 };
      const fitted = fitMixture(parts, [text.subarray(0, 9000), text.subarray(9000)], options);
      assert.ok(Math.abs(fitted.weights.counts! - lambda) < 0.03, JSON.stringify(fitted));
      assert.equal(fitted.tokens, 20_000);
      assert.deepEqual(fitMixture(parts, [text.subarray(0, 9000), text.subarray(9000)], options), fitted);
      assert.equal(parts[0]!.length, 0, 'left at the start of a text');
    });
  }

  const temperatures: [temperature: number][] = [[0.85], [1], [1.2]];
  for (const [temperature] of temperatures) {
    it(`finds the temperature ${temperature} at which the network is calibrated`, () => {
      const powers = a.map((p) => p ** (1 / temperature));
      const total = powers.reduce((sum, p) => sum + p, 0);
      const text = draw(
        powers.map((p) => p / total),
        20_000,
      );
      const fitted = fitMixture([constantComponent('network', a)], [text], {
        lexiconSize: () => 4,
        mostTokens: 20_000,
      });
      assert.ok(Math.abs(fitted.temperature - temperature) < 0.05, JSON.stringify(fitted));
    });
  }

  it('is no worse than the best part', () => {
    const text = draw(a, 2000);
    const loss = (distribution: readonly number[]) =>
      text.reduce((sum, id) => sum - Math.log(distribution[id]!), 0) / text.length;
    const fitted = fitMixture([constantComponent('counts', a), constantComponent('recency', b)], [text], {
      lexiconSize: () => 4,
    });
    assert.ok(fitted.heldOutLoss <= loss(a) + 0.002);
  });

  it('weighs words that the network does not know by what it says of them all', () => {
    // The network is right about how often unknown words come; the counts are right about which.
    const truth = [0.05, 0.35, 0.2, 0.4];
    const parts = [
      constantComponent('network', [0.65, 0.35, 0, 0]),
      constantComponent('counts', [0.01, 0.87, 0.04, 0.08]),
    ];
    const text = draw(truth, 4000);
    const fitted = fitMixture(parts, [text], { lexiconSize: () => 4, closedSize: 2 });
    assert.ok(fitted.weights.network! > 0.9, JSON.stringify(fitted));
  });

  it('meets a word that only the held-out text has as an unknown one the first time, and as itself from then on', () => {
    // The first part knows that unknown words come, the second that this one does.
    const parts = [
      constantComponent('counts', [0.9, 0.05, 0.05]),
      constantComponent('recency', [0.05, 0.05, 0.9]),
    ];
    const options = { lexiconSize: () => 3, isNew: (id: number) => id === 2 };
    const weightsOf = (texts: Int32Array[]) => fitMixture(parts, texts, options).weights;
    const often = weightsOf([new Int32Array(500).fill(2)]);
    assert.ok(often.recency! > 0.9, JSON.stringify(often));
    const once = weightsOf([Int32Array.of(2)]);
    assert.deepEqual(once, fitMixture(parts, [Int32Array.of(0)], { lexiconSize: () => 3 }).weights);
  });

  it('answers with defaults where there is no held-out text', () => {
    const fitted = fitMixture([constantComponent('counts', a), constantComponent('recency', b)], [], {
      lexiconSize: () => 4,
    });
    assert.equal(fitted.tokens, 0);
    assert.equal(fitted.temperature, 1);
    near([fitted.weights.counts! + fitted.weights.recency!], [1]);
  });

  function draw(distribution: readonly number[], length: number): Int32Array {
    const random = seededRandom(7);
    return Int32Array.from({ length }, () => {
      let rest = random();
      return Math.max(
        0,
        distribution.findIndex((p) => {
          rest -= p;
          return rest < 0;
        }),
      );
    });
  }
});
