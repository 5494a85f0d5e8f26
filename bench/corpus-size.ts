/**
 * What a folder costs by its size: `npm run build && npx tsx bench/corpus-size.ts [WORDS,…] [SECONDS]`, by default 20 thousand
 * to two million words (Moby Dick, then the State of the Union addresses), and 10 seconds of training.
 *
 * Each folder is opened for the first time, by a server in a process of its own, and once more. Linux only: memory is read from /proc.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startServer } from '../test/server/language-server/server-process';
import { datasetFiles } from './datasets';
import { describeMachine } from './machine';
import { percentiles } from './percentiles';
import { memoryOf } from './process-figures';
import { table } from './table';

const URI = 'untitled:typed';
const BEGINNING = 'It was the hope of the whole country that the ';
const REQUESTS = 300;
/** Of waiting for the longest training and the fitting after it. */
const PATIENCE = 600_000;

async function main(sizes = '20000,60000,200000,600000,2000000', seconds = '10'): Promise<void> {
  const rows: string[][] = [];
  for (const words of sizes.split(',').map(Number)) rows.push(await measure(words, Number(seconds)));
  const head = [
    'words',
    'suggestions after s',
    'network after s',
    'at rest after s',
    'network',
    'held-out perplexity',
    'letter p50 ms',
    'p99 ms',
    'MB',
    'at most MB',
    'model MB',
    'opened again s',
  ];
  process.stdout.write(`${describeMachine()}; ${seconds} s of training\n\n${table(head, rows)}`);
}

async function measure(words: number, seconds: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-size-'));
  const storage = mkdtempSync(join(tmpdir(), 'inkling-storage-'));
  const written = writeText(folder, words);
  const begin = performance.now();
  const since = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
  const options = { folder, storage, settings: { trainingSeconds: seconds, threads: 2 } };

  const server = await startServer(options);
  await server.open(URI, BEGINNING, 'plaintext');
  await server.status('training', PATIENCE);
  await server.completion(URI, 0, BEGINNING.length);
  const counted = since(begin);
  await server.status(({ model }) => model !== undefined, PATIENCE);
  const learned = since(begin);
  const { model } = await server.status('ready', PATIENCE);
  const rested = since(begin);
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const character = 1 + (request % BEGINNING.length);
    const from = performance.now();
    await Promise.all([server.completion(URI, 0, character), server.inlineCompletion(URI, 0, character)]);
    times.push(performance.now() - from);
  }
  const [now, most] = [memoryOf(server.process, 'VmRSS'), memoryOf(server.process, 'VmHWM')];
  await server.stop();
  const file = readdirSync(storage).find((name) => name.endsWith('.inkling'))!; // it is ready, so it was saved

  const reopened = performance.now();
  const again = await startServer(options);
  await again.open(URI, BEGINNING, 'plaintext');
  await again.status('ready', PATIENCE);
  await again.completion(URI, 0, BEGINNING.length);
  const restored = since(reopened);
  await again.stop();
  const size = statSync(join(storage, file)).size;
  for (const used of [folder, storage]) rmSync(used, { recursive: true });
  return [
    written.toLocaleString('en'),
    counted,
    learned,
    rested,
    `${model?.cell}-${model?.hiddenSize}, ${model?.vocabularySize.toLocaleString('en')} words`,
    model?.perplexity.toFixed(0) ?? '–',
    ...percentiles(times),
    `${now}`,
    `${most}`,
    (size / 1e6).toFixed(1),
    restored,
  ];
}

/** Whole files until there are so many words; the last one is cut. */
function writeText(folder: string, words: number): number {
  let left = words;
  for (const file of [...datasetFiles('moby-dick'), ...datasetFiles('sotu')]) {
    if (left <= 0) break;
    const pieces = readFileSync(file, 'utf8')
      .split(/(?<=\s)(?=\S)/)
      .slice(0, left);
    writeFileSync(join(folder, basename(file)), pieces.join(''));
    left -= pieces.length;
  }
  return words - left;
}

void main(...process.argv.slice(2));
