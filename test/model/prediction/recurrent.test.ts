import { deepEqual, equal, ok } from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { NetworkConfig } from '../../../model/network/config';
import { createNetwork } from '../../../model/network/network';
import { allocateWeights, loadParameters } from '../../../model/network/weights';
import { type LoadedNetwork, loadNetwork } from '../../../model/prediction/loaded-network';
import { COLD_TOKENS, KEPT_STATES, RecurrentComponent } from '../../../model/prediction/recurrent';
import { exampleParameters } from '../format/example-model';
import { referenceLogProbabilities } from './reference-network';

const VOCABULARY = 11;
const LEXICON = 14;

const gru: NetworkConfig = {
  cell: 'gru',
  vocabularySize: VOCABULARY,
  embeddingSize: 5,
  hiddenSize: 5,
  layers: 1,
  tied: true,
};
const configs: NetworkConfig[] = [
  gru,
  { ...gru, cell: 'elman' },
  { ...gru, cell: 'lstm' },
  { ...gru, layers: 3 },
  { ...gru, cell: 'lstm', layers: 2, embeddingSize: 3, tied: false },
  { ...gru, cell: 'elman', layers: 2, embeddingSize: 7, tied: false },
];

/** Ids that look random and are the same every time; 3 and above are words. */
const text = (length: number) => Array.from({ length }, (_, i) => (i * i * 7 + i * 3 + 1) % VOCABULARY);

function component(config = gru): RecurrentComponent {
  return new RecurrentComponent(
    loadNetwork(config, exampleParameters(config), createPlainKernels()),
    () => LEXICON,
  );
}

function read(target: RecurrentComponent, ids: Iterable<number>): RecurrentComponent {
  for (const id of ids) target.advance(id);
  return target;
}

function answer(target: RecurrentComponent): Float32Array {
  const out = new Float32Array(LEXICON);
  target.probabilities(out);
  return out;
}

function near(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  equal(got.length, expected.length);
  for (let i = 0; i < got.length; i++) {
    ok(Math.abs(got[i]! - expected[i]!) <= tolerance, `[${i}]: got ${got[i]}, expected ${expected[i]}`);
  }
}

/** The reference's distribution over the lexicon: <unk> shared with the words beyond the vocabulary. */
function expected(config: NetworkConfig, ids: readonly number[]): number[] {
  const closed = referenceLogProbabilities(config, exampleParameters(config), ids).at(-1)!.map(Math.exp);
  const share = closed[0]! / (1 + LEXICON - VOCABULARY);
  return [share, ...closed.slice(1), ...new Array<number>(LEXICON - VOCABULARY).fill(share)];
}

describe('recurrent component', () => {
  for (const config of configs) {
    const { cell, layers, tied } = config;
    it(`agrees with the formulas: ${cell}, ${layers} layers, ${tied ? 'tied' : 'untied'}`, () => {
      const target = component(config);
      const ids = text(12);
      ids.forEach((id, index) => {
        target.advance(id);
        near(answer(target), expected(config, ids.slice(0, index + 1)), 1e-6);
      });
    });
  }

  for (const config of configs) {
    const { cell, layers, tied } = config;
    it(`agrees with the training engine: ${cell}, ${layers} layers, ${tied ? 'tied' : 'untied'}`, () => {
      const ids = text(12);
      const kernels = createPlainKernels();
      const weights = allocateWeights(config, (length) => kernels.allocate(length));
      loadParameters(weights, exampleParameters(config));
      const engine = createNetwork(kernels, weights, { steps: ids.length, streams: 1 }, false);
      engine.pack();
      engine.forward(Int32Array.from(ids));
      const target = component(config);
      ids.forEach((id, step) => {
        target.advance(id);
        const hidden = engine.output.subarray(step * config.hiddenSize, (step + 1) * config.hiddenSize);
        near(target.hidden(), hidden, 1e-5);
      });
    });
  }

  it('answers before any token is read, and sums to one', () => {
    const target = component();
    const sum = answer(target).reduce((total, probability) => total + probability, 0);
    ok(Math.abs(sum - 1) < 1e-6);
    equal(target.length, 0);
  });

  it('reads words beyond the vocabulary as <unk>', () => {
    deepEqual(answer(read(component(), [4, VOCABULARY + 1, 5])), answer(read(component(), [4, 0, 5])));
  });

  it('follows a lexicon that grows', () => {
    let size = VOCABULARY;
    const target = new RecurrentComponent(
      loadNetwork(gru, exampleParameters(gru), createPlainKernels()),
      () => size,
    );
    const before = answer(target);
    size += 3;
    const after = answer(target);
    near([after[0]! * 4], [before[0]!], 1e-7);
    near(after.subarray(VOCABULARY), new Array<number>(3).fill(before[0]! / 4), 1e-7);
  });

  const truncations: [read: number, back: number][] = [
    [10, 10],
    [10, 9],
    [10, 0],
    [300, 1],
    [KEPT_STATES + 50, 60],
    [3 * KEPT_STATES, 2 * KEPT_STATES + 100],
  ];
  for (const [length, back] of truncations) {
    it(`goes from ${length} tokens back to ${back} and on`, () => {
      const target = component();
      const ids = text(length);
      for (const id of ids) {
        target.advance(id);
        target.hidden(); // so that it never starts cold
      }
      target.truncate(back);
      equal(target.length, back);
      const onwards = [...ids.slice(0, back), 6, 7];
      near(answer(read(target, [6, 7])), answer(read(component(), onwards.slice(-COLD_TOKENS))), 1e-6);
    });
  }

  it('keeps an answer until its tokens change', () => {
    let products = 0;
    const kernels = createPlainKernels();
    const counting = {
      ...kernels,
      multiplyVector: (...call: Parameters<typeof kernels.multiplyVector>) => {
        products++;
        kernels.multiplyVector(...call);
      },
    };
    const target = new RecurrentComponent(loadNetwork(gru, exampleParameters(gru), counting), () => LEXICON);
    const first = answer(read(target, [4, 5]));
    equal(products, 5); // two a token, one for the output
    deepEqual(answer(target), first);
    target.advance(6);
    target.truncate(2);
    deepEqual(answer(target), first);
    equal(products, 5);
    target.truncate(1);
    target.advance(9);
    ok(answer(target)[4] !== first[4]);
  });

  it('reads only the end of a long document', () => {
    let steps = 0;
    const network = loadNetwork(gru, exampleParameters(gru), createPlainKernels());
    const counting: LoadedNetwork = {
      ...network,
      step: (...call) => {
        steps++;
        network.step(...call);
      },
    };
    const target = new RecurrentComponent(counting, () => LEXICON);
    const ids = text(5000);
    const cold = answer(read(target, ids));
    equal(steps, COLD_TOKENS);
    near(cold, expected(gru, ids.slice(-1000)), 1e-6);
    answer(read(target, [1]));
    equal(steps, COLD_TOKENS + 1);
  });

  it('shows the hidden states that it keeps', () => {
    const target = component();
    const ids = text(KEPT_STATES + 10);
    const after = ids.map((id) => {
      target.advance(id);
      return target.hidden().slice();
    });
    deepEqual(target.hiddenAt(ids.length), after.at(-1));
    deepEqual(target.hiddenAt(11), after[10]);
    equal(target.hiddenAt(10), undefined);
    equal(target.hiddenAt(ids.length + 1), undefined);
  });

  it('flattens the softmax at a high temperature', () => {
    const network = loadNetwork(gru, exampleParameters(gru), createPlainKernels());
    const warm = answer(new RecurrentComponent(network, () => VOCABULARY, 1e6));
    near(warm.subarray(0, VOCABULARY), new Array<number>(VOCABULARY).fill(1 / VOCABULARY), 1e-5);
  });
});

describe('loaded network', () => {
  it('is shared: two texts in turn give what each gives alone', () => {
    const config: NetworkConfig = { ...gru, cell: 'lstm' };
    const network = loadNetwork(config, exampleParameters(config), createPlainKernels());
    const [one, other] = [1, 2].map(() => new RecurrentComponent(network, () => LEXICON));
    for (const id of [3, 4, 5]) {
      read(one!, [id]);
      answer(one!);
      read(other!, [id + 3]);
      answer(other!);
    }
    deepEqual(answer(one!), answer(read(component(config), [3, 4, 5])));
    deepEqual(answer(other!), answer(read(component(config), [6, 7, 8])));
  });

  it('scores one word as it scores all', () => {
    const network = loadNetwork(gru, exampleParameters(gru), createPlainKernels());
    const hidden = Float32Array.of(0.1, -0.2, 0.3, -0.4, 0.5);
    const all = Array.from(network.logits(hidden));
    near(
      all.map((_, id) => network.logit(hidden, id)),
      all,
      1e-6,
    );
  });

  it('takes over the memory of a retired network of the same shape, and only of that', () => {
    let allocated = 0;
    const plain = createPlainKernels();
    const kernels = {
      ...plain,
      allocate: (length: number) => {
        allocated += length;
        return plain.allocate(length);
      },
    };
    const first = loadNetwork(gru, exampleParameters(gru, 1), kernels);
    const once = allocated;
    const second = loadNetwork(gru, exampleParameters(gru, 2), kernels, first);
    equal(allocated, once);
    const fresh = loadNetwork(gru, exampleParameters(gru, 2), createPlainKernels());
    const hidden = Float32Array.of(0.1, -0.2, 0.3, -0.4, 0.5);
    deepEqual(second.logits(hidden), fresh.logits(hidden));
    const lstm: NetworkConfig = { ...gru, cell: 'lstm' };
    loadNetwork(lstm, exampleParameters(lstm), kernels, second);
    ok(allocated > once);
  });
});
