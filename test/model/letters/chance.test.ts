import assert from 'node:assert/strict';
import {
  type ChanceWeights,
  chanceOfNew,
  type Evidence,
  FEATURES,
  fitChance,
} from '../../../model/letters/chance';
import { DEFAULT_CHANCE } from '../../../model/letters/new-words';
import { seededRandom } from '../../../model/training/random';

const EVIDENCE: Evidence = {
  outside: 0.1,
  likeness: 0.01,
  known: 0.02,
  entries: 7,
  typed: 3,
  startsSentence: false,
};

describe('the chance that a word is new', () => {
  it('is, before anything is fitted, six tenths of what is outside in proportion', () => {
    const fresh = 0.6 * 0.1 * 0.01;
    assert.ok(Math.abs(chanceOfNew(DEFAULT_CHANCE, EVIDENCE) - fresh / (fresh + 0.02)) < 1e-9);
  });

  it('is certain where no known word fits', () => {
    assert.equal(chanceOfNew(DEFAULT_CHANCE, { ...EVIDENCE, known: 0, entries: 0 }), 1);
  });

  const extremes: [what: string, changes: Partial<Evidence>][] = [
    ['nothing outside', { outside: 0 }],
    ['no likeness', { likeness: 0 }],
    ['a known mass next to nothing', { known: 1e-300 }],
    ['everything known', { known: 1, outside: 1e-300, likeness: 1e-300 }],
    ['a hundred letters', { typed: 100 }],
  ];
  for (const [what, changes] of extremes) {
    it(`is a probability with ${what}`, () => {
      const chance = chanceOfNew(DEFAULT_CHANCE, { ...EVIDENCE, ...changes });
      assert.ok(chance >= 0 && chance <= 1, String(chance));
    });
  }

  const truth: ChanceWeights = [0.4, 1.5, -0.3, 0.6, -0.8, 0.2, -0.5];
  const observe = (count: number, seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => {
      const evidence: Evidence = {
        outside: random() * 0.3,
        likeness: random() ** 4,
        known: random() ** 4,
        entries: 1 + Math.floor(random() * 60),
        typed: Math.floor(random() * 9),
        startsSentence: random() < 0.2,
      };
      return { evidence, isNew: random() < chanceOfNew(truth, evidence) };
    });
  };

  it('is fitted to what came', () => {
    const fitted = fitChance(observe(20_000, 1), DEFAULT_CHANCE);
    assert.equal(fitted.length, FEATURES);
    const unseen = observe(2_000, 2);
    const surprise = (weights: ChanceWeights) =>
      unseen.reduce((sum, { evidence, isNew }) => {
        const chance = chanceOfNew(weights, evidence);
        return sum - Math.log(isNew ? chance : 1 - chance);
      }, 0) / unseen.length;
    assert.ok(surprise(fitted) < surprise(truth) + 0.002, `${surprise(fitted)} ${surprise(truth)}`);
    assert.ok(surprise(fitted) < surprise(DEFAULT_CHANCE) - 0.01);
  });

  it('is fitted to what is far from what was expected', () => {
    const observations = observe(2_000, 5).map(({ evidence }) => ({
      evidence: { ...evidence, outside: 1e-6 },
      isNew: evidence.entries < 50,
    }));
    const fitted = fitChance(observations, DEFAULT_CHANCE);
    assert.ok(
      fitted.every((weight) => Math.abs(weight) < 30),
      String(fitted),
    );
    const mean = observations.reduce((sum, { evidence }) => sum + chanceOfNew(fitted, evidence), 0) / 2_000;
    const share = observations.filter(({ isNew }) => isNew).length / 2_000;
    assert.ok(Math.abs(mean - share) < 0.02, `${mean} ${share}`);
  });

  it('stays as it was without observations, and near it with a few', () => {
    assert.deepEqual(fitChance([], DEFAULT_CHANCE), DEFAULT_CHANCE);
    const few = fitChance(observe(5, 3), DEFAULT_CHANCE);
    few.forEach((weight, index) => {
      assert.ok(Math.abs(weight - DEFAULT_CHANCE[index]!) < 0.3);
    });
  });

  it('is fitted where the gradient of the penalised likelihood is zero, by finite differences', () => {
    const observations = observe(300, 4);
    const fitted = fitChance(observations, DEFAULT_CHANCE);
    const objective = (weights: readonly number[]) =>
      observations.reduce((sum, { evidence, isNew }) => {
        const chance = chanceOfNew(weights, evidence);
        return sum + Math.log(isNew ? chance : 1 - chance);
      }, 0) - weights.reduce((sum, weight, i) => sum + (60 / 4 / 2) * (weight - DEFAULT_CHANCE[i]!) ** 2, 0);
    for (let i = 0; i < FEATURES; i++) {
      const moved = (by: number) => objective(fitted.map((weight, j) => (i === j ? weight + by : weight)));
      assert.ok(Math.abs(moved(1e-4) - moved(-1e-4)) / 2e-4 < 1e-3, `weight ${i}`);
    }
  });
});
