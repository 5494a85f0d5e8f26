import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { createFloatRows, createQuantisedRows, createWordRows } from '../../../model/prediction/word-rows';
import { loadKernels } from '../../../server/threads/kernels';
import { seededData } from '../kernels/seeded';

const [rows, columns] = [37, 20];

describe('rows of words', () => {
  for (const kernels of [createPlainKernels(), loadKernels()]) {
    it(`in eight bits are near those in 32: ${kernels.name}`, () => {
      const data = seededData(kernels, 3);
      const weights = data.vector(rows * columns);
      const [x, bias] = [data.vector(columns), data.vector(rows)];
      const [exact, near] = [createFloatRows, createQuantisedRows].map((create) => {
        const words = create(kernels, rows, columns);
        words.load(weights);
        const scores = kernels.allocate(rows);
        words.multiply(scores, x, bias);
        const row = kernels.allocate(columns);
        words.copyRow(5, row);
        return { scores: [...scores], row: [...row], one: words.dot(5, x) + bias[5]! };
      }) as [
        { scores: number[]; row: number[]; one: number },
        { scores: number[]; row: number[]; one: number },
      ];
      const half = 1 / 127 / 2; // a step of the largest weight, 1
      exact.row.forEach((weight, i) => {
        assert.ok(Math.abs(near.row[i]! - weight) <= half * 1.001, `weight ${i}`);
      });
      exact.scores.forEach((score, id) => {
        assert.ok(Math.abs(near.scores[id]! - score) < half * Math.sqrt(columns), `score ${id}`);
      });
      for (const { scores, one } of [exact, near]) assert.ok(Math.abs(scores[5]! - one) < 1e-3);
    });
  }

  it('are in eight bits where they are many, and in 32 where they are few', () => {
    const kinds = [2_000, 40_000].map((words) => {
      const asked: string[] = [];
      const plain = createPlainKernels();
      const kernels = {
        ...plain,
        allocateQuantised: (...size: [number, number]) => {
          asked.push('eight');
          return plain.allocateQuantised(...size);
        },
      };
      createWordRows(kernels, words, 128);
      return asked.length;
    });
    assert.deepEqual(kinds, [0, 1]);
  });
});
