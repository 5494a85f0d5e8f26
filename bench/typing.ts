/**
 * What a writer would get: a real language server learns Moby Dick's chapters 1–121, then chapters 129 and following are
 * typed to it letter by letter over stdio, with the list and ghost text asked for before each letter.
 *
 *     npm run build && npx tsx bench/typing.ts [SECONDS OF TRAINING, default 60] [CHARACTERS TYPED, default 30000]
 *
 * `spent` counts as in the command line's `evaluate`: a suggestion costs one key, a word its letters and a space.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CompletionItem,
  type CompletionList,
  type InlineCompletionItem,
  InlineCompletionTriggerKind,
} from 'vscode-languageserver-protocol';
import { Calibration, calibrationError } from '../server/evaluation/calibration';
import { percent } from '../server/evaluation/number-text';
import { type ListedWord, type Suggester, typeText } from '../server/evaluation/typing';
import type { CompletionData } from '../server/protocol';
import { type ServerProcess, startServer } from '../test/server/language-server/server-process';
import { copyTrainingChapters, datasetFolder } from './datasets';
import { describeMachine } from './machine';
import { table } from './table';

const seconds = Number(process.argv[2] ?? 60);
const characters = Number(process.argv[3] ?? 30_000);
const chaptersFolder = datasetFolder('moby-dick');
const uri = 'untitled:Untitled-1';

/** Types at the end of a document that begins empty. */
function typist(server: ServerProcess): Suggester {
  let version = 1;
  let offset = 0;
  const end = { line: 0, character: 0 };
  const at = () => ({ textDocument: { uri }, position: { ...end } });
  return {
    async insert(text) {
      const contentChanges = [{ range: { start: { ...end }, end: { ...end } }, text }];
      version++;
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      });
      offset += text.length;
      const lines = text.split('\n');
      end.character = (lines.length > 1 ? 0 : end.character) + lines.at(-1)!.length; // split gives one at least
      end.line += lines.length - 1;
    },
    async ghostText() {
      const items = await server.connection.sendRequest<InlineCompletionItem[]>(
        'textDocument/inlineCompletion',
        { ...at(), context: { triggerKind: InlineCompletionTriggerKind.Automatic } },
      );
      return items[0]?.insertText.toString();
    },
    async list(count) {
      const { items } = await server.connection.sendRequest<CompletionList>('textDocument/completion', at());
      return items.slice(0, count).map(listed);
    },
  };

  function listed(item: CompletionItem): ListedWord {
    const { textEdit } = item;
    const range = textEdit && 'range' in textEdit ? textEdit.range : undefined;
    const before = end.character - (range?.start.character ?? end.character);
    return {
      start: offset - before,
      insertText: textEdit?.newText ?? item.label,
      probability: (item.data as CompletionData | undefined)?.probability,
    };
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-typing-'));
  const training = join(folder, 'training');
  mkdirSync(training);
  copyTrainingChapters(training);
  const unseen = [129, 130, 131, 132, 133, 134, 135]
    .map((chapter) => readFileSync(join(chaptersFolder, `chapter_${chapter}.txt`), 'utf8'))
    .join('\n\n')
    .slice(0, characters);

  const server = await startServer({
    folder: training,
    storage: join(folder, 'storage'),
    settings: { trainingSeconds: seconds, threads: 1, eagerness: 'balanced' },
  });
  try {
    await server.status('ready', 1000 * (seconds + 300));
    await server.open(uri, '', 'plaintext');
    const typed = await typeText(typist(server), unseen, {
      onProgress: (done) => process.stderr.write(`\r${done} of ${unseen.length} characters`),
    });
    const calibration = new Calibration();
    for (const { predicted, right } of typed.predictions) calibration.add(predicted, right);
    const latencies = [...typed.milliseconds].sort((a, b) => a - b);
    const rows = [
      ['keystrokes saved with one suggestion', percent(1 - typed.spent1 / typed.typed)],
      ['with three', percent(1 - typed.spent3 / typed.typed)],
      ['ghost text offered, times', String(typed.offers)],
      ['of it right', percent(typed.right / typed.offers)],
      ['calibration error of the list’s first word', percent(calibrationError(calibration.points()))],
      ['list and ghost text, half of the letters, ms', latencies[latencies.length >> 1]!.toFixed(1)],
      ['99 of 100', latencies[Math.floor(0.99 * latencies.length)]!.toFixed(1)],
    ];
    process.stderr.write('\n');
    process.stdout.write(
      `${describeMachine()}; ${seconds} s of training, ${unseen.length} characters typed\n\n${table(['', 'balanced'], rows)}`,
    );
    await server.stop();
  } finally {
    server.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
