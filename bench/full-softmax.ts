/**
 * The full softmax over Moby Dick's 9,103 words, which Inkling does not train with, on one thread: an LSTM of 200 units beside
 * PyTorch's, the tutorial's network beside the tutorial in NumPy. `npx tsx bench/full-softmax.ts`, after `npm run build`.
 *
 * Three times: in the Node that runs this, in the Node of today's VS Code, and there with V8's pass that joins two operations on
 * 128 bits into one on 256, which V8 calls experimental and Inkling does not turn on.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellKind } from '../model/network/config';
import { loadCorpus, toIds } from './corpora';
import { describeMachine } from './machine';
import { measureTraining } from './measure-training';
import { installPeers, newerNode, peersFolder, pythonWithNumpy, reasonOf, run } from './peer-process';
import { table } from './table';

const SECONDS = 5;
const WIDE = '--experimental-wasm-revectorize';

const networks = [
  { cell: 'lstm', hiddenSize: 200, peer: 'PyTorch', script: 'pytorch.py', threads: [1, 2] },
  {
    cell: 'elman',
    hiddenSize: 100,
    peer: 'the tutorial in NumPy',
    script: 'numpy-tutorial.py',
    threads: [1],
  },
] as const;

const corpus = loadCorpus('moby');
const [cell, hiddenSize] = process.argv.slice(2);
if (cell === undefined) main();
else process.stdout.write(JSON.stringify(measureHere(cell as CellKind, Number(hiddenSize)))); // as started below

function main(): void {
  installPeers();
  const newer = newerNode();
  const hosts: [string, string, string[]][] = [[`Node ${process.version}`, process.execPath, []]];
  if (newer) {
    const version = run(newer, ['--version']).trim();
    hosts.push([`Node ${version}`, newer, []], [`Node ${version}, ${WIDE}`, newer, [WIDE]]);
  }
  const rows: string[][] = [];
  for (const { cell, hiddenSize, peer, script, threads } of networks) {
    const name = `${cell.toUpperCase()} ${hiddenSize}`;
    const peers = threads.map((count) => ({ count, speed: peerSpeed(script, count) }));
    const rival = typeof peers[0]?.speed === 'number' ? peers[0].speed : Number.NaN;
    for (const [host, program, flags] of hosts) {
      const job = [...flags, '--import', 'tsx', __filename, cell, `${hiddenSize}`];
      const { tokens, speed, products } = JSON.parse(run(program, job));
      const share = `${((100 * speed) / products).toFixed(0)} % of ${products.toFixed(0)} GFLOP/s`;
      rows.push([name, `Inkling, ${host}`, tokens.toFixed(0), `${(tokens / rival).toFixed(2)} ×`, share]);
    }
    for (const { count, speed } of peers) {
      const shown = typeof speed === 'number' ? speed.toFixed(0) : speed;
      rows.push([name, `${peer}, ${count} thread(s)`, shown, '', '']);
    }
  }
  process.stdout.write(
    `${describeMachine()}\n\n${table(['network', '', 'tokens/s', 'of the peer', 'share of matrix products'], rows)}`,
  );
}

function measureHere(cell: CellKind, hiddenSize: number): ReturnType<typeof measureTraining> {
  const { train, vocabularySize } = toIds(corpus);
  const data = { train, valid: new Int32Array(0), vocabularySize };
  return measureTraining(data, cell, hiddenSize, SECONDS, { samples: 'full', streams: 20, steps: 35 });
}

/** Tokens a second, or why there are none. */
function peerSpeed(script: string, threads: number): number | string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-full-'));
  try {
    const [train, test] = [join(folder, 'train.txt'), join(folder, 'test.txt')];
    writeFileSync(train, corpus.train);
    writeFileSync(test, corpus.valid.slice(0, 1000)); // what it measures there is not looked at
    const job = [join(peersFolder, script), train, test, `${2 * SECONDS}`, `${threads}`];
    return JSON.parse(run(pythonWithNumpy(), job, threads)).tokensPerSecond;
  } catch (error) {
    return `missing: ${reasonOf(error)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
