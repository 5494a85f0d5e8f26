import assert from 'node:assert/strict';
import { createPhrase } from '../../../model/caches/phrase';
import { NgramCounts } from '../../../model/counts/ngram-counts';
import { fitMixture } from '../../../model/mixture/fit';
import { createMixture, matchClass } from '../../../model/mixture/mixture';
import { createCountsComponent } from '../../../model/prediction/counts-component';
import { constantComponent } from '../prediction/constant-component';

/** After 1 comes 2 and then 3, always; what follows 3 varies. */
const text = Int32Array.from({ length: 300 }, (_, index) =>
  index % 4 === 3 ? (index * 7) % 4 : (index % 4) + 1,
);
const counted = new NgramCounts({ order: 3 });
counted.add(text);
const others = () => [createCountsComponent(counted), createPhrase(counted)];
const byMatch = [
  { network: 0.9, counts: 0.1, phrase: 0 },
  { network: 0.5, counts: 0.5, phrase: 0 },
  { network: 0.1, counts: 0.9, phrase: 0 },
];

describe('weights by match', () => {
  const table: [read: number[], match: number][] = [
    [[], 0],
    [[1], 1],
    [[1, 2], 2],
    [[3, 1, 2], 2],
    [[3, 0, 3], 1],
    [[3, 3, 3], 2], // in the document itself
  ];
  for (const [read, match] of table) {
    it(`after ${read.join(' ') || 'nothing'} are those of a match of ${match}`, () => {
      const mixture = createMixture([constantComponent('network', [0.25, 0.25, 0.25, 0.25]), ...others()], {
        byMatch,
        lexiconSize: () => 4,
      });
      for (const id of read) mixture.advance(id);
      assert.equal(mixture.parts[2]!.matched?.(), match);
      assert.ok(Math.abs(mixture.weights[1]! - byMatch[match]!.counts) < 1e-9, String(mixture.weights[1]));
      const out = new Float32Array(4);
      mixture.probabilities(out);
      assert.ok(Math.abs(out.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    });
  }

  it('learn apart from each other, and are taken back together', () => {
    const mixture = createMixture([constantComponent('network', [0.1, 0.1, 0.7, 0.1]), ...others()], {
      byMatch,
      lexiconSize: () => 4,
      online: { prior: 10 },
    });
    const out = new Float32Array(4);
    const weightAfter = (read: number[]) => {
      const { length } = mixture;
      for (const id of read) mixture.advance(id);
      const weight = mixture.weights[1]!;
      mixture.truncate(length);
      return weight;
    };
    const before = [weightAfter([]), weightAfter([1, 2])];
    mixture.probabilities(out);
    mixture.advance(2); // at a match of 0, the network knew it
    assert.ok(weightAfter([1, 2]) === before[1]);
    mixture.truncate(0);
    assert.equal(weightAfter([]), before[0]);
  });

  it('are fitted to held-out text for each match', () => {
    const network = constantComponent('network', [0.3, 0.2, 0.2, 0.3]);
    const fitted = fitMixture([network, ...others()], [text.slice(0, 200)], {
      lexiconSize: () => 4,
      byMatch,
    });
    assert.equal(fitted.byMatch?.length, 3);
    const [none, , two] = fitted.byMatch!.map((weights) => weights.counts! + weights.phrase!);
    assert.ok(two! > 0.9 && none! < 0.3, `${none}, ${two}`);
    assert.equal(fitMixture([network, ...others()], [text], { lexiconSize: () => 4 }).byMatch, undefined);
  });

  const classes: [length: number, match: number][] = [
    [0, 0],
    [4, 4],
    [6, 5],
    [7, 6],
    [16, 7],
    [17, 8],
    [100, 8],
  ];
  for (const [length, match] of classes) {
    it(`go by a match of ${length} as class ${match}`, () => assert.equal(matchClass(length), match));
  }
});
