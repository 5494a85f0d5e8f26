/**
 * How fast the kernels are here, by shape: `npx tsx bench/kernels.ts [plain|simd|relaxed-simd …]`.
 *
 * Every kernel is first checked against the float64 oracle over all sizes of the tests. Then each line is timed in short
 * trials on one core, and the fastest counts, as whatever else runs on the machine can only add to the time.
 */
import { cpus } from 'node:os';
import type { Kernels, Transpose } from '../model/kernels/kernels';
import { buildKernels } from '../scripts/build-kernels.mjs';
import { loadKernels } from '../server/threads/kernels';
import { checkAgreement } from '../test/model/kernels/agreement';
import { kernelCases } from '../test/model/kernels/cases';
import { type SeededData, seededData } from '../test/model/kernels/seeded';

interface Line {
  readonly name: string;
  readonly unit: 'GFLOP/s' | 'GB/s' | 'values/ns';
  /** How many of the unit, × 10⁹ a second, one call is worth. */
  readonly work: number;
  /** Allocates and fills once; what it returns is timed. */
  prepare(kernels: Kernels, data: SeededData): () => void;
}

const lines: readonly Line[] = [
  ...[
    ['GRU-64 step, 20 streams', 20, 192, 64],
    ['GRU-128 step, 10 streams', 10, 384, 128],
    ['GRU-128 step, 20 streams', 20, 384, 128],
    ['GRU-128 step, 24 streams', 24, 384, 128],
    ['GRU-256 step, 20 streams', 20, 768, 256],
    ['LSTM-256 step, 20 streams', 20, 1024, 256],
    ['GRU-128 step back, 10 streams', 10, 128, 384],
    ['GRU-128 step back, 20 streams', 20, 128, 384],
    ['LSTM-256 step back, 20 streams', 20, 256, 1024],
    ['inputs of a block, packed', 400, 384, 128],
  ].map((shape) => packedProduct(...(shape as [string, number, number, number]))),
  product('inputs of a block', 400, 384, 128, 'right'),
  product('logits of 500 candidates', 400, 500, 128, 'right'),
  product('logits of 500 candidates, H 256', 400, 500, 256, 'right'),
  product('their gradient to the states', 400, 128, 500, 'none'),
  product('their gradient to the embedding', 500, 128, 400, 'left'),
  product('gradient of W, GRU-128', 384, 128, 400, 'left'),
  product('gradient of W, LSTM-256', 1024, 256, 400, 'left'),
  product('logits of 10,000 words', 400, 10_000, 200, 'right'),
  product('odd sizes', 399, 301, 127, 'none'),
  {
    name: 'scores of 20,000 words, H 256',
    unit: 'GB/s',
    work: 20_000 * 256 * 4,
    prepare(kernels, data) {
      const [y, a, x] = [kernels.allocate(20_000), data.vector(20_000 * 256), data.vector(256)];
      return () => kernels.multiplyVector(y, a, x, null, 20_000, 256);
    },
  },
  {
    name: 'GRU-128 gates, 20 streams',
    unit: 'values/ns',
    work: 20 * 3 * 128,
    prepare(kernels, data) {
      const [hidden, gates] = [kernels.allocate(2560), kernels.allocate(7680)];
      const [input, recurrent, previous] = [data.vector(7680), data.vector(7680), data.vector(2560)];
      return () => kernels.gruForward(hidden, gates, input, recurrent, previous, 20, 128);
    },
  },
  {
    name: 'GRU-128 gates back, 20 streams',
    unit: 'values/ns',
    work: 20 * 3 * 128,
    prepare(kernels, data) {
      const [dInput, dRecurrent, dPrevious] = [
        kernels.allocate(7680),
        kernels.allocate(7680),
        kernels.allocate(2560),
      ];
      const [dHidden, gates, recurrent] = [data.vector(2560), data.positive(7680), data.vector(7680)];
      const previous = data.vector(2560);
      return () =>
        kernels.gruBackward(dInput, dRecurrent, dPrevious, dHidden, gates, recurrent, previous, 20, 128);
    },
  },
  {
    name: 'LSTM-256 gates, 20 streams',
    unit: 'values/ns',
    work: 20 * 4 * 256,
    prepare(kernels, data) {
      const [hidden, cell, gates] = [
        kernels.allocate(5120),
        kernels.allocate(5120),
        kernels.allocate(20_480),
      ];
      const [input, recurrent, previousCell] = [data.vector(20_480), data.vector(20_480), data.vector(5120)];
      return () => kernels.lstmForward(hidden, cell, gates, input, recurrent, previousCell, 20, 256);
    },
  },
  {
    name: 'exponentials of rows, 400 × 500',
    unit: 'values/ns',
    work: 400 * 500,
    prepare(kernels, data) {
      const [x, maxima, sums] = [data.vector(400 * 500), kernels.allocate(400), kernels.allocate(400)];
      return () => kernels.exponentialRows(x, maxima, sums, 400, 500);
    },
  },
  {
    name: 'Adam, 100,000 weights',
    unit: 'values/ns',
    work: 100_000,
    prepare(kernels, data) {
      const [weights, gradient] = [data.vector(100_000), data.vector(100_000)];
      const [mean, variance] = [data.vector(100_000), data.positive(100_000)];
      const settings = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 };
      const corrected = { ...settings, correction1: 0.5, correction2: 0.1 };
      return () => kernels.adam(weights, gradient, mean, variance, 100_000, 1, corrected);
    },
  },
  {
    name: 'RMSprop of 500 rows of 128',
    unit: 'values/ns',
    work: 500 * 128,
    prepare(kernels, data) {
      const [table, gradient] = [data.vector(10_000 * 128), data.vector(500 * 128)];
      const [variance, indices] = [data.positive(10_000), data.distinct(500, 10_000)];
      return () => kernels.rmspropRows(table, gradient, variance, indices, 500, 128, 1, 0.001, 0.99, 1e-6, 0);
    },
  },
];

function product(name: string, m: number, n: number, k: number, transpose: Transpose): Line {
  return {
    name: `${name}: ${m} × ${n}, inner ${k}`,
    unit: 'GFLOP/s',
    work: 2 * m * n * k,
    prepare(kernels, data) {
      const [c, a, b] = [kernels.allocate(m * n), data.vector(m * k), data.vector(n * k)];
      return () => kernels.multiply(c, a, b, m, n, k, transpose, false);
    },
  };
}

function packedProduct(name: string, m: number, n: number, k: number): Line {
  return {
    name: `${name}: ${m} × ${n}, inner ${k}`,
    unit: 'GFLOP/s',
    work: 2 * m * n * k,
    prepare(kernels, data) {
      const [c, a, b] = [kernels.allocate(m * n), data.vector(m * k), kernels.allocatePacked(k, n)];
      kernels.pack(b, data.vector(k * n), false);
      return () => kernels.multiplyPacked(c, a, b, m, false);
    },
  };
}

/** GFLOP/s of one product (m, n, k) with B transposed: the host's own rate, which training is measured against. */
export async function productRate(kernels: Kernels, m = 400, n = 384, k = 128): Promise<number> {
  return rate(product('', m, n, k, 'right'), kernels);
}

/** Trials of about 4 ms each, of which the fastest counts, and warm-up before them, in which V8 compiles for speed. */
const TRIALS = 25;
const TRIAL_MILLISECONDS = 4;
const WARM_UP_MILLISECONDS = 60;

async function rate(line: Line, kernels: Kernels): Promise<number> {
  const call = line.prepare(kernels, seededData(kernels, 1));
  let calls = 0;
  const start = performance.now();
  do {
    call();
    calls++;
  } while (performance.now() - start < WARM_UP_MILLISECONDS);
  // Optimised code is taken over between two turns of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const repetitions = Math.max(1, Math.round((calls * TRIAL_MILLISECONDS) / WARM_UP_MILLISECONDS));
  let best = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < TRIALS; trial++) {
    const before = performance.now();
    for (let i = 0; i < repetitions; i++) call();
    best = Math.min(best, (performance.now() - before) / repetitions);
  }
  return line.work / best / 1e6;
}

async function main(): Promise<void> {
  await buildKernels('dist');
  const asked = process.argv.slice(2);
  const names = (['plain', 'simd', 'relaxed-simd'] as const).filter(
    (name) => asked.length === 0 || asked.includes(name),
  );
  const implementations = names
    .map((prefer) => loadKernels({ prefer }))
    .filter((kernels, i) => {
      if (kernels.name !== names[i]) console.log(`${names[i]} is missing here`);
      return kernels.name === names[i];
    });
  for (const kernels of implementations) for (const one of kernelCases) checkAgreement(kernels, one);
  console.log(`All ${kernelCases.length} cases agree with the oracle.`);
  console.log(`${cpus()[0]?.model}, one core; Node ${process.versions.node}, V8 ${process.versions.v8}\n`);
  console.log(`| kernel | unit |${implementations.map(({ name }) => ` ${name} |`).join('')}`);
  console.log(`| --- | --- |${implementations.map(() => ' ---: |').join('')}`);
  for (const line of lines) {
    const rates: string[] = [];
    for (const kernels of implementations) rates.push((await rate(line, kernels)).toFixed(1));
    console.log(`| ${line.name} | ${line.unit} | ${rates.join(' | ')} |`);
  }
}

if (require.main === module) void main();
