import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { topWords } from '../../../model/prediction/top-words';

describe('top words', () => {
  const cases: [what: string, probabilities: number[], count: number, expected: number[]][] = [
    ['best first', [0.1, 0.4, 0.2, 0.3], 3, [1, 3, 2]],
    ['fewer than asked for', [0.4, 0.6], 5, [1, 0]],
    ['none asked for', [0.4, 0.6], 0, []],
    ['equal ones by id', [0.25, 0.25, 0.25, 0.25], 2, [0, 1]],
    ['nothing impossible', [0, 1, 0], 3, [1]],
    ['no nonsense', [Number.NaN, 0.5], 2, [1]],
  ];
  for (const [what, probabilities, count, expected] of cases) {
    it(what, () =>
      deepEqual(
        topWords(probabilities, count).map(({ id }) => id),
        expected,
      ),
    );
  }

  it('gives what sorting gives', () => {
    const probabilities = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 50 });
    fc.assert(
      fc.property(probabilities, fc.nat(10), fc.integer({ min: 1, max: 3 }), (values, count, step) => {
        const accepts = (id: number) => id % step === 0;
        const sorted = values
          .map((probability, id) => ({ id, probability }))
          .filter(({ id, probability }) => probability > 0 && accepts(id))
          .sort((a, b) => b.probability - a.probability || a.id - b.id);
        deepEqual(topWords(values, count, accepts), sorted.slice(0, count));
      }),
      { seed: 1 },
    );
  });
});
