import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { NetworkConfig, Parameter } from '../../../model/network/config';
import { allocateWeights, namedParameters } from '../../../model/network/weights';
import { createAdaptingNetwork } from '../../../model/prediction/adapting-network';
import { type LoadedNetwork, loadNetwork } from '../../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../../model/prediction/recurrent';
import { seededRandom } from '../../../model/training/random';

const config: NetworkConfig = {
  cell: 'gru',
  vocabularySize: 10,
  embeddingSize: 6,
  hiddenSize: 6,
  layers: 1,
  tied: true,
};

function randomNetwork(seed: number): LoadedNetwork {
  const random = seededRandom(seed);
  const parameters: Parameter[] = namedParameters(
    allocateWeights(config, (length) => new Float32Array(length)),
  );
  for (const { data } of parameters) for (let i = 0; i < data.length; i++) data[i] = 2 * random() - 1;
  return loadNetwork(config, parameters, createPlainKernels());
}

const text = Int32Array.from({ length: 60 }, (_, index) => [3, 5, 7, 5, 9, 4][index % 6]!);

function read(component: { probabilities(out: Float32Array): void }, size = 10): Float32Array {
  const out = new Float32Array(size);
  component.probabilities(out);
  return out;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index]!)));
}

describe('dynamic evaluation', () => {
  it('learns the text that it reads', () => {
    const component = createAdaptingNetwork(randomNetwork(1), () => 10);
    const losses = Array.from(text, (id) => {
      const loss = -Math.log(read(component)[id]!);
      component.advance(id);
      return loss;
    });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(mean(losses.slice(-12)) < 0.7 * mean(losses.slice(0, 12)), losses.join(' '));
    assert.ok(Math.abs(read(component).reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
  });

  it('is gradient descent on the output, for words whose error is not next to nothing', () => {
    const network = randomNetwork(2);
    const component = createAdaptingNetwork(network, () => 10);
    for (const id of [3, 5]) component.advance(id);
    const asked = read(component);
    const hidden = component.hiddenAt(2)!.slice();
    component.advance(7);
    const next = component.hiddenAt(3)!.slice();
    const inner = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, index) => sum + value * b[index]!, 0);
    // logits' = logits + error · (0.4 · h·next / |h|² + 0.1)
    const moved = Float64Array.from(network.logits(next), (logit, id) => {
      const error = (id === 7 ? 1 : 0) - asked[id]!;
      const step = id === 7 || asked[id]! >= 0.002 ? error : 0;
      return Math.exp(logit + step * ((0.4 * inner(hidden, next)) / inner(hidden, hidden) + 0.1));
    });
    const total = moved.reduce((sum, value) => sum + value, 0);
    const expected = moved.map((value) => value / total);
    assert.ok(largestDifference(read(component), expected) < 1e-5);
  });

  it('undoes gradient steps where the text is taken back', () => {
    const component = createAdaptingNetwork(randomNetwork(3), () => 10);
    const answers = Array.from(text, (id) => {
      const answer = read(component);
      component.advance(id);
      return answer;
    });
    for (const length of [55, 31, 8, 0]) {
      component.truncate(length);
      assert.ok(largestDifference(read(component), answers[length]!) < 1e-5, `after going back to ${length}`);
    }
  });

  it('is the network itself while it was not asked', () => {
    const network = randomNetwork(4);
    const adapting = createAdaptingNetwork(network, () => 12, 0.9);
    const still = new RecurrentComponent(network, () => 12, 0.9);
    for (const id of [3, 11, 5, 7]) {
      adapting.advance(id);
      still.advance(id);
    }
    assert.deepEqual(read(adapting, 12), read(still, 12));
    adapting.advance(11); // learned as <unk>
    assert.ok(read(adapting, 12)[11]! > 0);
  });

  it('leaves the shared weights as they are', () => {
    const network = randomNetwork(5);
    const before = read(new RecurrentComponent(network, () => 10));
    const component = createAdaptingNetwork(network, () => 10);
    for (const id of text) {
      read(component);
      component.advance(id);
    }
    assert.deepEqual(read(new RecurrentComponent(network, () => 10)), before);
  });
});
