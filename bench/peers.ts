/**
 * Inkling beside its peers: each trains on the same text, on one thread, for the same number of seconds, and is then
 * measured on the same unseen text. `npx tsx bench/peers.ts [SECONDS] [CORPUS]`, by default 20 seconds of Moby Dick.
 *
 * The peers run one after the other, never side by side. One that is missing here is listed with the reason. Each peer learns at the
 * best of several rates for this budget, by its perplexity on held-out text: `npx tsx bench/peers.ts tune [SECONDS] [CORPUS]` tries
 * them. Inkling's own rates come from its recipe, which was found on held-out text too.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Corpus, loadCorpus } from './corpora';
import { installPeers, peersFolder, pythonWithNumpy, reasonOf, run } from './peer-process';
import { table } from './table';

interface Result {
  readonly version: string;
  readonly tokensPerSecond: number;
  /** Of training, as it was: a peer stops after the step that it is in. */
  readonly seconds: number;
  readonly perplexity?: number;
  readonly note?: string;
}

interface Peer {
  readonly name: string;
  run(seconds: number): Result;
  /** Where its rate is not its own: the one that it learns at, those that were tried, and how to try one on held-out text. */
  readonly rate?: number;
  readonly tried?: readonly number[];
  readonly tune?: (seconds: number, rate: number) => Result;
}

const commandLine = join(__dirname, '..', 'dist', 'cli.js');

const isTuning = process.argv[2] === 'tune';
const [seconds = '20', name = 'moby'] = process.argv.slice(isTuning ? 3 : 2);
const folder = mkdtempSync(join(tmpdir(), 'inkling-peers-'));
const part = (file: string) => join(folder, file);

try {
  writeCorpus(loadCorpus(name as Corpus['name'])); // loadCorpus refuses a name that it does not know
  installPeers();
  if (isTuning) tune();
  else compare();
} finally {
  rmSync(folder, { recursive: true });
}

function compare(): void {
  const rows = peers().map((peer) => measure(peer, Number(seconds)));
  const fastest = rows[0]?.tokensPerSecond ?? 1;
  process.stdout.write(`${name}, ${seconds} s of training on one thread each\n\n`);
  process.stdout.write(
    table(
      ['', 'version', 'tokens/s', 'Inkling is', 'test perplexity', ''],
      rows.map(({ peer, version, tokensPerSecond, perplexity, note }) => [
        peer,
        version,
        tokensPerSecond?.toFixed(tokensPerSecond < 10 ? 2 : 0) ?? '–',
        tokensPerSecond === undefined ? '–' : `${(fastest / tokensPerSecond).toFixed(1)} ×`,
        perplexity?.toFixed(1) ?? '–',
        note ?? '',
      ]),
    ),
  );
}

/** Held-out perplexity of each peer at each of its rates. */
function tune(): void {
  const rows = peers().flatMap(({ name, tried = [], tune }) =>
    tried.map((rate) => {
      process.stderr.write(`${name}, ${rate} …\n`);
      try {
        return [name, `${rate}`, tune?.(Number(seconds), rate).perplexity?.toFixed(1) ?? '–'];
      } catch (error) {
        return [name, `${rate}`, reasonOf(error)];
      }
    }),
  );
  process.stdout.write(
    `${name}, ${seconds} s of training on one thread each\n\n${table(['', 'rate', 'held-out perplexity'], rows)}`,
  );
}

function peers(): Peer[] {
  const python = pythonWithNumpy();
  const script = (peer: string, interpreter: string, file: string, rate: number, tried: number[]): Peer => {
    const train = (budget: number, measured: string, rate: number): Result => {
      const job = [join(peersFolder, file), part('train.txt'), part(measured), `${budget}`, '1', `${rate}`];
      return JSON.parse(run(interpreter, job));
    };
    return {
      name: peer,
      rate,
      tried,
      run: (budget) => train(budget, 'test.txt', rate),
      tune: (budget, rate) => train(budget, 'valid.txt', rate),
    };
  };
  return [
    { name: 'Inkling, GRU', run: (budget) => inkling('gru', budget) },
    { name: 'Inkling, LSTM', run: (budget) => inkling('lstm', budget) },
    { name: 'Inkling, GRU-256 from the English base', run: fromBase },
    script('PyTorch, LSTM-200', python, 'pytorch.py', 0.002, [0.001, 0.002, 0.004, 0.008]),
    script(
      'TensorFlow.js (WASM), LSTM-200',
      process.execPath,
      'tfjs.cjs',
      0.002,
      [0.001, 0.002, 0.004, 0.008],
    ),
    script('brain.js, LSTM-200', process.execPath, 'brain.cjs', 0.01, []), // it can't be measured; its own default
    // Held-out perplexity after the 8,660 tokens of 20 seconds: 528, 412, 569.
    script('the tutorial in NumPy', python, 'numpy-tutorial.py', 0.01, [0.003, 0.01, 0.03]),
  ];
}

function inkling(preset: string, budget: number): Result {
  const model = part('model.inkling');
  const whitespace = ['--tokens', 'whitespace', '--model', model, '--json'];
  const valid = ['--valid', part('valid.txt'), '--threads', '1', '--preset', preset];
  run(process.execPath, [
    commandLine,
    'train',
    part('train.txt'),
    ...whitespace,
    ...valid,
    '--budget',
    `${budget}s`,
  ]);
  const { history } = JSON.parse(run(process.execPath, [commandLine, 'info', '--model', model, '--json']));
  const evaluation = JSON.parse(
    run(process.execPath, [commandLine, 'evaluate', part('test.txt'), ...whitespace]),
  );
  const last = history.at(-1);
  return {
    version: process.version,
    tokensPerSecond: last.tokens / last.seconds,
    seconds: last.seconds,
    perplexity: evaluation.components.network.perplexity,
    note: `with counts and caches ${evaluation.perplexity.toFixed(1)}`,
  };
}

function fromBase(budget: number): Result {
  const texts = ['train.txt', 'valid.txt', 'test.txt'].map(part);
  const program = [require.resolve('tsx/cli'), join(__dirname, 'base-peer.ts')];
  return JSON.parse(run(process.execPath, [...program, ...texts, String(budget)]));
}

function measure(peer: Peer, budget: number): Partial<Result> & { peer: string; version: string } {
  process.stderr.write(`${peer.name} …\n`);
  try {
    const result = peer.run(budget);
    const rate = peer.rate === undefined ? undefined : `rate ${peer.rate}`;
    return { peer: peer.name, ...result, note: [rate, result.note].filter(Boolean).join('; ') };
  } catch (error) {
    return { peer: peer.name, version: 'missing', note: reasonOf(error) };
  }
}

function writeCorpus(corpus: Corpus): void {
  for (const file of ['train', 'valid', 'test'] as const) writeFileSync(part(`${file}.txt`), corpus[file]);
}
