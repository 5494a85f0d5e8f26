import assert from 'node:assert/strict';
import type { TrainingRequest } from '../../../model/training/api';
import { planTraining } from '../../../model/training/plan';
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

describe('the rate', () => {
  const cases: [progress: number, factor: number][] = [
    [0, 0.05],
    [0.05, 0.55],
    [0.1, 1],
    [0.55, 0.5],
    [1, 0],
    [1.5, 0],
  ];
  for (const [progress, factor] of cases) {
    it(`is ${factor} of its peak at ${progress} of a run with a tenth of warm-up`, () => {
      assert.ok(Math.abs(rateFactor(progress, 0.1) - factor) < 1e-12, String(rateFactor(progress, 0.1)));
    });
  }
});
