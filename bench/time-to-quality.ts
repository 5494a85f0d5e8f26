/**
 * What a budget of training buys: perplexity on text that was not seen, by corpus, seconds and threads.
 * Run with `npx tsx bench/time-to-quality.ts [corpus] [seconds,…] [threads,…]`, after `npm run build`; default
 * `moby 10 1,2`. The network alone, without counts or caches; every token counts, `</s>` and `<unk>` too; the
 * state is carried through the test text. Seconds are wall clock and include planning and starting threads.
 */
import { allocateWeights, loadParameters } from '../model/network/weights';
import type { Snapshot } from '../model/training/api';
import { createHeldOut } from '../model/training/held-out';
import { loadKernels } from '../server/threads/kernels';
import { startTraining } from '../server/training/run';
import { type Corpus, loadCorpus, toIds } from './corpora';
import { describeMachine } from './machine';
import { table } from './table';

async function main(): Promise<void> {
  const [name = 'moby', budgets = '10', teams = '1,2'] = process.argv.slice(2);
  const corpus = toIds(loadCorpus(name as Corpus['name'])); // an unknown name fails there
  const { train, vocabularySize } = corpus;
  console.log(
    `${name}: ${train.length} tokens, ${vocabularySize} words; kernels ${loadKernels().name}; ${describeMachine()}\n`,
  );
  const rows: string[][] = [];
  for (const seconds of budgets.split(',').map(Number)) {
    for (const threads of teams.split(',').map(Number)) {
      const begin = performance.now();
      let tokens = 0;
      const run = startTraining(
        corpus,
        { budget: { seconds }, threads, seed: 1 },
        { onPoint: (point) => (tokens = point.tokens), onSnapshot() {} },
      );
      const { reason, best } = await run.done;
      const ended = (performance.now() - begin) / 1000;
      const { cell, hiddenSize } = best!.config; // a run without cancel ends with a snapshot
      const valid = measure(best!, corpus.valid);
      const test = measure(best!, corpus.test);
      rows.push([
        `${seconds} s`,
        `${threads}`,
        `${cell}-${hiddenSize}`,
        `${tokens}`,
        `${ended.toFixed(1)} s, ${reason}`,
        valid.perplexity.toFixed(1),
        test.perplexity.toFixed(1),
        test.top1.toFixed(3),
        test.top3.toFixed(3),
      ]);
    }
  }
  const head = [
    'budget',
    'threads',
    'network',
    'tokens read',
    'ended after',
    'valid perplexity',
    'test',
    'top-1',
    'top-3',
  ];
  console.log(table(head, rows));
}

function measure(snapshot: Snapshot, text: Int32Array): { perplexity: number; top1: number; top3: number } {
  const kernels = loadKernels();
  const weights = allocateWeights(snapshot.config, (length) => kernels.allocate(length));
  loadParameters(weights, snapshot.parameters);
  const score = createHeldOut(kernels, weights, text, { streams: 1 }).measure();
  return {
    perplexity: Math.exp(score.loss / score.tokens),
    top1: score.top1 / score.tokens,
    top3: score.top3 / score.tokens,
  };
}

void main();
