import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '../../model/training/random';
import { Command } from '../../server/protocol';
import {
  eventually,
  killServers,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../server/language-server/server-process';
import { full, scaled } from './scale';

const EDITS = scaled(400, 50_000);
const SAVES = scaled(8, 200);
const TRAININGS = scaled(1, 10);
const TRAINING_SECONDS = scaled(1, 4);
/** Milliseconds. The short form runs beside other tests on a busy machine. */
const MOST_P99 = scaled(250, 20);
/** Larger documents are cut: a writer goes on in a new chapter. */
const LONGEST_CHAPTER = 30_000;
/** Clock ticks of a hundredth of a second that an idle server may spend within IDLE_MS. */
const IDLE_TICKS = 1;
const IDLE_MS = scaled(1_000, 10_000);

/** Seconds; a day in minutes. */
const PACE = { settle: 1, typing: scaled(2, 15), later: scaled(2, 15), stored: 1, storedLater: 4 };
/** So long a server without work has none: longer than any of those waits. */
const REST_MS = scaled(3_000, 20_000);

/** Simulates a day of writing at full speed, and checks latencies, growth of memory and handles, and that every request is answered. */
describe('day of writing', function () {
  this.timeout(scaled(120_000, 45 * 60_000));
  let folder = '';
  let storage = '';
  beforeEach(() => {
    folder = temporaryFolder();
    storage = temporaryFolder();
  });
  afterEach(() => {
    killServers();
    for (const used of [folder, storage]) rmSync(used, { recursive: true, force: true });
  });

  it('answers every request, and keeps nothing that it does not need', async function () {
    if (process.platform !== 'linux') this.skip(); // memory, handles and time are read from /proc
    writeFileSync(join(folder, 'old.md'), prose(seededRandom(3), 1_500));
    const server = await startServer({
      folder,
      storage,
      settings: { trainingSeconds: TRAINING_SECONDS, threads: 1 },
      pace: PACE,
      environment: { NODE_OPTIONS: `--require ${join(__dirname, 'tidy-on-signal.cjs')}` },
    });
    await server.status('ready', 60_000);
    const day = new Day(server, folder);
    await day.open();
    const halves: { memory: number; handles: number; threads: number }[] = [];
    for (let edit = 1; edit <= EDITS; edit++) {
      await day.key();
      if (edit % Math.ceil(EDITS / SAVES) === 0) await day.save();
      if (edit % Math.ceil(EDITS / TRAININGS) === Math.ceil(EDITS / TRAININGS / 2)) void day.retrain();
      if (edit % (EDITS / 2) === 0) halves.push(await day.rest());
    }
    const { latencies, failures } = day;
    const [second, last] = [halves[0]!, halves[1]!]; // at the ends of the second and the last quarter
    const before = ticks(server);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = ticks(server) - before;
    const growth = last.memory / second.memory - 1;
    const percentile = (share: number) => latencies[Math.floor(share * (latencies.length - 1))]!;
    latencies.sort((a, b) => a - b);
    console.log(
      `      ${EDITS} edits, ${latencies.length} requests, ${SAVES} saves, ${day.trainings} trainings; p50 ${percentile(0.5).toFixed(1)} ms, ` +
        `p99 ${percentile(0.99).toFixed(1)} ms, most ${latencies.at(-1)!.toFixed(0)} ms; memory ${(last.memory / 2 ** 20).toFixed(0)} MB, ` +
        `${(100 * growth).toFixed(1)} % over the second quarter's; handles ${second.handles} and ${last.handles}, threads ${second.threads} ` +
        `and ${last.threads}; ${idle} ticks in ${IDLE_MS / 1000} s idle`,
    );
    assert.equal(failures, 0);
    assert.equal(latencies.length, 2 * EDITS);
    assert.ok(day.trainings >= TRAININGS);
    assert.ok(percentile(0.99) < MOST_P99);
    assert.ok(last.handles <= second.handles && last.threads <= second.threads, 'nothing leaked');
    if (full) assert.ok(growth <= 0.05, 'memory does not grow');
    assert.ok(idle <= IDLE_TICKS, 'idle is idle');
    assert.equal(await server.stop(), 0);
  });
});

/** A writer who types, saves, and lets files and folders come and go. Deterministic but for the clock. */
class Day {
  /** Of each request, in milliseconds. */
  readonly latencies: number[] = [];
  failures = 0;
  trainings = 0;
  private readonly random = seededRandom(7);
  private readonly uri: string;
  private readonly path: string;
  private text = '';
  private typing = '';
  private version = 1;
  private saves = 0;

  constructor(
    private readonly server: ServerProcess,
    private readonly folder: string,
  ) {
    this.path = join(folder, 'chapter.md');
    this.uri = pathToFileURL(this.path).href;
  }

  async open(): Promise<void> {
    this.text = `${prose(this.random, 30)}\n\n`;
    await this.server.open(this.uri, this.text);
  }

  /** One letter, and what an editor asks for after it. */
  async key(): Promise<void> {
    if (this.typing === '') this.typing = this.nextSentence();
    const letter = this.typing.charAt(0);
    this.typing = this.typing.slice(1);
    await this.change(this.text.length, this.text.length, letter);
    if (this.text.length > LONGEST_CHAPTER) await this.change(0, LONGEST_CHAPTER / 2, '');
    const { line, character } = this.positionAt(this.text.length);
    await this.timed(() => this.server.inlineCompletion(this.uri, line, character));
    await this.timed(() => this.server.completion(this.uri, line, character));
  }

  /** Saves the chapter; other files, and folders of them, come and go. */
  async save(): Promise<void> {
    writeFileSync(this.path, this.text);
    await this.server.connection.sendNotification('textDocument/didSave', {
      textDocument: { uri: this.uri },
    });
    const round = this.saves++ % 8;
    const at = (...names: string[]) => join(this.folder, ...names);
    const note = (...names: string[]) => {
      mkdirSync(at(...names.slice(0, -1)), { recursive: true });
      writeFileSync(at(...names), `Captain Note${this.saves} wrote.\n\n${prose(this.random, 20)}`);
    };
    if (round === 1) note('note.md');
    else if (round === 2) note('box', 'inner', 'a.md');
    else if (round === 3) note('box', 'b.md');
    else if (round === 4) renameSync(at('box'), at('chest'));
    else if (round === 5) rmSync(at('note.md'));
    else if (round === 6) rmSync(at('chest'), { recursive: true });
  }

  async retrain(): Promise<void> {
    await this.server.execute(Command.retrain, true);
  }

  /** Waits until no work is left; what the server has then. */
  async rest(): Promise<{ memory: number; handles: number; threads: number }> {
    const { server } = this;
    let since = performance.now();
    let used = ticks(server);
    await eventually(
      () => {
        const now = ticks(server);
        if (now - used > IDLE_TICKS || server.statuses.at(-1)?.state !== 'ready') since = performance.now();
        used = now;
        return performance.now() - since >= REST_MS;
      },
      'rest',
      scaled(60_000, 300_000),
    );
    const states = server.statuses.map(({ state }) => state);
    this.trainings = states.filter(
      (state, index) => state === 'training' && states[index - 1] !== state,
    ).length;
    server.process.kill('SIGUSR2'); // garbage that V8 has not collected yet does not count
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const of = (what: string) => readdirSync(`/proc/${server.process.pid}/${what}`).length;
    return { memory: residentBytes(server), handles: of('fd'), threads: of('task') };
  }

  private nextSentence(): string {
    const name = this.random() < 0.01 ? `Quibble${Math.floor(this.random() * 1000)} ` : '';
    return `${name}${sentence(this.random)}${this.random() < 0.2 ? '\n\n' : ' '}`;
  }

  private async change(start: number, end: number, text: string): Promise<void> {
    const range = { start: this.positionAt(start), end: this.positionAt(end) };
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    await this.server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: ++this.version },
      contentChanges: [{ range, text }],
    });
  }

  private positionAt(offset: number): { line: number; character: number } {
    let line = 0;
    let start = 0;
    for (
      let next = this.text.indexOf('\n');
      next >= 0 && next < offset;
      next = this.text.indexOf('\n', start)
    ) {
      line++;
      start = next + 1;
    }
    return { line, character: offset - start };
  }

  private async timed(request: () => Promise<unknown>): Promise<void> {
    const begin = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in 10 s')), 10_000);
    });
    try {
      await Promise.race([request(), late]);
      this.latencies.push(performance.now() - begin);
    } catch {
      this.failures++;
    } finally {
      clearTimeout(timer);
    }
  }
}

function residentBytes({ process: { pid } }: ServerProcess): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** Clock ticks of processor that the server has used; a hundred a second. */
function ticks({ process: { pid } }: ServerProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); // after the name
  return Number(fields[11]) + Number(fields[12]);
}

const SYLLABLES = ['ba', 'lo', 'mer', 'tin', 'sa', 'ko', 'ril', 'den', 'fu', 'wan'];
/** Five hundred words, the first of them the most frequent. */
const WORDS = Array.from(
  { length: 500 },
  (_, n) =>
    SYLLABLES[n % 10]! +
    SYLLABLES[Math.floor(n / 10) % 10]! +
    (n >= 100 ? SYLLABLES[Math.floor(n / 100)]! : ''),
);

/** What repeats no more than a writer does. */
function sentence(random: () => number): string {
  const words = Array.from(
    { length: 5 + Math.floor(10 * random()) },
    () => WORDS[Math.floor(WORDS.length * random() ** 3)]!,
  ).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function prose(random: () => number, sentences: number): string {
  const all = Array.from({ length: sentences }, () => sentence(random));
  return Array.from({ length: Math.ceil(sentences / 5) }, (_, n) =>
    all.slice(5 * n, 5 * n + 5).join(' '),
  ).join('\n\n');
}
