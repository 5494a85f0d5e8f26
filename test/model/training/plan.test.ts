import assert from 'node:assert/strict';
import type { TrainingRequest } from '../../../model/training/api';
import { planTraining } from '../../../model/training/plan';
import { scaleOf } from '../../../model/training/recipe';
import { rateFactor } from '../../../model/training/schedule';

/** Operations a second of a laptop's core. */
const speed = 50e9;

function plan(tokens: number, vocabularySize: number, request: Partial<TrainingRequest>) {
  return planTraining({
    tokens,
    heldOutTokens: Math.min(40_000, Math.floor(tokens / 20)),
    vocabularySize,
    speed,
    request: { budget: { seconds: 60 }, threads: 1, seed: 1, ...request },
  });
}

describe('the recipe', () => {
  const sizes: [
    name: string,
    tokens: number,
    vocabulary: number,
    seconds: number,
    threads: number,
    hidden: number,
    outputDropout: number,
  ][] = [
    ['a sentence', 6, 9, 10, 1, 64, 0.4],
    ['a letter', 1_000, 300, 10, 1, 64, 0.4],
    ['a chapter', 21_000, 1_500, 10, 2, 192, 0.7],
    ['a chapter', 21_000, 1_500, 2, 1, 64, 0.5],
    ['a book', 230_000, 9_100, 2, 1, 32, 0],
    ['a book', 230_000, 9_100, 10, 1, 96, 0.1],
    ['a book', 230_000, 9_100, 10, 2, 128, 0.1],
    ['a book', 230_000, 9_100, 60, 2, 256, 0.3],
    ['a book', 230_000, 9_100, 300, 2, 384, 0.6],
    ['speeches', 1_860_000, 18_000, 10, 2, 64, 0],
    ['speeches', 1_860_000, 18_000, 60, 2, 128, 0],
    ['speeches', 1_860_000, 18_000, 600, 2, 384, 0],
  ];
  for (const [name, tokens, vocabulary, seconds, threads, hidden, outputDropout] of sizes) {
    it(`for ${name} of ${tokens} tokens, ${seconds} s, ${threads} thread(s): hidden ${hidden}, dropout ${outputDropout}`, () => {
      const chosen = plan(tokens, vocabulary, { budget: { seconds }, threads });
      assert.equal(chosen.config.hiddenSize, hidden);
      assert.equal(Number(chosen.outputDropout.toFixed(1)), outputDropout);
      assert.equal(chosen.streams % threads, 0);
      assert.ok(chosen.streams >= threads && chosen.streams <= 24);
      assert.ok(chosen.heldOutTokens <= Math.floor(tokens / 20));
    });
  }

  it('keeps to what was asked for', () => {
    const { config, tokens } = plan(230_000, 9_100, {
      cell: 'lstm',
      hiddenSize: 100,
      budget: { epochs: 3 },
    });
    assert.deepEqual(config, {
      cell: 'lstm',
      vocabularySize: 9_100,
      embeddingSize: 100,
      hiddenSize: 100,
      layers: 1,
      tied: true,
    });
    assert.equal(tokens, 690_000);
  });

  const taught: [tokens: number, rate: number][] = [
    [1_200, 0.0000894],
    [6_000, 0.0002],
    [24_000, 0.0004],
    [180_000, 0.0011],
    [3_000_000, 0.003],
  ];
  for (const [tokens, rate] of taught) {
    it(`teaches a base ${tokens} tokens at a rate of ${rate}, in its own shape`, () => {
      const config = {
        cell: 'lstm',
        vocabularySize: 900,
        embeddingSize: 48,
        hiddenSize: 48,
        layers: 1,
        tied: true,
      } as const;
      const chosen = plan(tokens, 1_000, { start: { config, parameters: [] }, hiddenSize: 64 });
      assert.deepEqual(chosen.config, { ...config, vocabularySize: 1_000 });
      assert.equal(chosen.hasStart, true);
      assert.ok(Math.abs(chosen.rate / rate - 1) < 0.01, String(chosen.rate));
    });
  }

  it('lets a base go on with another library as it began, at a smaller rate, without pull or dropout', () => {
    const config = plan(6e6, 25_000, { hiddenSize: 256 }).config;
    const { rate, weightDecay, inputDropout, outputDropout, streams } = plan(6e6, 25_000, {
      start: { config, parameters: [] },
    });
    assert.deepEqual([rate, weightDecay, inputDropout, outputDropout, streams], [0.003, 0, 0, 0, 32]);
  });

  const impossible: [string, tokens: number, request: Partial<TrainingRequest>, RegExp][] = [
    ['nothing to read', 0, {}, /no text to train on/],
    ['an unknown length', Number.NaN, {}, /no text to train on/],
    ['a time that is no number', 6_000, { budget: { seconds: Number.NaN } }, /rate: got NaN/],
    ['endless passes', 6_000, { budget: { epochs: Number.POSITIVE_INFINITY } }, /tokens: got Infinity/],
  ];
  for (const [what, tokens, request, message] of impossible) {
    it(`refuses ${what}`, () => assert.throws(() => plan(tokens, 300, request), message));
  }

  it('makes a plan in numbers for any text from one word on', () => {
    for (const tokens of [1, 2, 7, 100, 4_999, 5_000, 1e6, 1e8]) {
      for (const seconds of [0, 0.001, 60, 1e6]) {
        const { tokens: planned, rate } = plan(tokens, 300, { budget: { seconds } });
        assert.ok(planned >= 1 && rate > 0, `${tokens} tokens in ${seconds} s: ${planned}, ${rate}`);
      }
    }
  });

  it('does not depend on the speed where passes are asked for', () => {
    const request = { budget: { epochs: 3 }, threads: 1, seed: 1 };
    const input = { tokens: 1e5, heldOutTokens: 5e3, vocabularySize: 5e3, request };
    assert.deepEqual(planTraining({ ...input, speed: 1e9 }), planTraining({ ...input, speed: 1e11 }));
  });
});

describe("the recipe's numbers", () => {
  const numbersOf = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : Object.values(value as object).flatMap(numbersOf);

  it('hardly change where a text is a hundredth longer, whatever its length', () => {
    const lengths = Array.from({ length: 1000 }, (_, index) => 700 * 1.01 ** index); // up to 15 million
    const scales = lengths.map((tokens) => numbersOf(scaleOf(tokens)));
    const ranges = scales[0]!.map((_, index) => {
      const values = scales.map((scale) => scale[index]!);
      return Math.max(...values) - Math.min(...values);
    });
    scales.slice(1).forEach((scale, at) => {
      scale.forEach((value, index) => {
        const before = scales[at]![index]!;
        const rounded = Number.isInteger(value) ? 1 : 0; // a block's sizes are whole numbers
        const change = Math.abs(value - before);
        assert.ok(
          change <= Math.max(0.03 * ranges[index]!, rounded),
          `at ${lengths[at]} tokens: ${before}, ${value}`,
        );
      });
    });
  });

  const found: [tokens: number, rate: number, wantedEpochs: number, dropoutEpochs: number[]][] = [
    [1, 0.011, 8, [1.5, 6]],
    [1_500, 0.011, 8, [1.5, 6]],
    [Math.sqrt(1_500 * 3_000), Math.sqrt(0.011 * 0.014), Math.sqrt(8 * 11), [1.25, 7]],
    [3_000, 0.014, 11, [1, 8]],
    [10_000, 0.014, 11, [1, 8]],
    [21_000, 0.014, 11, [1, 8]],
    [Math.sqrt(22_000 * 200_000), Math.sqrt(0.014 * 0.0165), Math.sqrt(11 * 2.2), [0.5, 11]],
    [230_000, 0.0165, 2.2, [0, 14]],
    [1_900_000, 0.017, 1.1, [5, 14]],
    [1e9, 0.01, 1.1, [12, 30]],
  ];
  for (const [tokens, rate, wantedEpochs, dropoutEpochs] of found) {
    it(`at ${Math.round(tokens)} tokens are those that were found, or between them`, () => {
      const scale = scaleOf(tokens);
      const got = [scale.rate, scale.wantedEpochs, ...scale.dropoutEpochs];
      [rate, wantedEpochs, ...dropoutEpochs].forEach((expected, index) => {
        assert.ok(Math.abs(got[index]! - expected) < 1e-9 * expected + 1e-12, `${got}`);
      });
    });
  }

  it('read a sentence often enough to learn it', () => {
    assert.equal(scaleOf(6).mostEpochs, 1000);
    assert.equal(scaleOf(600).mostEpochs, 10);
  });
});

describe('the rate', () => {
  const cases: [progress: number, factor: number][] = [
    [0, 0.05],
    [0.05, 0.525],
    [0.1 - 1e-15, 1],
    [0.1, 1],
    [0.55, 0.5],
    [1, 0],
    [1.5, 0],
  ];
  it('never exceeds its peak', () => {
    for (let step = 0; step <= 1000; step++) assert.ok(rateFactor(step / 1000, 0.03) <= 1, String(step));
  });

  for (const [progress, factor] of cases) {
    it(`is ${factor} of its peak at ${progress} of a run with a tenth of warm-up`, () => {
      assert.ok(Math.abs(rateFactor(progress, 0.1) - factor) < 1e-12, String(rateFactor(progress, 0.1)));
    });
  }
});
