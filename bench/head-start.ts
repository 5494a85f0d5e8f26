/**
 * What a base is worth, by how much the writer has written: keystrokes saved on text that was not seen, learning while it
 * is read, after 0, 1,000, 5,000, 20,000 and all of the text's own words, from random weights and from the base.
 *
 *     npm run build && npx tsx bench/head-start.ts [TEXT,… default moby,sotu,manual] [SECONDS, default 60] [THREADS, default 2] [BASE FILE]
 *
 * The bases have read none of the three: Moby Dick as it was written (chapters 1–121 to learn from, 129 on to be measured on), the
 * State of the Union (the last two addresses), and a manual (the documentation of undici, every sixth page). A TEXT may also be
 * OWN:UNSEEN, two files or folders. Nothing in training depends on the text that is measured on. Intervals: 95 %, bootstrap by paragraph.
 */

import { dirname, join } from 'node:path';
import { type LoadedNetwork, loadNetwork } from '../model/prediction/loaded-network';
import type { Token } from '../model/tokens/token';
import { splitHeldOut } from '../model/training/split';
import { concatenate } from '../model/vocabulary/concatenate';
import { encodeCorpus } from '../model/vocabulary/encode';
import { createLexicon, type Lexicon } from '../model/vocabulary/lexicon';
import { type ReadBase, readBaseFor, startFrom } from '../server/bases/answer';
import { findBases, shippedFolder } from '../server/bases/find';
import { WordTally } from '../server/bases/word-tally';
import { readText } from '../server/command-line/read-text';
import { discoverFiles } from '../server/corpus/finding/discover';
import { evaluate } from '../server/evaluation/evaluate';
import { grouped, percent } from '../server/evaluation/number-text';
import { trainingData } from '../server/jobs/training-data';
import { countText, fitOnHeldOut, mixtureFromJson } from '../server/prediction/fitted-mixture';
import { createPredictor } from '../server/prediction/predictor';
import type { Evaluation } from '../server/protocol';
import { loadKernels } from '../server/threads/kernels';
import { startTraining } from '../server/training/run';
import { datasetFiles, datasetFolder } from './datasets';
import { describeMachine } from './machine';
import { table } from './table';

const OWN_WORDS = [0, 1_000, 5_000, 20_000, Number.POSITIVE_INFINITY];
/** Fewer tokens leave the intervals wide, more take long: five parts are asked about each prefix of each word. */
const MOST_TESTED = 4_000;

type Document = readonly Token[];
interface Texts {
  readonly own: readonly Document[];
  readonly unseen: readonly Document[];
}

async function main(): Promise<void> {
  const [names = 'moby,sotu,manual', seconds = '60', threads = '2', base = 'auto'] = process.argv.slice(2);
  console.log(
    `${describeMachine()}; at most ${seconds} s of training with ${threads} threads, base ${base}\n`,
  );
  for (const name of names.split(',')) {
    const { own, unseen } = await readTexts(name);
    const tested = take(unseen, MOST_TESTED, () => true);
    const rows: string[][] = [];
    let before = -1;
    for (const most of OWN_WORDS) {
      const learned = take(own, most, ({ kind }) => kind === 'word');
      const words = learned.flat().filter(({ kind }) => kind === 'word').length;
      if (words === before) continue; // the text has no more
      before = words;
      for (const setting of ['none', base]) {
        const trained = await train(learned, tested, setting, Number(seconds), Number(threads));
        if (trained === undefined) continue;
        rows.push(row(words, setting === 'none' ? 'no' : 'yes', await evaluateOn(trained, tested)));
        process.stderr.write(`${name} ${words} ${setting}\r`);
      }
    }
    const head = [
      'own words',
      'base',
      'perplexity',
      'saved, one',
      '95 %',
      'three',
      'calibration',
      'best part',
      'words unknown',
    ];
    console.log(`${name}\n\n${table(head, rows)}`);
  }
}

/** Ready to predict. */
interface Trained {
  readonly lexicon: Lexicon;
  readonly predictor: ReturnType<typeof createPredictor>;
}

/** As the editor does it: reads, trains, fits. Undefined where there is nothing to learn from at all. */
async function train(
  own: readonly Document[],
  tested: readonly Document[],
  setting: string,
  seconds: number,
  threads: number,
): Promise<Trained | undefined> {
  const base = await baseFor(own.length > 0 ? own : tested, setting);
  if (own.length === 0) return base && untaught(base);
  const { lexicon, vocabulary, documents } = encodeCorpus(own, { base: base?.model });
  const split = splitHeldOut(documents);
  const data = trainingData(split.train, split.valid, vocabulary.size);
  const start = base && startFrom(base, vocabulary, data.train);
  const run = startTraining(
    { ...data, counts: start?.counts },
    { budget: { seconds }, threads, seed: 1, start: start?.base.start },
    { onPoint() {}, onSnapshot() {} },
  );
  const { best } = await run.done;
  const network = loadNetwork(best!.config, best!.parameters, loadKernels()); // nobody cancels, so there is a snapshot
  const fitted = fitOnHeldOut(lexicon, network, countText(split.train), split.valid);
  return ready(lexicon, network, concatenate(documents), fitted);
}

function untaught({ model }: ReadBase): Trained {
  const lexicon = createLexicon(model.vocabulary, model.extraWords);
  const network = loadNetwork(model.config, model.parameters, loadKernels());
  return ready(lexicon, network, new Int32Array(0), mixtureFromJson(model.mixture));
}

function ready(
  lexicon: Lexicon,
  network: LoadedNetwork,
  text: Int32Array,
  fitted: ReturnType<typeof fitOnHeldOut>,
): Trained {
  return { lexicon, predictor: createPredictor({ lexicon, network, counts: countText(text), fitted }) };
}

async function baseFor(documents: readonly Document[], setting: string): Promise<ReadBase | undefined> {
  const bases = await findBases({ setting, ownFolder: shippedFolder() });
  const tally = new WordTally();
  for (const document of documents) tally.add(document);
  return readBaseFor(tally.counts, { bases, locale: 'en' }, []);
}

function evaluateOn({ lexicon, predictor }: Trained, tested: readonly Document[]): Promise<Evaluation> {
  return evaluate({ lexicon, predictor }, tested);
}

function row(words: number, base: string, evaluation: Evaluation): string[] {
  const { perplexity, keystrokeSavings1, keystrokeSavings3, calibrationError, oovRate } = evaluation;
  const { intervals, components } = evaluation;
  const [low = 0, high = 0] = intervals?.keystrokeSavings1 ?? [];
  const parts = Object.entries(components).filter(([name]) => name !== 'mixture');
  const [best, figures] = parts.sort(([, a], [, b]) => b.keystrokeSavings1 - a.keystrokeSavings1)[0]!; // there are parts
  return [
    grouped(words),
    base,
    perplexity.toFixed(1),
    keystrokeSavings1.toFixed(3),
    `${low.toFixed(3)}–${high.toFixed(3)}`,
    keystrokeSavings3.toFixed(3),
    calibrationError.toFixed(3),
    `${best} ${figures.keystrokeSavings1.toFixed(3)}`,
    percent(oovRate),
  ];
}

/** The first documents, as far as `most` tokens of a kind reach; the last of them is cut. */
function take(documents: readonly Document[], most: number, counts: (token: Token) => boolean): Document[] {
  const taken: Document[] = [];
  let left = most;
  for (const document of documents) {
    if (left <= 0) break;
    const end = document.findIndex((token) => counts(token) && --left < 0);
    taken.push(end < 0 ? document : document.slice(0, end));
  }
  return taken;
}

async function readTexts(name: string): Promise<Texts> {
  const quiet = { progress() {} };
  const read = async (paths: readonly string[]) =>
    (await readText(paths, 'prose', quiet)).map(({ tokens }) => tokens);
  if (name === 'moby') {
    const chapters = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) =>
        join(datasetFolder('moby-dick'), `chapter_${from + index}.txt`),
      );
    // Path order is that of digits; the chapters are read one by one.
    const inOrder = async (paths: readonly string[]) =>
      (await Promise.all(paths.map((path) => read([path])))).flat();
    return { own: await inOrder(chapters(1, 121)), unseen: await inOrder(chapters(129, 135)) };
  }
  if (name === 'sotu') {
    const files = datasetFiles('sotu');
    return { own: await read(files.slice(0, -2)), unseen: await read(files.slice(-2)) };
  }
  if (name === 'manual') {
    const folder = join(dirname(require.resolve('undici/package.json')), 'docs');
    const pages = discoverFiles([folder]).files.map(({ path }) => path);
    return {
      own: await read(pages.filter((_, index) => index % 6 !== 3)),
      unseen: await read(pages.filter((_, index) => index % 6 === 3)),
    };
  }
  const [own = '', unseen = ''] = name.split(':');
  return { own: await read([own]), unseen: await read([unseen]) };
}

void main();
