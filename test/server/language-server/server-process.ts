import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CompletionList,
  createProtocolConnection,
  type InitializeParams,
  type InitializeResult,
  type InlineCompletionItem,
  LogMessageNotification,
  type ProgressToken,
  type ProtocolConnection,
  ShowMessageNotification,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { seededRandom } from '../../../model/training/random';
import {
  type InitializationOptions,
  type LossUpdate,
  lossNotification,
  type Settings,
  type State,
  type Status,
  statusNotification,
} from '../../../server/protocol';

const BUNDLE = process.env.INKLING_SERVER ?? join(__dirname, '../../../dist/server.js');

/** A language server of the built bundle, in a process of its own, and a minimal editor at the other end of it. */
export interface ServerProcess {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly initialized: InitializeResult;
  /** Every status so far. */
  readonly statuses: Status[];
  readonly losses: LossUpdate[];
  /** What the writer was shown, and what was logged. */
  readonly messages: string[];
  readonly log: string[];
  readonly progress: {
    token: ProgressToken;
    value: { kind: string; percentage?: number; cancellable?: boolean };
  }[];
  /** The next status, or one so far, that fits. Fails with the last one seen if there is none within `timeout` ms. */
  status(fits: ((status: Status) => boolean) | State, timeout?: number): Promise<Status>;
  /** From now on only statuses that come later count. */
  forgetStatuses(): void;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, text: string): Promise<void>;
  inlineCompletion(uri: string, line: number, character: number): Promise<InlineCompletionItem[]>;
  completion(uri: string, line: number, character: number): Promise<CompletionList>;
  execute<Answer>(command: string, ...given: unknown[]): Promise<Answer>;
  configure(settings: Partial<Settings>): Promise<void>;
  /** Shutdown and exit as an editor does it; the exit code. */
  stop(): Promise<number | null>;
}

export interface ServerOptions {
  /** Default: the one that was built. */
  readonly bundle?: string;
  readonly folder?: string;
  readonly storage?: string;
  /** The folder that all workspaces share. Default: a new one. */
  readonly userStorage?: string;
  readonly locale?: string;
  readonly settings?: Partial<Settings>;
  /** Waits in seconds. Default: next to none. */
  readonly pace?: InitializationOptions['pace'];
  readonly capabilities?: InitializeParams['capabilities'];
  readonly environment?: NodeJS.ProcessEnv;
  readonly initializationOptions?: unknown;
  /** In place of `folder`, whatever they are. */
  readonly workspaceFolders?: unknown;
  /** The editor answers none of the server's requests. */
  readonly silent?: boolean;
  /** As in `InitializationOptions`. */
  readonly checkpointSeconds?: number;
  /** Whether the writer has a document open, as training waits for one. Default true: an empty one. */
  readonly writes?: boolean;
}

/** One second is plenty for the tiny texts of the tests, and most of them are not about bases. */
const TINY_TRAINING: Partial<Settings> = { trainingSeconds: 1, threads: 1, base: 'none' };

/** What waits for minutes in an editor. */
const QUICK: InitializationOptions['pace'] = {
  settle: 0.5,
  typing: 2,
  later: 600,
  stored: 0.5,
  storedLater: 600,
};

const running = new Set<ServerProcess>();

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'inkling-test-')));
}

/** Ends what a failed test left running. For `afterEach`. */
export function killServers(): void {
  for (const server of running) server.process.kill('SIGKILL');
  running.clear();
}

export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const {
    bundle = BUNDLE,
    folder,
    storage,
    userStorage,
    locale,
    settings = {},
    pace,
    capabilities = {},
    environment,
  } = options;
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: npm run build`);
  const child = spawn(process.execPath, [bundle, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { MALLOC_ARENA_MAX: '2', ...process.env, ...environment }, // as the client has it
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout!), // piped above
    new StreamMessageWriter(child.stdin!),
  );
  const statuses: Status[] = [];
  const losses: LossUpdate[] = [];
  const messages: string[] = [];
  const log: string[] = [];
  const progress: ServerProcess['progress'] = [];
  const waiting = new Set<(status: Status) => void>();
  connection.onNotification(statusNotification, (status: Status) => {
    statuses.push(status);
    for (const wake of waiting) wake(status);
  });
  connection.onNotification(lossNotification, (update: LossUpdate) => void losses.push(update));
  connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  const answer = () => (options.silent ? new Promise<never>(() => {}) : null);
  connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    connection.onProgress(WorkDoneProgress.type, token, (value) => void progress.push({ token, value }));
    return answer() as Promise<never>; // the type wants void, which null is on the wire
  });
  connection.onRequest('client/registerCapability', answer);
  connection.onRequest('client/unregisterCapability', answer);
  connection.listen();

  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    locale,
    capabilities,
    workspaceFolders:
      'workspaceFolders' in options
        ? (options.workspaceFolders as InitializeParams['workspaceFolders']) // wrong on purpose
        : folder
          ? [{ uri: pathToFileURL(folder).href, name: 'test' }]
          : null,
    initializationOptions:
      'initializationOptions' in options
        ? options.initializationOptions
        : {
            storagePath: storage ?? temporaryFolder(),
            userStoragePath: userStorage ?? temporaryFolder(),
            settings: { ...TINY_TRAINING, ...settings },
            checkpointSeconds: options.checkpointSeconds,
            pace: { ...QUICK, ...pace },
          },
  });
  await connection.sendNotification('initialized', {});
  if (options.writes ?? true) {
    const textDocument = { uri: 'untitled:Open', languageId: 'markdown', version: 1, text: '' };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  const versions = new Map<string, number>();
  const at = (uri: string, line: number, character: number) => ({
    textDocument: { uri },
    position: { line, character },
  });
  const server: ServerProcess = {
    connection,
    process: child,
    initialized,
    statuses,
    losses,
    messages,
    log,
    progress,
    status(fits, timeout = 15_000) {
      const matches = typeof fits === 'string' ? ({ state }: Status) => state === fits : fits;
      const found = statuses.find(matches);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const wake = (status: Status) => {
          if (!matches(status)) return;
          waiting.delete(wake);
          clearTimeout(timer);
          resolve(status);
        };
        const timer = setTimeout(() => {
          waiting.delete(wake);
          reject(
            new Error(`No such status. Last: ${JSON.stringify(statuses.at(-1))}. Log: ${log.join('\n')}`),
          );
        }, timeout);
        timer.unref(); // a wait that nobody waits for any more must not hold up the end of the tests
        waiting.add(wake);
      });
    },
    forgetStatuses() {
      statuses.length = 0;
    },
    async open(uri, text, languageId = 'markdown') {
      versions.set(uri, 1);
      const textDocument = { uri, languageId, version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    async change(uri, text) {
      const version = (versions.get(uri) ?? 1) + 1;
      versions.set(uri, version);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    },
    inlineCompletion: (uri, line, character) =>
      connection.sendRequest('textDocument/inlineCompletion', {
        ...at(uri, line, character),
        context: { triggerKind: 1 },
      }),
    completion: (uri, line, character) =>
      connection.sendRequest('textDocument/completion', at(uri, line, character)),
    execute: (command, ...given) =>
      connection.sendRequest('workspace/executeCommand', { command, arguments: given }),
    configure: (changed) =>
      connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { inkling: { ...TINY_TRAINING, ...settings, ...changed } },
      }),
    async stop() {
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      running.delete(server);
      return exited;
    },
  };
  running.add(server);
  return server;
}

/** Text with enough repetition for a second of training to be worth it. About nine words a sentence. */
export function sampleText(sentences: number): string {
  const subjects = ['The captain', 'The old sailor', 'Ishmael', 'The white whale', 'Our little boat'];
  const verbs = ['followed', 'watched', 'remembered', 'feared', 'left behind'];
  const objects = [
    'the grey harbour',
    'the wild sea',
    'the burning lamp',
    'the northern wind',
    'the silent crew',
  ];
  const lines = Array.from({ length: sentences }, (_, n) => {
    const pick = (words: string[], by: number) => words[(n * by + Math.floor(n / 7)) % words.length];
    return `${pick(subjects, 1)} ${pick(verbs, 2)} ${pick(objects, 3)} before the morning.`;
  });
  return Array.from({ length: Math.ceil(lines.length / 6) }, (_, n) =>
    lines.slice(6 * n, 6 * n + 6).join(' '),
  ).join('\n\n');
}

/** Text that takes as long to learn as it is given: words without sense, some of them frequent, about ten a sentence. */
export function endlessText(sentences: number, seed = 1): string {
  const random = seededRandom(seed);
  const syllables = ['ka', 'lo', 'mi', 'ren', 'tos', 'ul', 'vi', 'zan', 'be', 'dor'];
  const word = () => {
    const rank = Math.floor(3000 ** random());
    return `${syllables[rank % 10]}${syllables[Math.floor(rank / 10) % 10]}${syllables[Math.floor(rank / 100) % 10]}`;
  };
  return Array.from(
    { length: sentences },
    () => `The captain ${Array.from({ length: 8 }, word).join(' ')}.`,
  ).join('\n\n');
}

/** Waits until a condition holds. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  what: string,
  timeout = 15_000,
): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${timeout} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
