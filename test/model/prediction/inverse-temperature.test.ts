import assert from 'node:assert/strict';
import { createInverseTemperature } from '../../../model/prediction/inverse-temperature';
import { seededRandom } from '../../../model/training/random';

const scores = [3, 2, 1, 0, -1];

/** softmax(β · scores) */
function softmax(inverse: number): Float32Array {
  const powers = scores.map((score) => Math.exp(inverse * score));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return Float32Array.from(powers, (power) => power / total);
}

/** Reads words drawn at one inverse temperature by a model that begins at 1. */
function read(truth: number, tokens: number) {
  const random = seededRandom(5);
  const inverse = createInverseTemperature(1);
  const distribution = softmax(truth);
  for (let position = 0; position < tokens; position++) {
    let rest = random();
    const id = Math.max(
      0,
      distribution.findIndex((p) => {
        rest -= p;
        return rest < 0;
      }),
    );
    inverse.learn(softmax(inverse.value), id, position);
  }
  return inverse;
}

describe('the inverse temperature that follows a text', () => {
  const table: [truth: number, least: number, most: number][] = [
    [0.7, 0.65, 0.8],
    [1, 0.92, 1.08],
    [1.15, 1.05, 1.2],
    [0.2, 0.6, 0.62], // no further than that
  ];
  for (const [truth, least, most] of table) {
    it(`comes near ${truth}`, () => {
      const { value } = read(truth, 6000);
      assert.ok(value >= least && value <= most, String(value));
    });
  }

  it('moves little on a page', () => {
    assert.ok(Math.abs(read(0.7, 20).value - 1) < 0.1);
  });

  it('is, after going back, what it was', () => {
    const [there, never] = [read(0.7, 300), read(0.7, 200)];
    there.truncate(200);
    assert.equal(there.value, never.value);
  });
});
