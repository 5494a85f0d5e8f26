import assert from 'node:assert/strict';
import type { Vector } from '../../../model/kernels/kernels';
import { createPlainKernels } from '../../../model/kernels/plain';

/** Values worked out by hand, or by the formula beside them. */
describe('kernels: plain computes what its formulas say', () => {
  const kernels = createPlainKernels('float64');
  const vector = (...values: number[]) => Float64Array.from(values);
  const near = (got: Vector, expected: readonly number[]) => {
    assert.equal(got.length, expected.length);
    got.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[i]!) < 1e-12, `[${i}] is ${value}, expected ${expected[i]}`);
    });
  };
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  it('has the precision that was asked for', () => {
    assert.ok(createPlainKernels().allocate(1) instanceof Float32Array);
    assert.ok(createPlainKernels('float64').allocate(1) instanceof Float64Array);
  });

  // [1 2 3; 4 5 6] · [1 0; 2 1; 0 3] = [5 11; 14 23], in the three ways of handing it over.
  for (const [transpose, a, b] of [
    ['none', [1, 2, 3, 4, 5, 6], [1, 0, 2, 1, 0, 3]],
    ['right', [1, 2, 3, 4, 5, 6], [1, 2, 0, 0, 1, 3]],
    ['left', [1, 4, 2, 5, 3, 6], [1, 0, 2, 1, 0, 3]],
  ] as const) {
    it(`multiply, transpose ${transpose}`, () => {
      const c = vector(1, 1, 1, 1);
      kernels.multiply(c, vector(...a), vector(...b), 2, 2, 3, transpose, false);
      near(c, [5, 11, 14, 23]);
      kernels.multiply(c, vector(...a), vector(...b), 2, 2, 3, transpose, true);
      near(c, [10, 22, 28, 46]);
    });
  }

  for (const [transposed, b] of [
    [false, [1, 0, 2, 1, 0, 3]],
    [true, [1, 2, 0, 0, 1, 3]],
  ] as const) {
    it(`multiplyPacked${transposed ? ', transposed' : ''}`, () => {
      const c = vector(0, 0, 0, 0);
      const packed = kernels.allocatePacked(3, 2);
      kernels.pack(packed, vector(...b), transposed);
      kernels.multiplyPacked(c, vector(1, 2, 3, 4, 5, 6), packed, 2, false);
      near(c, [5, 11, 14, 23]);
    });
  }

  it('multiplyVector', () => {
    const y = vector(0, 0);
    kernels.multiplyVector(y, vector(1, 2, 3, 4, 5, 6), vector(1, 0, -1), vector(10, 20), 2, 3);
    near(y, [8, 18]);
  });

  it('multiplyQuantised', () => {
    const y = vector(0, 0);
    const a = kernels.allocateQuantised(2, 3);
    a.values.set([1, 2, 3, 4, 5, 6]);
    a.scales.set([0.5, 2]);
    kernels.multiplyQuantised(y, a, vector(1, 0, -1), vector(10, 20));
    near(y, [9, 16]);
  });

  it('rows and elements', () => {
    const x = vector(1, 2, 3, 4);
    kernels.addBias(x, vector(10, 20), 2, 2);
    near(x, [11, 22, 13, 24]);
    const sum = vector(1, 1);
    kernels.sumRows(sum, x, 2, 2);
    near(sum, [25, 47]);
    kernels.addScaled(x, vector(1, 1, 1, 1), -1, 4);
    near(x, [10, 21, 12, 23]);
    kernels.multiplyElements(x, vector(0, 1, 2, 0), 4);
    near(x, [0, 21, 24, 0]);
    assert.equal(kernels.sumOfSquares(x, 4), 21 * 21 + 24 * 24);
    const gathered = vector(0, 0, 0, 0);
    kernels.gatherRows(gathered, vector(1, 2, 3, 4, 5, 6), Int32Array.of(2, 0), 2, 2);
    near(gathered, [5, 6, 1, 2]);
    const table = vector(0, 0, 0, 0);
    kernels.scatterAddRows(table, Int32Array.of(1, 1), vector(1, 2, 3, 4), 2, 2);
    near(table, [0, 0, 4, 6]);
  });

  it('Elman', () => {
    const hidden = vector(0);
    kernels.elmanForward(hidden, vector(0.5), vector(0.25), 1, 1);
    near(hidden, [Math.tanh(0.75)]);
    const dPre = vector(0);
    kernels.elmanBackward(dPre, vector(2), vector(0.6), 1, 1);
    near(dPre, [2 * 0.64]);
  });

  it('GRU', () => {
    const [hidden, gates] = [vector(0), vector(0, 0, 0)];
    kernels.gruForward(hidden, gates, vector(0.1, 0.2, 0.3), vector(0.4, -0.5, 0.6), vector(0.7), 1, 1);
    const [r, z] = [sigmoid(0.5), sigmoid(-0.3)];
    const n = Math.tanh(0.3 + r * 0.6);
    near(gates, [r, z, n]);
    near(hidden, [(1 - z) * n + z * 0.7]);
  });

  it('LSTM', () => {
    const [hidden, cell, gates] = [vector(0), vector(0), vector(0, 0, 0, 0)];
    const [input, recurrent] = [vector(0.1, 0.2, 0.3, 0.4), vector(0.4, -0.5, 0.6, -0.7)];
    kernels.lstmForward(hidden, cell, gates, input, recurrent, vector(0.7), 1, 1);
    const [i, f, g, o] = [sigmoid(0.5), sigmoid(-0.3), Math.tanh(0.9), sigmoid(-0.3)];
    near(gates, [i, f, g, o]);
    near(cell, [f * 0.7 + i * g]);
    near(hidden, [o * Math.tanh(f * 0.7 + i * g)]);
  });

  it('softmax with a temperature', () => {
    const x = vector(Math.log(1), Math.log(2), Math.log(3));
    const logSum = kernels.softmax(x, 3, 0.5);
    near(x, [1 / 14, 4 / 14, 9 / 14]);
    near(vector(logSum), [Math.log(14)]);
  });

  it('exponentials of rows, and rows scaled', () => {
    const [x, maxima, sums] = [vector(Math.log(1), Math.log(3), 1005, 1005), vector(0, 0), vector(0, 0)];
    kernels.exponentialRows(x, maxima, sums, 2, 2);
    near(x, [1 / 3, 1, 1, 1]);
    near(maxima, [Math.log(3), 1005]);
    near(sums, [4 / 3, 2]);
    kernels.scaleRows(x, vector(3, 0.5), 2, 2);
    near(x, [1, 3, 0.5, 0.5]);
  });

  it('Adam', () => {
    const [weights, mean, variance] = [vector(1), vector(0), vector(0)];
    const settings = { rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0, decay: 0.5 };
    const corrections = { correction1: 0.1, correction2: 0.01 };
    kernels.adam(weights, vector(-6), mean, variance, 1, 0.5, { ...settings, ...corrections });
    // The first step has the length of the rate, whatever the gradient.
    near(weights, [0.5 + 0.1]);
    near(mean, [-0.3]);
    near(variance, [0.09]);
  });

  it('RMSprop by rows', () => {
    const [table, rowVariance] = [vector(9, 9, 1, 1), vector(5, 0)];
    kernels.rmspropRows(table, vector(2, 14), rowVariance, Int32Array.of(1), 1, 2, 0.5, 0.1, 0, 0, 0.5);
    near(rowVariance, [5, 25]); // (1² + 7²) / 2
    near(table, [9, 9, 0.5 - 0.1 / 5, 0.5 - (0.1 * 7) / 5]);
  });

  /** L = Σ weight · output, and its slope in each input by central differences. */
  for (const cell of ['elman', 'gru', 'lstm'] as const) {
    it(`${cell}: the backward pass is the forward pass's slope`, () => checkCellGradient(cell));
  }
});

/** Compares a cell's backward pass with central differences of Σ w·h' + v·c' over random inputs. */
function checkCellGradient(cell: 'elman' | 'gru' | 'lstm'): void {
  const kernels = createPlainKernels('float64');
  const [rows, hiddenSize] = [2, 3];
  const gateCount = { elman: 1, gru: 3, lstm: 4 }[cell];
  const [states, preactivations] = [rows * hiddenSize, rows * hiddenSize * gateCount];
  const wave = (length: number, phase: number) =>
    Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase));
  const input = wave(preactivations, 0);
  const recurrent = wave(preactivations, 1);
  const previous = wave(states, 2);
  const hidden = new Float64Array(states);
  const newCell = new Float64Array(states);
  const gates = new Float64Array(preactivations);
  const dHidden = wave(states, 3);
  const dCell = wave(states, 4);

  const loss = () => {
    if (cell === 'elman') kernels.elmanForward(hidden, input, recurrent, rows, hiddenSize);
    if (cell === 'gru') kernels.gruForward(hidden, gates, input, recurrent, previous, rows, hiddenSize);
    if (cell === 'lstm') {
      kernels.lstmForward(hidden, newCell, gates, input, recurrent, previous, rows, hiddenSize);
    }
    let sum = 0;
    for (let i = 0; i < states; i++) sum += dHidden[i]! * hidden[i]! + dCell[i]! * newCell[i]!;
    return sum;
  };
  const slopes = (of: Float64Array) =>
    of.map((value, i) => {
      const step = 1e-6;
      of[i] = value + step;
      const above = loss();
      of[i] = value - step;
      const below = loss();
      of[i] = value;
      return (above - below) / (2 * step);
    });

  loss();
  const dInput = new Float64Array(preactivations);
  const dRecurrent = new Float64Array(preactivations);
  const dPrevious = new Float64Array(states);
  if (cell === 'elman') kernels.elmanBackward(dInput, dHidden, hidden, rows, hiddenSize);
  if (cell === 'gru') {
    const out = [dInput, dRecurrent, dPrevious] as const;
    kernels.gruBackward(...out, dHidden, gates, recurrent, previous, rows, hiddenSize);
  }
  if (cell === 'lstm') {
    const out = [dInput, dPrevious] as const;
    kernels.lstmBackward(...out, dHidden, dCell, gates, newCell, previous, rows, hiddenSize);
  }
  const near = (got: Float64Array, expected: Float64Array, what: string) => {
    got.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[i]!) < 1e-8, `${what}[${i}] is ${value}, slope ${expected[i]}`);
    });
  };
  near(dInput, slopes(input), 'dInput');
  if (cell === 'gru') near(dRecurrent, slopes(recurrent), 'dRecurrent');
  if (cell !== 'elman') near(dPrevious, slopes(previous), 'dPrevious');
}
