/**
 * *Why this word?* in a folder of half a million words: `npm run build && npx tsx bench/why.ts [SECONDS]`, by default 10 seconds of
 * training on State of the Union addresses. Another address is written word by word; wherever ghost text shows, its reasons are asked for.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, type WhyAnswer } from '../server/protocol';
import { startServer } from '../test/server/language-server/server-process';
import { datasetFolder } from './datasets';
import { describeMachine } from './machine';
import { percentiles } from './percentiles';

const WORDS = 500_000;
const ASKED = 300;
const URI = 'untitled:typed';

async function main(seconds = 10): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-why-'));
  const storage = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
  const source = datasetFolder('sotu');
  const files = readdirSync(source)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  const written = readFileSync(join(source, files.at(-1)!), 'utf8'); // there are over 200
  let words = 0;
  for (const name of files.slice(0, -1)) {
    if (words >= WORDS) break;
    copyFileSync(join(source, name), join(folder, name));
    words += readFileSync(join(source, name), 'utf8').split(/\s+/).length;
  }
  const server = await startServer({
    folder,
    storage,
    settings: { trainingSeconds: seconds, threads: 2, base: 'auto' },
  });
  await server.status(({ state, model }) => state === 'ready' && model !== undefined, 600_000);
  await server.open(URI, '', 'plaintext');
  const spaces = [...written.replaceAll(/\s+/g, ' ').matchAll(/ /g)].map(({ index }) => index);
  const text = written.replaceAll(/\s+/g, ' ');
  const milliseconds: number[] = [];
  let supported = 0;
  for (const at of spaces) {
    if (milliseconds.length === ASKED) break;
    const typed = text.slice(0, at + 1);
    await server.change(URI, typed);
    const [offer] = await server.inlineCompletion(URI, 0, typed.length);
    if (!offer) continue;
    const begin = performance.now();
    const answer = await server.execute<WhyAnswer | null>(Command.why, {
      uri: URI,
      position: { line: 0, character: typed.length },
    });
    milliseconds.push(performance.now() - begin);
    if (
      answer &&
      answer.passages.length > 0 &&
      answer.passages.every(
        ({ text: shown, from, to }) => shown.slice(from, to).toLowerCase() === answer.word.toLowerCase(),
      )
    )
      supported++;
  }
  const [half, most] = percentiles(milliseconds);
  process.stdout.write(
    `${describeMachine()}\n${words.toLocaleString('en')} words in the folder; ${milliseconds.length} ghost texts asked for their reasons: ` +
      `half within ${half} ms, 99 of 100 within ${most} ms, worst ${Math.max(...milliseconds).toFixed(0)} ms; ` +
      `${((100 * supported) / milliseconds.length).toFixed(1)} % have passages, all with the word\n`,
  );
  await server.stop();
  for (const used of [folder, storage]) rmSync(used, { recursive: true });
}

const [seconds] = process.argv.slice(2);
void main(seconds === undefined ? undefined : Number(seconds));
