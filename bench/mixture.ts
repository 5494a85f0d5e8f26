/**
 * What each part of the mixture is worth, and the whole, on text that was not seen: with fixed weights, and learning from
 * the text while it is read. Run with `npx tsx bench/mixture.ts [corpus] [seconds,…] [threads]` after `npm run build`;
 * default `moby 10 2`; corpora moby, moby20k, sotu, tokenised, and moby-prose, sotu-prose, read as a writer's files are. The test text is read as one document; what is held out fits the
 * mixture, and is seen by nothing else. Perplexity counts every token, `</s>` and `<unk>` too; the other columns count words.
 */

import { loadNetwork } from '../model/prediction/loaded-network';
import { tokenizeWhitespace } from '../model/tokenizer/whitespace';
import type { Token } from '../model/tokens/token';
import { concatenate } from '../model/vocabulary/concatenate';
import { encodeCorpus, encodeTokens } from '../model/vocabulary/encode';
import { UNKNOWN } from '../model/vocabulary/special';
import { evaluate } from '../server/evaluation/evaluate';
import { countText, fitOnHeldOut } from '../server/prediction/fitted-mixture';
import { createPredictor } from '../server/prediction/predictor';
import type { Evaluation } from '../server/protocol';
import { loadKernels } from '../server/threads/kernels';
import { startTraining } from '../server/training/run';
import { type Corpus, loadCorpus, loadProse, type ProseCorpus } from './corpora';
import { describeMachine } from './machine';
import { table } from './table';

async function main(): Promise<void> {
  const [name = 'moby', budgets = '10', threads = '2'] = process.argv.slice(2);
  console.log(`${describeMachine()}, kernels ${loadKernels().name}\n`);
  const texts = readTexts(name);
  for (const seconds of budgets.split(',').map(Number)) {
    console.log(`${name}, ${seconds} s of training with ${threads} threads\n`);
    console.log(await measure(texts, seconds, Number(threads)));
  }
}

/** Each part as documents, cut as the mode says. */
interface Texts extends ProseCorpus {
  readonly mode: 'prose' | 'whitespace';
}

function readTexts(name: string): Texts {
  if (name === 'moby-prose' || name === 'sotu-prose') {
    return { mode: 'prose', ...loadProse(name === 'moby-prose' ? 'moby' : 'sotu') };
  }
  const { train, valid, test } = loadCorpus(name as Corpus['name']); // an unknown name fails there
  const cut = (text: string) => [tokenizeWhitespace(text)];
  return { mode: 'whitespace', train: cut(train), valid: cut(valid), test: cut(test) };
}

async function measure({ mode, ...texts }: Texts, seconds: number, threads: number): Promise<string> {
  const { lexicon, vocabulary, documents } = encodeCorpus(texts.train, { mode });
  const train = concatenate(documents);
  const encode = (tokens: readonly Token[]) => encodeTokens(lexicon, tokens, { grow: false, mode });
  const valid = concatenate(texts.valid.map(encode));
  // As the network reads it: words outside its vocabulary are unknown.
  const known = (ids: Int32Array) => ids.map((id) => (id < vocabulary.size ? id : UNKNOWN));
  const data = { train: known(train), valid: known(valid), vocabularySize: vocabulary.size };
  const request = { budget: { seconds }, threads, seed: 1 };
  const { best } = await startTraining(data, request, { onPoint() {}, onSnapshot() {} }).done;
  const network = loadNetwork(best!.config, best!.parameters, loadKernels()); // nobody cancels, so there is a snapshot

  const counts = countText(train);
  const begin = performance.now();
  const fitted = fitOnHeldOut(lexicon, network, countText(train), valid)!; // there is held-out text
  const fitSeconds = (performance.now() - begin) / 1000;
  const test = [texts.test.flat()];
  const rows: string[][] = [];
  const untrained = createPredictor({ lexicon, counts });
  const { components: early } = await evaluate({ lexicon, predictor: untrained }, test, {
    mode,
    resamples: 0,
  });
  rows.push([...row('before the network', early.mixture!), '']); // the whole is among the components
  for (const adapts of [false, true]) {
    const predictor = createPredictor({ lexicon, network, counts, fitted, adapts });
    const { components, latencyMs } = await evaluate({ lexicon, predictor }, test, { mode, resamples: 0 });
    for (const [part, figures] of Object.entries(components)) {
      if (adapts && part !== 'mixture' && part !== 'network') continue; // as before
      const latency = part === 'mixture' ? `${latencyMs.p50.toFixed(1)} / ${latencyMs.p99.toFixed(1)}` : '';
      rows.push([...row(adapts ? `${part}, adapting` : part, figures), latency]);
    }
  }
  const head = [
    'part',
    'perplexity',
    'top-1',
    'top-3',
    'savings 1',
    'savings 3',
    'calibration',
    'ms p50 / p99',
  ];
  const { cell, hiddenSize } = best!.config;
  const { adapting } = fitted;
  return [
    table(head, rows),
    `${cell}-${hiddenSize}, ${vocabulary.size} words; fitted in ${fitSeconds.toFixed(1)} s on ${fitted.tokens} tokens:`,
    `fixed ${describe(fitted)}; adapting ${adapting ? describe(adapting) : 'does not help'}\n`,
  ].join('\n');
}

function row(name: string, figures: Evaluation['components'][string]): string[] {
  const { perplexity, top1, top3, keystrokeSavings1, keystrokeSavings3, calibrationError } = figures;
  const shares = [top1, top3, keystrokeSavings1, keystrokeSavings3, calibrationError];
  return [name, perplexity.toFixed(1), ...shares.map((share) => share.toFixed(3))];
}

function describe({ weights, temperature }: { weights: object; temperature: number }): string {
  const named = Object.entries(weights).map(([name, weight]) => `${name} ${Number(weight).toFixed(2)}`);
  return `${named.join(', ')}, temperature ${temperature.toFixed(2)}`;
}

void main();
