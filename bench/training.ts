/**
 * Training speed by cell, size and number of threads, against this host's own matrix products, and against PyTorch
 * where python3 has it. Run with `npx tsx bench/training.ts`, after `npm run build`.
 *
 * Operations are those of the matrix products (operationsPerToken); everything else that training does counts as loss.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellKind } from '../model/network/config';
import type { TrainingData } from '../model/training/api';
import { operationsPerToken, planTraining, type TrainingPlan } from '../model/training/plan';
import { measureSpeed } from '../model/training/speed';
import { createTrainer } from '../model/training/trainer';
import { loadKernels } from '../server/kernels';
import { startTraining } from '../server/training/run';
import { type Corpus, encodeCorpus, loadCorpus } from './corpora';
import { describeMachine } from './machine';
import { table } from './table';

/** Seconds for each line of the table. */
const seconds = 3;
const sizes: [CellKind, number][] = [
  ['elman', 128],
  ['gru', 64],
  ['gru', 128],
  ['gru', 256],
  ['lstm', 128],
  ['lstm', 256],
];
const systemSeconds = (): number => performance.now() / 1000;

async function main(): Promise<void> {
  const corpus = loadCorpus('moby');
  const { train, vocabularySize } = encodeCorpus(corpus);
  const data: TrainingData = { train, valid: new Int32Array(0), vocabularySize };
  console.log(`Moby Dick, kernels ${loadKernels().name}; ${describeMachine()}\n`);
  const rows: string[][] = [];
  for (const [cell, hiddenSize] of sizes) {
    const one = measureTraining(data, cell, hiddenSize, {});
    const single = await throughput(data, cell, hiddenSize, 1);
    const double = await throughput(data, cell, hiddenSize, 2);
    rows.push([
      `${cell}-${hiddenSize}`,
      one.tokens.toFixed(0),
      one.speed.toFixed(1),
      one.products.toFixed(1),
      `${((100 * one.speed) / one.products).toFixed(0)} %`,
      double.toFixed(0),
      `${(double / single).toFixed(2)} ×`,
    ]);
  }
  const head = ['', 'tokens/s', 'GFLOP/s', 'products alone', 'share', 'tokens/s, 2 threads', 'of one'];
  console.log(table(head, rows));

  const [alone, together] = [await heldOutLoss(corpus, 1), await heldOutLoss(corpus, 2)];
  console.log(
    `GRU-128, two passes over the text: held-out loss ${alone.toFixed(3)} with one thread, ${together.toFixed(3)} with two ` +
      `(${(100 * (together / alone - 1)).toFixed(2)} %)\n`,
  );

  console.log('LSTM-200, tied, full softmax, Adam, 20 streams × 35 steps, tokens/s:');
  const ours = measureTraining(data, 'lstm', 200, { samples: 'full', streams: 20, steps: 35 });
  console.log(`  Inkling, one thread: ${ours.tokens.toFixed(0)} (${ours.speed.toFixed(1)} GFLOP/s)`);
  for (const threads of [1, 2]) console.log(`  PyTorch, ${threads} thread(s): ${pytorch(corpus, threads)}`);
}

/** One thread, in this process. */
function measureTraining(
  data: TrainingData,
  cell: CellKind,
  hiddenSize: number,
  changes: Partial<TrainingPlan>,
): { tokens: number; speed: number; products: number } {
  const kernels = loadKernels();
  const request = { cell, hiddenSize, budget: { seconds }, threads: 1, seed: 1 };
  const products = measureSpeed(kernels, systemSeconds);
  const plan = {
    ...planTraining({
      tokens: data.train.length,
      heldOutTokens: 0,
      vocabularySize: data.vocabularySize,
      request,
      speed: products,
    }),
    ...changes,
  };
  const trainer = createTrainer({ kernels, data, plan, seed: 1 });
  for (let block = 0; block < 20; block++) trainer.step(0.5); // the engine compiles
  const begin = systemSeconds();
  let tokens = 0;
  let operations = 0;
  while (systemSeconds() - begin < seconds) {
    trainer.step(0.5);
    tokens += trainer.blockTokens;
    operations += trainer.blockTokens * operationsPerToken(cell, 1, hiddenSize, trainer.candidateCount);
  }
  const elapsed = systemSeconds() - begin;
  const again = measureSpeed(kernels, systemSeconds);
  return {
    tokens: tokens / elapsed,
    speed: operations / elapsed / 1e9,
    products: Math.max(products, again) / 1e9,
  };
}

/** Tokens a second in threads of its own, from the first report to the last. */
async function throughput(
  data: TrainingData,
  cell: CellKind,
  hiddenSize: number,
  threads: number,
): Promise<number> {
  const points: { seconds: number; tokens: number }[] = [];
  const request = { cell, hiddenSize, budget: { seconds: seconds + 0.5 }, threads, seed: 1 };
  await startTraining(data, request, { onPoint: (point) => points.push(point), onSnapshot() {} }).done;
  const first = points[0]!;
  const last = points[points.length - 1]!;
  return (last.tokens - first.tokens) / (last.seconds - first.seconds);
}

/** Nats per token of the best snapshot after a given number of tokens, whatever the time they take. */
async function heldOutLoss(corpus: Corpus, threads: number): Promise<number> {
  const request = { cell: 'gru', hiddenSize: 128, budget: { epochs: 2 }, threads, seed: 1 } as const;
  const { best } = await startTraining(encodeCorpus(corpus), request, { onPoint() {}, onSnapshot() {} }).done;
  return best!.heldOutLoss; // nobody cancels, so there is a snapshot
}

function pytorch({ train, valid }: Corpus, threads: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-training-'));
  try {
    const files = { train: join(folder, 'train.txt'), test: join(folder, 'test.txt') };
    writeFileSync(files.train, train);
    writeFileSync(files.test, valid.slice(0, 1000)); // what it measures there is not looked at
    for (const python of ['python3', '/usr/bin/python3']) {
      const job = [
        join(__dirname, 'peers', 'pytorch.py'),
        files.train,
        files.test,
        `${2 * seconds}`,
        `${threads}`,
      ];
      const env = { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
      const { status, stdout } = spawnSync(python, job, { encoding: 'utf8', env });
      if (status === 0) return JSON.parse(stdout).tokensPerSecond.toFixed(0);
    }
    return 'missing: no python3 here has the torch module';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
