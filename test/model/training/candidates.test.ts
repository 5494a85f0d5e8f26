import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { createCandidatePlanner, rowCapacity } from '../../../model/training/candidates';
import { seededRandom } from '../../../model/training/random';

const kernels = createPlainKernels();
const counts = [5, 50, 0, 40, 30, 20, 10, 5, 2, 1];
const shape = { steps: 2, streams: 3 };
const inputs = Int32Array.of(1, 3, 4, 3, 3, 9);
const targets = Int32Array.of(3, 3, 9, 5, 1, 1);

function planner(samples: number | 'full', tied: boolean, from = 0, to = 3) {
  const random = seededRandom(1);
  return createCandidatePlanner({ shape, from, to, samples, tied, counts, random, kernels });
}

describe('the candidates of a block', () => {
  for (const samples of [0, 1, 4, 'full'] as const) {
    for (const tied of [true, false]) {
      it(`name every input and target: samples ${samples}, ${tied ? 'tied' : 'untied'}`, () => {
        const plan = planner(samples, tied);
        for (let block = 0; block < 3; block++) {
          plan.plan(inputs, targets);
          const { decoder, embedding, candidateCount } = plan.rows;
          assert.deepEqual([...plan.inputs], [...inputs]);
          assert.deepEqual(
            [...plan.inputRows].map((row) => embedding.ids[row]),
            [...inputs],
          );
          assert.deepEqual(
            [...plan.targetRows].map((row) => decoder.ids[row]),
            [...targets],
          );
          assert.ok(plan.targetRows.every((row) => row < candidateCount));
          for (const rows of [decoder, embedding]) {
            assert.ok(rows.count <= rowCapacity(shape, samples, counts.length));
            assert.equal(new Set(rows.ids.subarray(0, rows.count)).size, rows.count, 'rows are distinct');
          }
          assert.equal(decoder === embedding, tied);
          if (samples === 'full') assert.equal(candidateCount, counts.length);
          if (samples === 0) assert.equal(candidateCount, 4);
        }
      });
    }
  }

  it('are the same for every thread of a team, whichever streams it works on', () => {
    const [left, right] = [planner(4, true, 0, 1), planner(4, true, 1, 3)];
    for (let block = 0; block < 3; block++) {
      left.plan(inputs, targets);
      right.plan(inputs, targets);
      assert.deepEqual(left.rows.decoder.ids, right.rows.decoder.ids);
      assert.deepEqual([...left.inputs], [1, 3]);
      assert.deepEqual([...right.inputs], [3, 4, 3, 9]);
    }
  });

  it('are drawn as often as their correction says', () => {
    const text = Int32Array.from(counts.flatMap((count, id) => new Array<number>(count).fill(id)));
    const random = seededRandom(3);
    const plan = planner(4, true);
    const seen = new Float64Array(counts.length);
    const correction = new Float64Array(counts.length);
    const blocks = 20_000;
    for (let block = 0; block < blocks; block++) {
      const drawn = Int32Array.from({ length: 6 }, () => text[Math.floor(random() * text.length)]!);
      plan.plan(drawn, drawn);
      for (let row = 0; row < plan.rows.candidateCount; row++) {
        const id = plan.rows.decoder.ids[row]!;
        seen[id]!++;
        correction[id] = plan.rows.correction[row]!;
      }
    }
    counts.forEach((count, id) => {
      const expected = count === 0 ? 0 : Math.exp(-correction[id]!);
      const error = Math.abs(seen[id]! / blocks - expected);
      // Five standard errors of a frequency.
      assert.ok(
        error <= 5 * Math.sqrt(expected / blocks),
        `${id}: ${seen[id]! / blocks} against ${expected}`,
      );
    });
  });
});
