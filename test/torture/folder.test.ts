/**
 * A folder with every kind of file that can't be read or is not prose, while the writer types: readable text is offered soon, no request waits, and
 * each thing that is left out has its reason.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { seededRandom } from '../../model/training/random';
import {
  killServers,
  type ServerProcess,
  sampleText,
  startServer,
  temporaryFolder,
} from '../server/language-server/server-process';
import { scaled } from './scale';

const MB = 2 ** 20;
/** Small files beside the hostile ones, so many in a folder. */
const SMALL_FILES = scaled(2_000, 100_000);
const PER_FOLDER = 1_000;
/** Of the files that are too large, all together. */
const LARGE_BYTES = scaled(300 * MB, 1024 * MB);

let folder: string;
let storage: string;
let grower: ChildProcess | undefined;

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** What each thing is, and why it is left out. */
const HOSTILE: [name: string, make: (name: string) => void, reason: RegExp][] = [
  ['line.txt', (name) => truncateSync(put(name, 'a'), 200 * MB), /^too large \(200 MB; at most 8 MB\)$/],
  ['rest.md', (name) => truncateSync(put(name, '# A'), LARGE_BYTES - 200 * MB), /^too large/],
  ['zeros.md', (name) => put(name, Buffer.alloc(MB)), /^binary$/],
  ['noise.txt', (name) => put(name, noise(MB)), /^binary$|UTF-8/],
  ['latin.md', (name) => put(name, Buffer.from('Où est-il allé ?\n'.repeat(100), 'latin1')), /UTF-8/],
  [
    'half.md',
    (name) => put(name, Buffer.from('\ufeffNo low byte at the end', 'utf16le').subarray(0, -1)),
    /UTF-16/,
  ],
  ['pipe.md', (name) => execFileSync('mkfifo', [join(folder, name)]), /^not a regular file$/],
  ['circle.md', (name) => symlinkSync(name, join(folder, name)), /^a symbolic link$/],
  ['up.md', (name) => symlinkSync('..', join(folder, name)), /^a symbolic link$/],
  [
    'pipe/.gitignore',
    (name) => {
      mkdirSync(join(folder, 'pipe'));
      execFileSync('mkfifo', [join(folder, name)]);
    },
    /^not a regular file$/,
  ],
  ['long/.gitignore', (name) => put(name, `${'x'.repeat(100_000)}\n`), /^too long a rule/],
  ['long', () => put('long/a.md', sampleText(5)), /^unreadable \(what to ignore/],
  ['stars/.gitignore', (name) => put(name, '*a*a*a*a*a*az\n'.repeat(100)), /^too many stars/],
  ['stars', () => put(`stars/${'a'.repeat(240)}.md`, sampleText(5)), /^unreadable \(what to ignore/],
  [
    'rules/.gitignore',
    (name) => put(name, Array.from({ length: 50_000 }, (_, n) => `*-${n}.bak`).join('\n')),
    /^too many rules/,
  ],
  ['rules', () => put('rules/a.md', sampleText(5)), /^unreadable \(what to ignore/],
  ['vast/.gitignore', (name) => truncateSync(put(name, 'x'), 100 * MB), /^too large/],
  ['vast', () => put('vast/a.md', sampleText(5)), /^unreadable \(what to ignore/],
  [`${'n'.repeat(200)}.md`, (name) => put(name, Buffer.from('Où est-il ?', 'latin1')), /UTF-8/],
];

/** What must be learned beside it: a word of its own in each. */
const GOOD: [name: string, make: (name: string, text: string) => void, word: string][] = [
  ['good.md', (name, text) => put(name, text), 'Quibblewick'],
  ['wide.txt', (name, text) => put(name, Buffer.from(`\ufeff${text}`, 'utf16le')), 'Wobblethorpe'],
  [
    'many-stars/good.md',
    (name, text) => {
      put('many-stars/.gitignore', '*a*a*a*az\n'.repeat(750));
      put(`many-stars/${'a'.repeat(240)}.md`, 'So many letters in a name.');
      put(name, text);
    },
    'Dumbledown',
  ],
  [
    'many-rules/good.md',
    (name, text) => {
      put(
        'many-rules/.gitignore',
        Array.from({ length: 375 }, (_, n) => `/draft-${n}/*.md\n*-${n}.bak`).join('\n'),
      );
      put(name, text);
    },
    'Grumbleweed',
  ],
  [
    'growing.md',
    (name, text) => {
      const path = put(name, text);
      const grow = `setInterval(() => require('fs').appendFileSync(${JSON.stringify(path)}, 'It goes on and on. '), 1)`;
      grower = spawn(process.execPath, ['-e', grow], { stdio: 'ignore' });
    },
    'Snufflebeck',
  ],
  [
    'one-line.txt',
    (name, text) => put(name, `${text} ${sampleText(200).replaceAll('\n', ' ')}`),
    'Crumplehorn',
  ],
];

/** Seeded, so that the bytes are the same each time. */
function noise(bytes: number): Uint8Array {
  const random = seededRandom(10);
  return Uint8Array.from({ length: bytes }, () => 256 * random());
}

function makeFolder(): void {
  for (const [name, make] of HOSTILE) make(name);
  const words = sampleText(60)
    .replaceAll(/[.\n]/g, ' ')
    .split(' ')
    .filter((word) => word !== '');
  const random = seededRandom(11);
  for (let index = 0; index < SMALL_FILES; index++) {
    const some = Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)]);
    put(`notes/${Math.floor(index / PER_FOLDER)}/${index}.md`, `Note ${index}: ${some.join(' ')}.\n`);
  }
  for (const [name, make, word] of GOOD)
    make(name, `A quiet ${word} waited by the burning lamp.\n`.repeat(3));
}

/** What is offered after `A quiet `, as a list and as ghost text, with the milliseconds that each answer took. */
async function offered(server: ServerProcess, taken: number[]): Promise<string[]> {
  let begin = performance.now();
  await server.inlineCompletion(DOCUMENT, 0, 8);
  taken.push(performance.now() - begin);
  begin = performance.now();
  const { items } = await server.completion(DOCUMENT, 0, 8);
  taken.push(performance.now() - begin);
  return items.map(({ label }) => label);
}

const DOCUMENT = 'untitled:Untitled-1';
const WORDS = GOOD.map(([, , word]) => word);
/** Five seconds are promised. Where the machine has much else to do, what the server has had of its processors tells more than the clock. */
const MOST_SECONDS = 10;
/** Milliseconds; 20 are promised, and two are usual. */
const SLOW_REQUEST = 500;

/** Seconds of all processors together that a process has had; where the system does not say so, seconds of the clock. */
function secondsOf(pid: number): number {
  if (platform() !== 'linux') return performance.now() / 1000;
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // user and system time, in ticks of 10 ms
}

describe('Torture: a hostile folder', function () {
  this.timeout(scaled(120_000, 1_200_000));
  beforeEach(() => {
    folder = temporaryFolder();
    storage = temporaryFolder();
  });
  afterEach(() => {
    grower?.kill();
    killServers();
    for (const used of [folder, storage]) rmSync(used, { recursive: true, force: true });
  });

  it('is suggested from within seconds, and each thing that is left out has its reason', async () => {
    makeFolder();
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    const server = await startServer({ folder, storage, capabilities });
    await server.open(DOCUMENT, 'A quiet ');
    const taken: number[] = [];
    let firstWord: number | undefined;
    let spent = 0;
    let allWords: number | undefined;
    const status = () => server.statuses.find(({ corpus }) => corpus !== undefined);
    const look = async () => {
      const labels = await offered(server, taken);
      const missing = WORDS.filter((word) => !labels.includes(word));
      if (missing.length < WORDS.length && firstWord === undefined) {
        firstWord = seconds();
        spent = secondsOf(server.process.pid!); // it runs
      }
      if (missing.length === 0) allWords ??= seconds();
      return missing;
    };
    while (!status()) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const read = seconds();
    taken.sort((a, b) => a - b);
    const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(share * taken.length))]!;
    console.log(
      `      ${SMALL_FILES + HOSTILE.length + GOOD.length} files: suggestions from them after ${firstWord?.toFixed(1)} s (${spent.toFixed(1)} s of processors), ` +
        `from all of them after ${allWords?.toFixed(1)} s, all read after ${read.toFixed(1)} s; ${taken.length} requests ` +
        `meanwhile: ${[0.5, 0.95, 0.99, 1].map((share) => at(share).toFixed(1)).join(' / ')} ms (p50, p95, p99, longest)`,
    );
    assert.deepEqual(await look(), []);
    const { corpus } = status()!;
    for (const [name, , reason] of HOSTILE) {
      const told = corpus!.leftOut.find(({ path }) => path === join(folder, name));
      assert.match(told?.reason ?? `nothing about ${name}`, reason);
    }
    assert.equal(corpus!.leftOutCount, HOSTILE.length);
    assert.ok(spent < MOST_SECONDS, `${spent} s`);
    assert.ok(at(0.95) < SLOW_REQUEST, `${at(0.95)} ms`);
    assert.equal(await server.stop(), 0);
  });
});
