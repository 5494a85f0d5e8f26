import assert from 'node:assert/strict';
import { estimateDiscounts, FALLBACK_DISCOUNTS } from '../../../model/counts/discounts';
import { KneserNey } from '../../../model/counts/kneser-ney';
import { NgramCounts } from '../../../model/counts/ngram-counts';

describe('discounts', () => {
  const cases: [counts: [number, number, number, number], expected: [number, number, number]][] = [
    // Y = 10 / (10 + 2·5) = 0.5; 1 − 2·0.5·5/10, 2 − 3·0.5·2/5, 3 − 4·0.5·1/2
    [
      [10, 5, 2, 1],
      [0.5, 1.4, 2],
    ],
    // Y = 8 / 16 = 0.5; 1 − 4/8, 2 − 1.5·2/4, 3 − 2·0/2
    [
      [8, 4, 2, 0],
      [0.5, 1.25, 3],
    ],
    [
      [0, 5, 2, 1],
      [0.5, 1, 1.5],
    ],
    [
      [10, 5, 0, 1],
      [0.5, 1, 1.5],
    ],
    [
      [2, 9, 1, 9],
      [0.5, 1, 1.5],
    ], // 3 − 4Y·9 is below 0
    [
      [4, 2, 2, 3],
      [0.5, 1, 1.5],
    ], // 3 − 4·½·3/2 is 0
  ];
  for (const [[n1, n2, n3, n4], [one, two, more]] of cases) {
    it(`from ${n1}, ${n2}, ${n3}, ${n4} n-grams counted 1, 2, 3, 4 times`, () => {
      const found = estimateDiscounts(n1, n2, n3, n4);
      for (const [got, expected] of [
        [found.one, one],
        [found.two, two],
        [found.more, more],
      ]) {
        assert.ok(Math.abs(got! - expected!) < 1e-12, `${JSON.stringify(found)}`);
      }
    });
  }
});

describe('Kneser–Ney', () => {
  // One document, "a b a b c", ids a = 0, b = 1, c = 2 in a lexicon of 4, bigrams. Too small to estimate discounts, so
  // they are ½, 1, 1½.
  // Occurrences of pairs: ab 2, ba 1, bc 1. Different left neighbours: a has b and the document's start, so 2; b has a,
  // so 1; c has b, so 1; in all 4.
  // Single words: γ = (½·2 + 1·1) / 4 = ½, uniform ¼: P(a) = (2 − 1)/4 + ½·¼ = 3/8, P(b) = P(c) = ½/4 + 1/8 = 2/8,
  // P(d) = 1/8.
  // After b: total 2, both once: γ = (½ + ½)/2 = ½: P(a|b) = ½/2 + ½·3/8 = 7/16, P(c|b) = ¼ + ½·2/8 = 6/16,
  // P(b|b) = 2/16, P(d|b) = 1/16.
  // After a: total 2, b twice: γ = 1/2: P(b|a) = (2 − 1)/2 + ½·2/8 = 5/8; the rest is half the single word's.
  const counts = new NgramCounts({ order: 2 });
  counts.add([0, 1, 0, 1, 2]);
  const cases: [context: number[], expected: number[]][] = [
    [[], [3 / 8, 2 / 8, 2 / 8, 1 / 8]],
    [[1], [7 / 16, 2 / 16, 6 / 16, 1 / 16]],
    [[0], [3 / 16, 10 / 16, 2 / 16, 1 / 16]],
    [[2], [3 / 8, 2 / 8, 2 / 8, 1 / 8]], // nothing was seen after c
    [[3], [3 / 8, 2 / 8, 2 / 8, 1 / 8]], // d was never seen
    [
      [1, 0],
      [3 / 16, 10 / 16, 2 / 16, 1 / 16],
    ], // bigrams look at one word only
  ];
  for (const [context, expected] of cases) {
    it(`computed by hand, after [${context}]`, () => {
      assert.equal(FALLBACK_DISCOUNTS.one, 0.5);
      const out = new Float32Array(4);
      new KneserNey(counts).distribution(context, context.length, out);
      for (const [id, probability] of expected.entries()) {
        assert.ok(Math.abs(out[id]! - probability) < 1e-7, `P(${id}) = ${out[id]}, expected ${probability}`);
      }
    });
  }

  it('sums to one, is nowhere zero, and says the same for one word as for all', () => {
    const text = Int32Array.from({ length: 3000 }, (_, index) => ((index * 7919) % 97) % 30);
    const larger = new NgramCounts();
    larger.add(text);
    const smoothed = new KneserNey(larger);
    const out = new Float32Array(40);
    for (let end = 0; end < 200; end++) {
      smoothed.distribution(text, end, out);
      assert.ok(Math.abs(out.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
      for (const id of [0, 13, 29, 39]) {
        const single = smoothed.probability(text, end, id, 40);
        assert.ok(single > 0);
        assert.ok(Math.abs(single - out[id]!) < 1e-6, `${single} and ${out[id]}`);
      }
    }
  });

  it('gives half of what is left for the uniform distribution to <unk> where the vocabulary is open', () => {
    const closed = new Float32Array(4);
    const open = new Float32Array(4);
    const text = new NgramCounts({ order: 2 });
    text.add([3, 1, 3, 1, 2]);
    new KneserNey(text).distribution([], 0, closed);
    new KneserNey(text, () => false).distribution([], 0, open);
    // As above, with γ = ½: each word's ½ · ¼ becomes ½ · ⅛, and <unk> (0) has ½ · ½ besides.
    for (const [id, change] of [1 / 4 - 1 / 16, -1 / 16, -1 / 16, -1 / 16].entries()) {
      assert.ok(
        Math.abs(open[id]! - closed[id]! - change) < 1e-7,
        `P(${id}) from ${closed[id]} to ${open[id]}`,
      );
    }
    assert.ok(Math.abs(new KneserNey(text, () => false).probability([], 0, 0, 4) - open[0]!) < 1e-7);
  });

  it('leaves words that were not seen a probability where the estimated discount is 0', () => {
    // Pairs of words of their own: counted once, four of them; 2 twice, 2 three times, 3 four times: D3+ = 3 − 4·½·3/2 = 0.
    const pairs = new NgramCounts({ order: 2 });
    [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4].forEach((times, pair) => {
      for (let i = 0; i < times; i++) pairs.add([2 * pair, 2 * pair + 1]);
    });
    const smoothed = new KneserNey(pairs);
    const out = new Float32Array(23);
    for (let pair = 0; pair < 11; pair++) {
      smoothed.distribution([2 * pair], 1, out);
      assert.ok(
        out.every((p) => p > 0),
        `after ${2 * pair}: ${out}`,
      );
      assert.ok(Math.abs(out.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
      assert.ok(smoothed.probability([2 * pair], 1, 22, 23) > 0);
    }
  });

  it('is uniform over the lexicon before anything was counted', () => {
    const out = new Float32Array(5);
    new KneserNey(new NgramCounts()).distribution([1, 2], 2, out);
    assert.deepEqual([...out], new Array(5).fill(Math.fround(1 / 5)));
  });
});

describe('Kneser–Ney counts with a base', () => {
  /** P(word) elsewhere: 3 often, 4 seldom, 5 hardly ever; of words without an id, one in fifty. */
  const elsewhere = [0.02, 0, 0, 0.7, 0.2, 0.08];
  const smoothed = (text: NgramCounts) =>
    new KneserNey(
      text,
      () => false,
      (id) => elsewhere[id] ?? 0,
    );

  it('answer as the base where nothing is counted', () => {
    const out = new Float32Array(7);
    smoothed(new NgramCounts()).distribution([], 0, out);
    for (const [id, probability] of elsewhere.entries()) {
      assert.ok(Math.abs(out[id]! - probability) < 1e-5, `P(${id}) = ${out[id]}`);
    }
  });

  it('move from there to what the text has, and add to one', () => {
    const before = new Float32Array(7);
    const after = new Float32Array(7);
    const text = new NgramCounts();
    smoothed(text).distribution([], 0, before);
    text.add(Int32Array.from({ length: 400 }, (_, index) => (index % 3 === 0 ? 6 : 4)));
    smoothed(text).distribution([], 0, after);
    assert.ok(after[6]! > before[6]! && after[3]! < before[3]!);
    assert.ok(Math.abs(after.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
    assert.equal(smoothed(text).probability([], 0, 6, 7).toFixed(6), after[6]!.toFixed(6));
  });

  for (const joining of [1, 20, 300]) {
    it(`go on where ${joining} words join the lexicon, as if those had always been in it`, () => {
      const text = new NgramCounts();
      text.add(Int32Array.of(3, 4, 3, 5));
      const growing = smoothed(text);
      growing.distribution([3], 1, new Float32Array(7));
      const size = 7 + joining;
      const [grown, fresh] = [new Float32Array(size), new Float32Array(size)];
      growing.distribution([3], 1, grown);
      smoothed(text).distribution([3], 1, fresh);
      grown.forEach((probability, id) => {
        assert.ok(probability > 0 && Math.abs(probability - fresh[id]!) < 1e-6, `P(${id}) = ${probability}`);
      });
    });
  }

  it('go on where the first word joins a lexicon that was closed', () => {
    let size = 6;
    const text = new NgramCounts();
    text.add(Int32Array.of(3, 4, 3, 5));
    const create = () =>
      new KneserNey(
        text,
        () => size === 6,
        (id) => elsewhere[id] ?? 0,
      );
    const growing = create();
    growing.distribution([3], 1, new Float32Array(size));
    size = 7;
    const [grown, fresh] = [new Float32Array(size), new Float32Array(size)];
    growing.distribution([3], 1, grown);
    create().distribution([3], 1, fresh);
    assert.deepEqual(grown, fresh);
  });
});
