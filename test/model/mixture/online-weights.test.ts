import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRecency } from '../../../model/caches/recency';
import { createMixture } from '../../../model/mixture/mixture';
import { createOnlineWeights } from '../../../model/mixture/online-weights';
import type { Component } from '../../../model/prediction/component';
import { seededRandom } from '../../../model/training/random';

describe('online weights', () => {
  const table: [what: string, given: number[], tokens: number, prior: number, least: number, most: number][] =
    [
      ['stay where both parts do as well', [0.5, 0.5], 500, 60, 0.49, 0.51],
      ['go to the part that does better', [0.9, 0.1], 1000, 60, 0.9, 0.999],
      ['leave the part that does worse', [0.05, 0.5], 1000, 60, 0, 0.1],
      ['move little where the first ones are worth much', [0.9, 0.1], 50, 5000, 0.5, 0.52],
      ['keep a part that gave nothing at hand', [0, 0.5], 5000, 10, 0.001, 0.01],
      ['stay where no part gave the token a probability', [0, 0], 100, 10, 0.5, 0.5],
    ];
  for (const [what, given, tokens, prior, least, most] of table) {
    it(what, () => {
      const online = createOnlineWeights([0.5, 0.5], { prior });
      for (let position = 0; position < tokens; position++) online.learn(position, Float64Array.from(given));
      assert.ok(online.values[0]! >= least && online.values[0]! <= most, `${online.values[0]}`);
      assert.ok(Math.abs(online.values[0]! + online.values[1]! - 1) < 1e-9);
    });
  }

  it('are, after going back, what they were', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
          {
            maxLength: 60,
          },
        ),
        fc.nat(60),
        (given, back) => {
          const kept = Math.max(0, given.length - back);
          const [there, never] = [1, 2].map(() => createOnlineWeights([0.7, 0.3], { prior: 20 }));
          given.forEach((pair, position) => {
            there!.learn(position, Float64Array.from(pair));
            if (position < kept) never!.learn(position, Float64Array.from(pair));
          });
          there!.truncate(kept);
          assert.deepEqual([...there!.values], [...never!.values]);
        },
      ),
      { seed: 1 },
    );
  });

  it('make a mixture that is soon hardly behind its best part', () => {
    const uniform: Component = {
      ...createRecency(),
      name: 'counts',
      probabilities: (out) => void out.fill(1 / out.length),
    };
    const random = seededRandom(3);
    // A text of few words, of which recency knows and the other part nothing.
    const text = Array.from({ length: 3000 }, () => 3 + Math.floor(5 * random() ** 2));
    const recency = createRecency();
    const mixture = createMixture([uniform, createRecency()], {
      weights: { counts: 0.95, recency: 0.05 },
      lexiconSize: () => 1000,
      online: { prior: 60 },
    });
    const out = new Float32Array(1000);
    let [mixed, alone] = [0, 0];
    for (const [position, id] of text.entries()) {
      if (position === 1000) [mixed, alone] = [0, 0];
      recency.probabilities(out);
      alone -= Math.log(out[id]!);
      recency.advance(id);
      mixture.probabilities(out);
      mixed -= Math.log(out[id]!);
      mixture.advance(id);
    }
    assert.ok(mixed / 2000 < alone / 2000 + 0.03, `${mixed / 2000}, ${alone / 2000}`);
  });
});
