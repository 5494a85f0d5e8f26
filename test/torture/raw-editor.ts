import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader } from 'vscode-languageserver-protocol/node';
import { Command } from '../../server/protocol';
import { mutateJson, oddText, oddValue, pick, type Random } from './mutate';

const BUNDLE = join(__dirname, '../../dist/server.js');
/** Milliseconds without an answer after which a request counts as never answered, on a busy machine too. */
const PATIENCE_MS = 30_000;
/** The document of good requests; mutated messages are about others. */
const GOOD = 'untitled:good';

interface Answer {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A client that sends any message it is given, correctly framed, and answers no request of the server. */
export class RawEditor {
  private readonly child: ChildProcess;
  private readonly answers = new Map<unknown, Answer>();
  private lastId = 0;
  private exit: number | null | undefined;
  private said = '';

  constructor(home: string) {
    this.child = spawn(process.execPath, [BUNDLE, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, HOME: home, XDG_CACHE_HOME: home },
    });
    this.child.on('exit', (code) => {
      this.exit = code;
    });
    this.child.stdin!.on('error', () => {}); // it has ended; the next question says so
    this.child.stderr!.on('data', (chunk) => {
      this.said += chunk;
    });
    new StreamMessageReader(this.child.stdout!).listen((message) => {
      const answer = message as Answer;
      if (answer.method === undefined) this.answers.set(answer.id, answer);
    });
  }

  send(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message) ?? 'null');
    this.child.stdin!.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin!.write(body);
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  async request(method: string, params?: unknown): Promise<Answer> {
    const id = `good-${++this.lastId}`;
    this.send({ jsonrpc: '2.0', id, method, params });
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(1)) {
      const answer = this.answers.get(id);
      if (answer) {
        this.answers.clear();
        return answer;
      }
      if (this.exit !== undefined) assert.fail(`the server has ended, with ${this.exit}: ${this.said}`);
    }
    return assert.fail(`no answer to ${method} in ${PATIENCE_MS} ms: ${this.said}`);
  }

  /** With whatever `change` makes of the parameters; with sound ones where those are refused. */
  async initialize(
    { folder, storage }: { folder: string; storage: string },
    change: (params: unknown) => unknown = (params) => params,
  ): Promise<void> {
    const params = {
      processId: process.pid,
      rootUri: null,
      locale: 'en',
      capabilities: { workspace: { workspaceFolders: true }, window: {}, textDocument: {} },
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'x' }],
      initializationOptions: {
        storagePath: storage,
        userStoragePath: storage,
        settings: { trainingSeconds: 1, threads: 1, base: 'none', languages: { markdown: true } },
      },
    };
    const { error } = await this.request('initialize', change(params));
    if (error) await this.request('initialize', params);
    this.notify('initialized', {});
    const text = 'The captain followed the northern wind. The captain ';
    this.notify('textDocument/didOpen', {
      textDocument: { uri: GOOD, languageId: 'markdown', version: 1, text },
    });
  }

  async good(): Promise<Answer> {
    return this.request('textDocument/completion', {
      textDocument: { uri: GOOD },
      position: { line: 0, character: 10 },
    });
  }

  /** One to eight messages, each a sound one with something odd in it, or a storm of cancellations. */
  mutatedSequence(random: Random): unknown[] {
    return Array.from({ length: 1 + Math.floor(8 * random()) }).flatMap(() => {
      const kind = random();
      if (kind < 0.05) return stormOf(random);
      const message = pick(random, MESSAGES)(`untitled:bad${Math.floor(3 * random())}`);
      const id = random() < 0.1 ? oddValue(random) : Math.floor(1000 * random());
      const request = /did|initialized|\$/.test(message.method) ? {} : { id };
      if (kind < 0.25) return [{ jsonrpc: '2.0', ...request, ...message }];
      if (kind < 0.9) {
        const params = mutateJson(message.params, random);
        return [{ jsonrpc: '2.0', ...request, method: message.method, params }];
      }
      const mutated = mutateJson({ jsonrpc: '2.0', ...request, ...message }, random);
      return isEnd(mutated) ? [] : [mutated];
    });
  }

  /** Milliseconds of processor time that the main thread has had; 0 where the system does not tell. */
  processorMs(): number {
    try {
      const { pid } = this.child;
      return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
      return 0;
    }
  }

  /** The most memory that the server has had at a time; 0 where the system does not tell. */
  memoryBytes(): number {
    try {
      const [, kilobytes] =
        /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8')) ?? [];
      return 1024 * Number(kilobytes ?? 0);
    } catch {
      return 0;
    }
  }

  async stop(): Promise<number | null> {
    const ended = this.exit === undefined ? once(this.child, 'exit') : undefined;
    await this.request('shutdown');
    this.notify('exit', undefined);
    await ended;
    return this.exit ?? null;
  }
}

/** Sends a valid request and checks its answer. */
export async function goodRequest(editor: RawEditor, what: string): Promise<void> {
  const { result, error } = await editor.good();
  assert.equal(error, undefined, what);
  assert.ok(
    Array.isArray((result as { items?: unknown } | null)?.items),
    `${what}: ${JSON.stringify(result)}`,
  );
}

interface Sound {
  readonly method: string;
  readonly params: unknown;
}

const at = (uri: string) => ({ textDocument: { uri }, position: { line: 0, character: 4 } });
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
const execute = (command: string, ...given: unknown[]): Sound => ({
  method: 'workspace/executeCommand',
  params: { command, arguments: given },
});

const MESSAGES: readonly ((uri: string) => Sound)[] = [
  (uri) => ({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'markdown', version: 1, text: 'The captain followed.' } },
  }),
  (uri) => ({
    method: 'textDocument/didChange',
    params: {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'Our' }, { text: 'Whole new text' }],
    },
  }),
  (uri) => ({ method: 'textDocument/didClose', params: { textDocument: { uri } } }),
  (uri) => ({ method: 'textDocument/didSave', params: { textDocument: { uri } } }),
  (uri) => ({ method: 'textDocument/completion', params: { ...at(uri), context: { triggerKind: 1 } } }),
  (uri) => ({ method: 'textDocument/inlineCompletion', params: { ...at(uri), context: { triggerKind: 1 } } }),
  () => ({ method: 'completionItem/resolve', params: { label: 'wind', data: { probability: 0.5 } } }),
  () => ({
    method: 'workspace/didChangeConfiguration',
    params: { settings: { inkling: { eagerness: 'eager', threads: 1, trainingSeconds: 1, base: 'none' } } },
  }),
  () => ({
    method: 'workspace/didChangeWatchedFiles',
    params: { changes: [{ uri: 'file:///x.md', type: 1 }] },
  }),
  () => ({
    method: 'workspace/didChangeWorkspaceFolders',
    params: { event: { added: [{ uri: 'file:///nowhere/at/all', name: 'x' }], removed: [] } },
  }),
  () => ({ method: 'window/workDoneProgress/cancel', params: { token: 'x' } }),
  () => ({ method: '$/cancelRequest', params: { id: 5 } }),
  () => ({ method: '$/setTrace', params: { value: 'verbose' } }),
  () => ({ method: 'initialize', params: { processId: null, capabilities: {}, rootUri: null } }),
  () => ({ method: 'initialized', params: {} }),
  () => execute(Command.status),
  () => execute(Command.lossHistory),
  () => execute(Command.forget, 'northern wind'),
  () => execute(Command.accepted),
  () => execute(Command.cancelTraining),
  () => execute(Command.pauseTraining),
  () => execute(Command.forgetBase, '/nowhere/x.inkling'),
  () => execute(Command.learnBase, { name: '..', paths: ['/nowhere/at/all'] }),
  (uri) => execute(Command.measure, uri),
  () => execute('inkling.unknown', {}),
];

/** Requests and their cancellations, in any order, some of them twice or without sense. */
function stormOf(random: Random): unknown[] {
  return Array.from({ length: 60 }, (_, n) => {
    const id = Math.floor(random() * 30);
    if (n % 2 === 0)
      return { jsonrpc: '2.0', id, method: 'textDocument/completion', params: at('untitled:bad0') };
    const params = random() < 0.1 ? oddValue(random) : { id: random() < 0.1 ? oddText(random) : id };
    return { jsonrpc: '2.0', method: '$/cancelRequest', params };
  });
}

function isEnd(message: unknown): boolean {
  const { method } = (message ?? {}) as { method?: unknown };
  return method === 'exit' || method === 'shutdown';
}
