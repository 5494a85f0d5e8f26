/** Every kernel, over sizes that whole vectors and tiles divide and sizes that they don't. Shared by tests and bench. */
import type { Kernels, Vector } from '../../../model/kernels/kernels';
import type { SeededData } from './seeded';

export interface KernelCase {
  readonly name: string;
  /** Largest |got − expected| / (1 + |expected|). */
  readonly tolerance: number;
  /** Calls the kernel on seeded data and returns everything that it wrote. */
  run(kernels: Kernels, data: SeededData): readonly (Vector | number)[];
}

/** [m, n, k]: below, at and above a tile's rows and columns; the recurrent steps; more than one block of rows and of k. */
const productSizes = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 20, 24].map((m) => [m, 8, 16]),
  ...[1, 2, 3, 4, 5, 6, 7, 9, 12, 15, 16, 17, 31].map((n) => [10, n, 5]),
  ...[1, 2, 3, 4, 5, 7, 8, 9, 63].map((k) => [7, 11, k]),
  [20, 192, 64],
  [10, 300, 100],
  [400, 33, 64],
  [257, 9, 40],
  [521, 10, 6],
  [6, 20, 512],
  [7, 9, 513],
  [3, 10, 1100],
] as [number, number, number][];

/** [rows, columns]. */
const matrixSizes = [
  [1, 1],
  [1, 4],
  [2, 3],
  [3, 5],
  [5, 6],
  [10, 7],
  [20, 64],
  [4, 129],
] as [number, number][];

const lengths = [1, 2, 3, 4, 5, 7, 8, 11, 64, 1023, 1030, 2500];

export const kernelCases: readonly KernelCase[] = [
  ...products(),
  ...vectorProducts(),
  ...quantisedProducts(),
  ...rowOperations(),
  ...elementOperations(),
  ...cells(),
  ...softmaxes(),
  ...optimisers(),
];

function products(): KernelCase[] {
  return productSizes.flatMap(([m, n, k]) => {
    const tolerance = 1e-6 * (1 + Math.sqrt(k));
    const size = `${m} × ${n}, inner ${k}`;
    const cases: KernelCase[] = [];
    for (const accumulate of [false, true]) {
      const adding = accumulate ? ', accumulating' : '';
      for (const transpose of ['none', 'right', 'left'] as const) {
        cases.push({
          name: `multiply ${size}, transpose ${transpose}${adding}`,
          tolerance,
          run(kernels, data) {
            const c = data.vector(m * n + 8);
            kernels.multiply(c, data.vector(m * k), data.vector(n * k), m, n, k, transpose, accumulate);
            return [c];
          },
        });
      }
      for (const transposed of [false, true]) {
        cases.push({
          name: `multiplyPacked ${size}${transposed ? ', transposed' : ''}${adding}`,
          tolerance,
          run(kernels, data) {
            const c = data.vector(m * n + 8);
            const packed = kernels.allocatePacked(k, n);
            kernels.pack(packed, data.vector(k * n), transposed);
            kernels.multiplyPacked(c, data.vector(m * k), packed, m, accumulate);
            return [c];
          },
        });
      }
    }
    return cases;
  });
}

function vectorProducts(): KernelCase[] {
  return productSizes.flatMap(([m, , k]) =>
    [false, true].map((biased) => ({
      name: `multiplyVector ${m} × ${k}${biased ? ' with bias' : ''}`,
      tolerance: 1e-6 * (1 + Math.sqrt(k)),
      run(kernels, data) {
        const y = data.vector(m + 4);
        const bias = biased ? data.vector(m) : null;
        kernels.multiplyVector(y, data.vector(m * k), data.vector(k), bias, m, k);
        return [y];
      },
    })),
  );
}

/** Fast kernels round the vector to 16 bits: an error is half a step of its largest entry, 1, for each product. */
function quantisedProducts(): KernelCase[] {
  const random = productSizes.flatMap(([m, , k]) =>
    [false, true].map((biased) => ({
      name: `multiplyQuantised ${m} × ${k}${biased ? ' with bias' : ''}`,
      tolerance: 2e-5 * (1 + Math.sqrt(k)),
      run(kernels: Kernels, data: SeededData) {
        const y = data.vector(m + 4);
        const a = kernels.allocateQuantised(m, k);
        a.values.set(data.indices(m * k, 255).map((value) => value - 127));
        a.scales.set(data.vector(m, 1 / 127));
        kernels.multiplyQuantised(y, a, data.vector(k), biased ? data.vector(m) : null);
        return [y];
      },
    })),
  );
  const extreme = [256, 1100, 4096].flatMap((k) =>
    [0, 1, -1].map((entry) => ({
      name: `multiplyQuantised, ${k} of the largest weights times ${entry}`,
      tolerance: 1e-4,
      run(kernels: Kernels, data: SeededData) {
        const y = data.vector(1);
        const a = kernels.allocateQuantised(1, k);
        a.values.fill(127);
        a.scales.fill(1 / 127);
        const x = kernels.allocate(k).fill(entry);
        kernels.multiplyQuantised(y, a, x, null);
        return [y];
      },
    })),
  );
  return [...random, ...extreme];
}

function rowOperations(): KernelCase[] {
  return matrixSizes.flatMap(([rows, columns]) => [
    exact(`addBias ${rows} × ${columns}`, (kernels, data) => {
      const x = data.vector(rows * columns + 4);
      kernels.addBias(x, data.vector(columns), rows, columns);
      return [x];
    }),
    exact(`scaleRows ${rows} × ${columns}`, (kernels, data) => {
      const x = data.vector(rows * columns + 4);
      kernels.scaleRows(x, data.vector(rows), rows, columns);
      return [x];
    }),
    exact(`sumRows ${rows} × ${columns}`, (kernels, data) => {
      const out = data.vector(columns + 4);
      kernels.sumRows(out, data.vector(rows * columns), rows, columns);
      return [out];
    }),
    exact(`gatherRows ${rows} × ${columns}`, (kernels, data) => {
      const out = data.vector(rows * columns + 4);
      kernels.gatherRows(out, data.vector(9 * columns), data.indices(rows, 9), rows, columns);
      return [out];
    }),
    exact(`scatterAddRows ${rows} × ${columns}, with repeated indices`, (kernels, data) => {
      const table = data.vector(4 * columns);
      kernels.scatterAddRows(table, data.indices(rows, 4), data.vector(rows * columns), rows, columns);
      return [table];
    }),
  ]);
}

function elementOperations(): KernelCase[] {
  return lengths.flatMap((length) => [
    exact(`addScaled ${length}`, (kernels, data) => {
      const y = data.vector(length + 4);
      kernels.addScaled(y, data.vector(length), -0.75, length);
      return [y];
    }),
    exact(`scale ${length}`, (kernels, data) => {
      const x = data.vector(length + 4);
      kernels.scale(x, 1.7, length);
      return [x];
    }),
    exact(`multiplyElements ${length}`, (kernels, data) => {
      const x = data.vector(length + 4);
      kernels.multiplyElements(x, data.vector(length), length);
      return [x];
    }),
    exact(`fill ${length}`, (kernels, data) => {
      const x = data.vector(length + 4);
      kernels.fill(x, -2.5, length);
      return [x];
    }),
    exact(`sumOfSquares ${length}`, (kernels, data) => [kernels.sumOfSquares(data.vector(length), length)]),
    exact(`sum ${length}`, (kernels, data) => [kernels.sum(data.positive(length), length)]),
    ...[-2, 0.25, 0.99, 2].map((least) =>
      exact(`indicesFrom ${least} of ${length}`, (kernels, data) => {
        const indices = kernels.allocateIndices(100);
        const count = kernels.indicesFrom(indices.subarray(0, 99), data.vector(length), least, length);
        return [count, Float64Array.from(indices)];
      }),
    ),
    {
      name: `softmax ${length}`,
      tolerance: 2e-6,
      run(kernels, data) {
        const x = data.vector(length + 4, 6);
        const logSum = kernels.softmax(x, length, 0.7);
        return [x, logSum];
      },
    },
  ]);
}

function cells(): KernelCase[] {
  return matrixSizes.flatMap(([rows, hiddenSize]) => {
    const size = `${rows} × ${hiddenSize}`;
    const states = rows * hiddenSize;
    return [
      exact(`elmanForward ${size}`, (kernels, data) => {
        const hidden = data.vector(states + 4);
        kernels.elmanForward(hidden, data.vector(states, 5), data.vector(states, 5), rows, hiddenSize);
        return [hidden];
      }),
      exact(`elmanBackward ${size}`, (kernels, data) => {
        const dPre = data.vector(states + 4);
        kernels.elmanBackward(dPre, data.vector(states), data.vector(states), rows, hiddenSize);
        return [dPre];
      }),
      exact(`gruForward ${size}`, (kernels, data) => {
        const [hidden, gates] = [data.vector(states + 4), data.vector(3 * states + 4)];
        const [input, recurrent] = [data.vector(3 * states, 5), data.vector(3 * states, 5)];
        kernels.gruForward(hidden, gates, input, recurrent, data.vector(states), rows, hiddenSize);
        return [hidden, gates];
      }),
      exact(`gruBackward ${size}`, (kernels, data) => {
        const [dInput, dRecurrent] = [data.vector(3 * states + 4), data.vector(3 * states + 4)];
        const [dPrevious, dHidden] = [data.vector(states + 4), data.vector(states)];
        const [gates, recurrent, previous] = [
          data.positive(3 * states),
          data.vector(3 * states),
          data.vector(states),
        ];
        kernels.gruBackward(
          dInput,
          dRecurrent,
          dPrevious,
          dHidden,
          gates,
          recurrent,
          previous,
          rows,
          hiddenSize,
        );
        return [dInput, dRecurrent, dPrevious];
      }),
      exact(`lstmForward ${size}`, (kernels, data) => {
        const [hidden, cell, gates] = [
          data.vector(states + 4),
          data.vector(states + 4),
          data.vector(4 * states + 4),
        ];
        const [input, recurrent] = [data.vector(4 * states, 5), data.vector(4 * states, 5)];
        kernels.lstmForward(hidden, cell, gates, input, recurrent, data.vector(states, 2), rows, hiddenSize);
        return [hidden, cell, gates];
      }),
      exact(`lstmBackward ${size}`, (kernels, data) => {
        const [dPre, dPreviousCell] = [data.vector(4 * states + 4), data.vector(states + 4)];
        const [dHidden, dCell, gates] = [data.vector(states), data.vector(states), data.positive(4 * states)];
        const [cell, previousCell] = [data.vector(states, 2), data.vector(states, 2)];
        kernels.lstmBackward(
          dPre,
          dPreviousCell,
          dHidden,
          dCell,
          gates,
          cell,
          previousCell,
          rows,
          hiddenSize,
        );
        return [dPre, dPreviousCell];
      }),
    ];
  });
}

function softmaxes(): KernelCase[] {
  return [...matrixSizes, [3, 2003] as const].map(([rows, columns]) => ({
    name: `exponentialRows ${rows} × ${columns}`,
    tolerance: 2e-6,
    run(kernels, data) {
      const x = data.vector(rows * columns + 4, 8);
      const [maxima, sums] = [data.vector(rows + 4), data.vector(rows + 4)];
      kernels.exponentialRows(x, maxima, sums, rows, columns);
      return [x, maxima, sums];
    },
  }));
}

function optimisers(): KernelCase[] {
  const dense = lengths.flatMap((length) => [
    exact(`adam ${length}`, (kernels, data) => {
      const [weights, mean, variance] = [
        data.vector(length + 4),
        data.vector(length + 4),
        data.positive(length + 4),
      ];
      const settings = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.02 };
      const corrections = { correction1: 1 - 0.9 ** 3, correction2: 1 - 0.999 ** 3 };
      const gradient = data.vector(length);
      kernels.adam(weights, gradient, mean, variance, length, 0.5, { ...settings, ...corrections });
      return [weights, mean, variance];
    }),
  ]);
  const byRow = matrixSizes.map(([rows, width]) =>
    exact(`rmspropRows ${rows} × ${width}`, (kernels, data) => {
      const [table, variance] = [data.vector(30 * width), data.positive(30)];
      const gradient = data.vector(rows * width);
      const indices = data.distinct(rows, 30);
      kernels.rmspropRows(table, gradient, variance, indices, rows, width, 0.5, 0.01, 0.99, 1e-6, 0.02);
      return [table, variance];
    }),
  );
  return [...dense, ...byRow];
}

/** Exact but for float32's rounding and the approximated activations' 3e-7. */
function exact(name: string, run: KernelCase['run']): KernelCase {
  return { name, tolerance: 2e-6, run };
}
