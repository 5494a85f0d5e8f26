import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  crossEntropyBackward,
  type Matrix,
  productBackward,
  productForward,
  softmax,
  sumForward,
  tanhBackward,
  tanhForward,
  zeros,
} from '../../../model/tutorial/nodes';
import { backward, descend, forward, lossOf } from '../../../model/tutorial/tutorial-network';
import { drawPage, matrixOf, readExample, readPage, TARGETS, WORDS } from '../../../scripts/draw-tutorial';

const folder = join(__dirname, '..', '..', '..', 'model', 'tutorial');
const markdown = readFileSync(join(folder, 'README.md'), 'utf8');

/** All numbers of the page but those that it begins with, node by node. */
function compute(): Map<string, Float64Array> {
  const { network, rate } = readExample(readPage(markdown));
  const { embedding, U, W, V } = network;
  const computed = new Map<string, Float64Array>();
  const note = (name: string, values: Float64Array | number) => {
    const vector = typeof values === 'number' ? Float64Array.of(values) : values;
    computed.set(name, vector.slice());
    return vector;
  };
  const steps = forward(network, WORDS, new Float64Array(2));
  steps.forEach(({ word, previous, state, predicted }, t) => {
    const x = note(`x_${t}`, embedding!.data.slice(2 * word, 2 * word + 2)); // the example has embeddings
    const z = note(`z_${t}`, sumForward(productForward(U, x), productForward(W, previous)));
    deepEqual(note(`h_${t}`, tanhForward(z)), state);
    deepEqual(note(`ŷ_${t}`, softmax(note(`scores_${t}`, productForward(V, state)))), predicted);
    note(`L_${t}`, -Math.log(predicted[TARGETS[t]!]!));
  });
  note('L', lossOf(steps, TARGETS));

  const unused = (m: Matrix): Matrix => zeros(m.rows, m.columns);
  steps.forEach(({ state, predicted }, t) => {
    const dScores = note(`dScores_${t}`, crossEntropyBackward(predicted, TARGETS[t]!));
    const dState = note(`dState_${t}`, productBackward(V, state, dScores, unused(V)));
    note(`dz_${t}`, tanhBackward(state, dState));
  });
  const dState = note('dState_1→0', productBackward(W, steps[0]!.state, computed.get('dz_1')!, unused(W)));
  note('dz_1→0', tanhBackward(steps[0]!.state, dState));

  const gradient = backward(network, steps, TARGETS, 1);
  for (const name of ['U', 'W', 'V'] as const) note(`gradient.${name}`, gradient[name].data);
  descend(network, gradient, rate);
  for (const name of ['U', 'W', 'V'] as const) note(`new-${name}`, network[name].data);
  note('new-L', lossOf(forward(network, WORDS, new Float64Array(2)), TARGETS));
  return computed;
}

describe('the worked example of the tutorial', () => {
  const page = readPage(markdown);
  const given = ['embedding', 'U', 'W', 'V', 'rate'];

  it('shows every number of the first step, and no other', () => {
    deepEqual([...page.keys()].sort(), [...given, ...compute().keys()].sort());
  });

  for (const [name, expected] of compute()) {
    it(`has ${name} right`, () => {
      const shown = matrixOf(page, name).data;
      equal(shown.length, expected.length);
      expected.forEach((value, at) => {
        // Four decimals, rounded.
        ok(Math.abs(shown[at]! - value) <= 0.00005 + 1e-12, `${name}: shown ${shown}, computed ${expected}`);
      });
    });
  }

  it('has the drawing that its script makes of it', () => {
    equal(readFileSync(join(folder, 'loss.svg'), 'utf8'), drawPage(markdown));
    const alternative = /!\[([^\]]+)\]\(loss\.svg\)/.exec(markdown)?.[1] ?? '';
    ok(alternative.length > 40, 'the drawing has a text alternative');
  });
});
