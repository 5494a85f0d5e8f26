/**
 * What a suggestion costs, by vocabulary, hidden size and kind of document: `npx tsx bench/prediction.ts [WORDS]`, by
 * default in a workspace of 500,000 words.
 *
 * A document of 2 MB is opened cold, the caret at its end; the first answer is timed, then one for each letter that is
 * typed, everything on: network, learning while it reads, counts, caches, mixture, list and ghost text. The weights are random, which
 * costs the same.
 * `paragraphs` are cut at every fifth sentence; in `lines` each address, up to 50 kB, is one line, as it is published.
 */
import { readFileSync } from 'node:fs';
import { NgramCounts } from '../model/counts/ngram-counts';
import { DEFAULT_WEIGHTS } from '../model/mixture/mixture';
import type { NetworkConfig } from '../model/network/config';
import { initialiseWeights } from '../model/network/initialise';
import { allocateWeights, namedParameters } from '../model/network/weights';
import { loadNetwork } from '../model/prediction/loaded-network';
import { tokenizeProse } from '../model/tokenizer/prose';
import { seededRandom } from '../model/training/random';
import { type EncodedCorpus, encodeCorpus } from '../model/vocabulary/encode';
import { createPredictor } from '../server/prediction/predictor';
import { DEFAULT_THRESHOLDS } from '../server/prediction/suggestion-model';
import { DocumentSession } from '../server/suggestion/session';
import { loadKernels } from '../server/threads/kernels';
import { datasetFiles } from './datasets';
import { describeMachine } from './machine';
import { table } from './table';

const documentSize = 2_000_000;
const longestLine = 50_000;
const keystrokes = 1500;

/** As if held-out text had chosen to learn while reading. */
const ADAPTING_PARTS = { weights: DEFAULT_WEIGHTS, temperature: 1, heldOutLoss: Number.NaN };
const ADAPTING = { ...ADAPTING_PARTS, adapting: ADAPTING_PARTS };

const words = Number(process.argv[2] ?? 500_000);
const texts = readTexts();
const typed = texts.at(-1)!.replace(/\s+/g, ' ').slice(0, keystrokes); // there are texts
const lines = texts.filter((text) => text.length < longestLine).join('\n\n');
const documents = {
  paragraphs: lines.replace(/((?:[^.]*\.){4}[^.]*\.) /g, '$1\n\n').slice(-documentSize),
  lines: lines.slice(-documentSize),
};

const rows: string[][] = [];
for (const vocabularySize of [5_000, 10_000, 20_000]) {
  const corpus = encode(vocabularySize);
  for (const hiddenSize of [96, 128, 256]) rows.push(measure(corpus, hiddenSize, 'paragraphs'));
  if (vocabularySize === 20_000) rows.push(measure(corpus, 256, 'lines'));
}
const head = [
  'words known',
  'hidden',
  'weights MB',
  'document',
  'first answer ms',
  'p50 ms',
  'p99 ms',
  'worst ms',
  'processor ms, mean',
];
process.stdout.write(
  `${describeMachine()}\n${words.toLocaleString('en')} words, 2 MB document\n\n${table(head, rows)}`,
);

function measure(corpus: EncodedCorpus, hiddenSize: number, kind: keyof typeof documents): string[] {
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
    createPredictor: () => createPredictor({ lexicon, counts, network, fitted: ADAPTING }),
    blocked: new Set<string>(),
    thresholds: DEFAULT_THRESHOLDS,
  };

  const start = performance.now();
  const session = new DocumentSession('plaintext', documents[kind]);
  session.setModel(model);
  let end = documents[kind].length;
  session.list(end, 10);
  const first = performance.now() - start;

  const processorBefore = process.cpuUsage();
  const times = [...typed].map((letter) => {
    const before = performance.now();
    session.change([{ start: end, end, text: letter }]);
    end += letter.length;
    session.ghostText(end, { automatic: true, eagerness: 'balanced' });
    session.list(end, 10);
    return performance.now() - before;
  });
  const processor = process.cpuUsage(processorBefore);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!; // the index is within `times`
  const megabytes = namedParameters(weights).reduce((sum, { data }) => sum + data.byteLength, 0) / 1e6;
  return [
    vocabulary.size.toLocaleString('en'),
    `${hiddenSize}`,
    megabytes.toFixed(1),
    kind,
    first.toFixed(0),
    at(0.5).toFixed(2),
    at(0.99).toFixed(2),
    at(1).toFixed(2),
    ((processor.user + processor.system) / 1000 / times.length).toFixed(2),
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

/** Moby Dick, then the State of the Union addresses. */
function readTexts(): string[] {
  const files = [...datasetFiles('moby-dick'), ...datasetFiles('sotu')];
  return files.map((file) => readFileSync(file, 'utf8'));
}
