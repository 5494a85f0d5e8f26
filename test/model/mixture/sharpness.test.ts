import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { createSharpness, MOST_LIKELY, type Sharpness } from '../../../model/mixture/sharpness';

/** Reproducible numbers in [0, 1). */
function generator(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const kernels = createPlainKernels();
const likely = kernels.allocateIndices(MOST_LIKELY);

function sharpen(sharpness: Sharpness, probabilities: Float32Array): void {
  sharpness.sharpen(probabilities, kernels, likely);
}

const said = Float32Array.from([0.4, 0.3, 0.2, 0.0999, 0.0001]);

/** Words drawn in proportion to `said` to a power: what it says is too sure below 1, not sure enough above. */
function read(power: number, tokens: number): { exponent: number; confidence: number; loss: number[] } {
  const random = generator();
  const truth = said.map((p) => p ** power);
  const total = truth.reduce((sum, p) => sum + p, 0);
  const sharpness = createSharpness();
  const out = new Float32Array(said.length);
  const loss = [0, 0];
  for (let position = 0; position < tokens; position++) {
    let rest = random() * total;
    const id = Math.max(
      0,
      truth.findIndex((p) => {
        rest -= p;
        return rest < 0;
      }),
    );
    out.set(said);
    sharpen(sharpness, out);
    if (position >= tokens / 2) {
      loss[0]! -= Math.log(said[id]!);
      loss[1]! -= Math.log(out[id]!);
    }
    sharpness.learn(id, position);
  }
  return { exponent: sharpness.exponent, confidence: out[0]!, loss };
}

describe('sharpness', () => {
  it('changes nothing before it has read', () => {
    const out = said.slice();
    sharpen(createSharpness(), out);
    out.forEach((p, id) => {
      assert.ok(Math.abs(p - said[id]!) < 1e-6);
    });
  });

  const table: [power: number, least: number, most: number][] = [
    [1, 0.85, 1.15],
    [1.5, 1.3, 1.7],
    [2, 1.7, 2],
    [0.75, 0.7, 0.9],
  ];
  for (const [power, least, most] of table) {
    it(`finds the exponent ${power} that a text was made with`, () => {
      const { exponent, loss } = read(power, 6000);
      assert.ok(exponent >= least && exponent <= most, String(exponent));
      if (power !== 1) assert.ok(loss[1]! < loss[0]!, `${loss}`);
      else assert.ok(loss[1]! < loss[0]! + 0.002 * 3000, `${loss}`);
    });
  }

  it('keeps a distribution a distribution, its order, and the proportions of unlikely words', () => {
    const sharpness = createSharpness();
    for (let position = 0; position < 500; position++) {
      const out = said.slice();
      sharpen(sharpness, out);
      sharpness.learn(0, position);
    }
    const out = Float32Array.from([0.5, 0.498, 0.0012, 0.0008]);
    sharpen(sharpness, out);
    assert.ok(sharpness.exponent > 1.2);
    assert.ok(Math.abs(out.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    assert.ok(out[0]! > out[1]! && out[1]! > out[2]!);
    assert.ok(Math.abs(out[2]! / out[3]! - 1.5) < 1e-4);
  });

  it('is, after going back, what it was', () => {
    const sharpness = createSharpness();
    const exponents: number[] = [];
    for (let position = 0; position < 100; position++) {
      exponents.push(sharpness.exponent);
      sharpen(sharpness, said.slice());
      sharpness.learn(position % 3, position);
    }
    sharpness.truncate(40);
    assert.equal(sharpness.exponent, exponents[40]);
    sharpness.truncate(0);
    assert.equal(sharpness.exponent, 1);
  });
});
