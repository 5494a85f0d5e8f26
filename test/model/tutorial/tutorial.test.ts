import { deepEqual, equal, ok } from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { loadNetwork } from '../../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../../model/prediction/recurrent';
import { seededRandom } from '../../../model/training/random';
import { exportTutorial, type TutorialProgress, trainTutorial } from '../../../model/tutorial/train-tutorial';
import {
  backward,
  continuation,
  createTutorialNetwork,
  forward,
  type InputKind,
  lossOf,
  type TutorialNetwork,
} from '../../../model/tutorial/tutorial-network';

const VOCABULARY = 6;
const HIDDEN = 4;
const INPUTS = [3, 4, 5, 4, 3, 2];
const TARGETS = [4, 5, 4, 3, 2, 1];

/**
 * The loss that a truncation of k steps differentiates: L_t is computed from h_{t−k−1} on, and that state is
 * the one of the unchanged network, a constant.
 */
function truncatedLoss(
  network: TutorialNetwork,
  states: readonly Float64Array[],
  truncation: number,
): number {
  return INPUTS.reduce((sum, _, t) => {
    const start = Math.max(0, t - truncation);
    const steps = forward(network, INPUTS.slice(start, t + 1), states[start]!);
    return sum + lossOf(steps.slice(-1), TARGETS.slice(t, t + 1));
  }, 0);
}

describe('tutorial', () => {
  const cases = (['embedding', 'one-hot'] as const).flatMap((inputs) =>
    [0, 1, 2, INPUTS.length, 100].map((truncation) => [inputs, truncation] as const),
  );
  for (const [inputs, truncation] of cases) {
    it(`has the gradient of finite differences, looking back ${truncation} steps, inputs ${inputs}`, () => {
      const network = createTutorialNetwork(VOCABULARY, HIDDEN, seededRandom(1), inputs);
      const memory = Float64Array.of(0.3, -0.2, 0.1, 0.5);
      const steps = forward(network, INPUTS, memory);
      const gradient = backward(network, steps, TARGETS, truncation);
      const states = steps.map(({ previous }) => previous);
      const difference = 1e-5;
      for (const name of ['U', 'W', 'V'] as const) {
        const weights = network[name].data;
        weights.forEach((weight, i) => {
          weights[i] = weight + difference;
          const above = truncatedLoss(network, states, truncation);
          weights[i] = weight - difference;
          const below = truncatedLoss(network, states, truncation);
          weights[i] = weight;
          const slope = (above - below) / (2 * difference);
          ok(
            Math.abs(slope - gradient[name].data[i]!) < 1e-8,
            `${name}[${i}]: got ${gradient[name].data[i]}, finite difference ${slope}`,
          );
        });
      }
    });
  }

  it('differentiates the whole loss when it looks back far enough', () => {
    const network = createTutorialNetwork(VOCABULARY, HIDDEN, seededRandom(1));
    const steps = forward(network, INPUTS, new Float64Array(HIDDEN));
    const states = steps.map(({ previous }) => previous);
    const whole = lossOf(steps, TARGETS);
    ok(Math.abs(truncatedLoss(network, states, INPUTS.length) - whole) < 1e-12);
  });

  const kinds: [inputs: InputKind, hiddenSize: number, embedding: number[], U: number[]][] = [
    ['embedding', 100, [8, 100], [100, 100]],
    ['embedding', 12, [8, 12], [12, 12]],
    ['one-hot', 12, [8, 12], [12, 12]],
  ];
  for (const [inputs, hiddenSize, embedding, U] of kinds) {
    it(`memorises "I like to play.", and predicts its every next word through the engine: inputs ${inputs}, ${hiddenSize} units`, () => {
      const sentence = Int32Array.of(3, 4, 5, 6, 7, 2); // I like to play . </p>
      let last: TutorialProgress | undefined;
      const options = { vocabularySize: 8, hiddenSize, inputs, random: seededRandom(1) };
      for (const progress of trainTutorial(sentence, options)) {
        last = progress;
        if (progress.loss / progress.tokens < 0.1 || progress.epoch === 20_000) break;
      }
      ok(last && last.loss / last.tokens < 0.1, `loss ${last?.loss} after ${last?.epoch} epochs`);
      equal(last.tokens, 5);
      const ends = (word: number) => word === 2;
      deepEqual(continuation(last.network, [3], { most: 10, ends }), [4, 5, 6, 7, 2]);
      deepEqual(continuation(last.network, [3], { most: 2, ends }), [4, 5]);

      const { config, parameters } = exportTutorial(last.network);
      const shapeOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.shape;
      deepEqual([shapeOf('embedding.weight'), shapeOf('rnn.weight_ih_l0')], [embedding, U]);
      const component = new RecurrentComponent(
        loadNetwork(config, parameters, createPlainKernels()),
        () => 8,
      );
      const probabilities = new Float32Array(8);
      const steps = forward(last.network, [...sentence.subarray(0, -1)], new Float64Array(hiddenSize));
      steps.forEach(({ word, predicted }, t) => {
        component.advance(word);
        component.probabilities(probabilities);
        equal(probabilities.indexOf(Math.max(...probabilities)), sentence[t + 1]);
        predicted.forEach((probability, id) => {
          ok(Math.abs(probability - probabilities[id]!) < 1e-5, `${probability} and ${probabilities[id]}`);
        });
      });
    });
  }

  it('reads a text of several sentences on, each beginning with the end of the one before', () => {
    const text = Int32Array.of(3, 4, 1, 5, 2, 3);
    const seen: number[] = [];
    for (const { tokens, epoch } of trainTutorial(text, { vocabularySize: 6, random: seededRandom(1) })) {
      if (epoch === 2) break;
      seen.push(tokens);
    }
    deepEqual(seen, [2, 2, 1]);
  });

  it('ends at once on a text with nothing to predict', () => {
    for (const text of [[], [3]]) {
      deepEqual(
        [...trainTutorial(Int32Array.from(text), { vocabularySize: 6, random: seededRandom(1) })],
        [],
      );
    }
  });
});
