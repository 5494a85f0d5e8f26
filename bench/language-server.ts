/**
 * The language server as an editor meets it: `npm run build && npx tsx bench/language-server.ts [FOLDER] [SECONDS]`, by
 * default Moby Dick's chapters 1–121 and 20 seconds of training.
 *
 * A process of its own, over standard input and output. While it reads, counts, trains and rests, a document is typed
 * in letter by letter, and each letter asks for the list and for ghost text. Linux only: memory is read from /proc.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../server/protocol';
import { type ServerProcess, startServer } from '../test/server/language-server/server-process';
import { copyTrainingChapters, datasetFolder } from './datasets';
import { describeMachine } from './machine';
import { percentiles } from './percentiles';
import { memoryOf, processorTimeOf } from './process-figures';
import { table } from './table';

const REQUESTS = 1000;
const IDLE_SECONDS = 60;
/** Half a minute after the last answer V8 gives memory back, in a tenth of a second; nothing comes after that. */
const SETTLING_SECONDS = 45;
/** Letters of the document that are there from the beginning. */
const OPENED = 6000;
const URI = 'untitled:typed';

async function main(folder = mobyDick(), seconds = 20): Promise<void> {
  const storage = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
  const begin = performance.now();
  const server = await startServer({ folder, storage, settings: { trainingSeconds: seconds, threads: 2 } });
  const text = readFileSync(join(datasetFolder('moby-dick'), 'chapter_130.txt'), 'utf8');
  const opened = text.slice(0, OPENED);
  await server.open(URI, opened, 'plaintext');
  const typist = createTypist(server, opened.split('\n'), text.slice(OPENED));

  const rows: string[][] = [];
  const phase = async (name: string, letters: number) => {
    const from = performance.now();
    rows.push([name, ((from - begin) / 1000).toFixed(1), ...(await typist(letters))]);
  };
  const until = (fits: (status: Status) => boolean) => server.status(fits, 600_000);
  await until(({ state }) => state === 'training' || state === 'noText');
  await phase('counts alone', 100);
  await phase('training', REQUESTS / 2);
  if (server.statuses.at(-1)?.state !== 'training') rows.at(-1)!.splice(0, 1, 'training, then rest'); // phase made a row
  await until(({ state }) => state === 'ready');
  await phase('ready', REQUESTS / 2);

  const { corpus, model } = server.statuses.at(-1)!; // there was one: it is ready
  const settling = await processorTimeIn(server, SETTLING_SECONDS);
  const idle = await processorTimeIn(server, IDLE_SECONDS);
  process.stdout.write(
    `${describeMachine()}\n${corpus?.words.toLocaleString('en')} words in ${corpus?.files} files, ${seconds} s of training, ` +
      `${model?.cell} ${model?.hiddenSize}, ${model?.vocabularySize.toLocaleString('en')} words known\n\n` +
      table(
        [
          'phase',
          'at s',
          'letters',
          'answered',
          'list p50 ms',
          'p99 ms',
          'ghost p50 ms',
          'p99 ms',
          'worst ms',
        ],
        rows,
      ) +
      `\nmemory: ${memoryOf(server.process, 'VmRSS')} MB, at most ${memoryOf(server.process, 'VmHWM')} MB; ` +
      `processor time in the ${SETTLING_SECONDS} s after the last answer: ${settling.toFixed(2)} s, ` +
      `in the ${IDLE_SECONDS} s after that: ${idle.toFixed(2)} s\n`,
  );
  await server.stop();
  rmSync(storage, { recursive: true });
}

/** Seconds of the processor that a server at rest takes. */
async function processorTimeIn(server: ServerProcess, seconds: number): Promise<number> {
  const before = processorTimeOf(server.process);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return processorTimeOf(server.process) - before;
}

/** Types on where it stopped, at first behind the document's lines; answers the figures of a table's row. */
function createTypist(
  server: ServerProcess,
  lines: readonly string[],
  text: string,
): (letters: number) => Promise<string[]> {
  const line = lines.length - 1;
  let character = lines.at(-1)?.length ?? 0;
  let at = 0;
  return async (letters) => {
    const list: number[] = [];
    const ghost: number[] = [];
    let answered = 0;
    for (let count = 0; count < letters; count++) {
      const letter = text.charAt(at++ % text.length).replace('\n', ' ');
      const position = { line, character };
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: URI, version: at + 1 },
        contentChanges: [{ range: { start: position, end: position }, text: letter }],
      });
      character++;
      const begin = performance.now();
      const { items } = await server.completion(URI, line, character);
      list.push(performance.now() - begin);
      const again = performance.now();
      await server.inlineCompletion(URI, line, character);
      ghost.push(performance.now() - again);
      if (Array.isArray(items)) answered++;
    }
    const worst = Math.max(...list, ...ghost).toFixed(0);
    return [String(letters), String(answered), ...percentiles(list), ...percentiles(ghost), worst];
  };
}

function mobyDick(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-moby-'));
  copyTrainingChapters(folder);
  return folder;
}

const [folder, seconds] = process.argv.slice(2);
void main(folder, seconds === undefined ? undefined : Number(seconds));
