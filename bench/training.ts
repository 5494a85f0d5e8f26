/**
 * Training speed by cell, size and number of threads, against this host's own matrix products. Run with
 * `npx tsx bench/training.ts`, after `npm run build`.
 *
 * Operations are those of the matrix products (operationsPerToken); everything else that training does counts as loss.
 */
import type { CellKind } from '../model/network/config';
import type { TrainingData } from '../model/training/api';
import { loadKernels } from '../server/threads/kernels';
import { startTraining } from '../server/training/run';
import { type Corpus, loadCorpus, toIds } from './corpora';
import { describeMachine } from './machine';
import { measureTraining } from './measure-training';
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

async function main(): Promise<void> {
  const corpus = loadCorpus('moby');
  const { train, vocabularySize } = toIds(corpus);
  const data: TrainingData = { train, valid: new Int32Array(0), vocabularySize };
  console.log(`Moby Dick, kernels ${loadKernels().name}; ${describeMachine()}\n`);
  const rows: string[][] = [];
  for (const [cell, hiddenSize] of sizes) {
    const one = measureTraining(data, cell, hiddenSize, seconds);
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
  const { best } = await startTraining(toIds(corpus), request, { onPoint() {}, onSnapshot() {} }).done;
  return best!.heldOutLoss; // nobody cancels, so there is a snapshot
}

void main();
