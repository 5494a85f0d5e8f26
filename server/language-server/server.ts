import { fileURLToPath } from 'node:url';
import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  type Position,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { ownBasesFolder } from '../bases/own-bases';
import { loadKernelsWithReason } from '../kernels';
import {
  Command,
  type InitializationOptions,
  lossNotification,
  type Settings,
  statusNotification,
} from '../protocol';
import { defaultStoragePath, defaultUserStoragePath } from '../store/location';
import { createModelStore } from '../store/model-store';
import { openWriterMemory } from '../store/writer-memory';
import { Bases } from './bases';
import { type CommandContext, runCommand } from './commands';
import { DocumentLanguages } from './document-languages';
import { type OpenDocument, OpenDocuments } from './documents';
import { FileChanges } from './file-changes';
import { Learner } from './learner';
import { DEFAULT_SETTINGS, readSettings } from './settings';
import { StatusBoard } from './status-board';
import { completionList, emptyList, explain, inlineCompletions } from './suggestions';
import { BaseTeacher } from './teach-base';
import { PACE } from './training-due';
import { beginProgress } from './training-progress';

/**
 * Serves one editor over a connection, from `initialize` to `exit`. Requests are answered from what is in memory
 * now; reading and training go on in other threads. A request that fails is logged and answered with nothing.
 */
export function startLanguageServer(connection: Connection): void {
  const documents = new OpenDocuments();
  let settings: Settings = DEFAULT_SETTINGS;
  const status = new StatusBoard(
    (now) => void connection.sendNotification(statusNotification, now),
    (history) => void connection.sendNotification(lossNotification, history),
  );
  let server: RunningServer | undefined;
  let initialize: InitializeParams;
  /** Where the list on the screen was asked for. */
  let listed: { document: OpenDocument; position: Position } | undefined;

  function takeSettings(sent: unknown): void {
    const read = readSettings(sent);
    settings = read.settings;
    for (const problem of read.problems) connection.console.warn(problem);
  }

  /** The document of a request, if suggestions are wanted in it. */
  function wanted(uri: string) {
    const document = documents.get(uri);
    const on = settings.enabled && document && settings.languages[document.languageId];
    return on ? document : undefined;
  }

  /** What `answer` gives, or `nothing` if it fails. */
  function answered<Answer>(what: string, nothing: Answer, answer: () => Answer): Answer {
    try {
      return answer();
    } catch (error) {
      connection.console.error(`${what} failed: ${error instanceof Error ? error.stack : error}`);
      return nothing;
    }
  }

  /** A document's text is new, and with it perhaps its language. */
  function notice(uri: string): void {
    const document = documents.get(uri);
    if (document) server?.languages.notice(document);
  }

  connection.onInitialize((params): InitializeResult => {
    initialize = params;
    takeSettings(optionsOf(params).settings);
    return {
      serverInfo: { name: 'inkling' },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        inlineCompletionProvider: true,
        completionProvider: { resolveProvider: true, completionItem: { labelDetailsSupport: true } },
        executeCommandProvider: { commands: Object.values(Command), workDoneProgress: false },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(async () => {
    server = await run(connection, initialize, { documents, status, settings: () => settings });
  });

  connection.onDidChangeConfiguration(({ settings: sent }) => {
    const before = settings;
    if (typeof sent !== 'object' || sent === null || !('inkling' in sent)) return;
    takeSettings(sent.inkling);
    if (settings.base !== before.base) void server?.basesChanged();
    else if (settings.enabled !== before.enabled) void server?.learner.begin();
  });

  connection.onDidOpenTextDocument((params) => {
    answered('Opening', undefined, () => documents.open(params));
    notice(params.textDocument.uri);
  });
  connection.onDidChangeTextDocument((params) => {
    listed = undefined;
    server?.learner.noteTyping();
    answered('Changing', undefined, () => documents.change(params));
    notice(params.textDocument.uri);
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    listed = undefined;
    documents.close(textDocument.uri);
  });
  connection.onDidSaveTextDocument(({ textDocument }) => server?.changes.notice(pathsOf([textDocument])));
  connection.onDidChangeWatchedFiles(({ changes }) => server?.changes.notice(pathsOf(changes)));

  connection.languages.inlineCompletion.on((params, token) => {
    const document = wanted(params.textDocument.uri);
    if (!document || token.isCancellationRequested) return [];
    return answered('Inline completion', [], () => inlineCompletions(document, params, settings.eagerness));
  });

  connection.onCompletion((params, token) => {
    const document = wanted(params.textDocument.uri);
    if (!document || token.isCancellationRequested) return emptyList();
    return answered('Completion', emptyList(), () => {
      listed = { document, position: params.position };
      return completionList(document, params);
    });
  });

  // Only what the writer looks at is explained; it is in the list answered last.
  connection.onCompletionResolve((item) => {
    if (!listed) return item;
    const { document, position } = listed;
    return answered('Explaining', item, () => ({
      ...item,
      documentation: explain(document, position, item.label),
    }));
  });

  connection.onExecuteCommand(async ({ command, arguments: given = [] }, token) => {
    if (!server) return null;
    try {
      return await runCommand(command, given, server, token);
    } catch (error) {
      if (!token.isCancellationRequested) connection.console.error(`${command} failed: ${error}`);
      return null;
    }
  });

  connection.onShutdown(async () => {
    status.dispose();
    server?.changes.dispose();
    server?.learner.stop();
    server?.languages.dispose();
    server?.teacher.stop();
    await server?.memory.flush();
  });

  connection.listen();
}

/** What lives from `initialized` on. */
interface RunningServer extends CommandContext {
  readonly changes: FileChanges;
  readonly languages: DocumentLanguages;
  readonly teacher: BaseTeacher;
}

async function run(
  connection: Connection,
  initialize: InitializeParams,
  {
    documents,
    status,
    settings,
  }: { documents: OpenDocuments; status: StatusBoard; settings: () => Settings },
): Promise<RunningServer> {
  const { capabilities } = initialize;
  let folders = foldersOf(initialize);
  const { storagePath = defaultStoragePath(folders), userStoragePath = defaultUserStoragePath() } =
    optionsOf(initialize);
  const warn = (message: string) => {
    connection.console.warn(message);
    // The notification: `showWarningMessage` is a request, which not every editor answers.
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  };
  const memory = await openWriterMemory(storagePath, warn);
  const log = (message: string) => connection.console.info(message);
  const forgotten = () => memory.forgotten;
  const bases = new Bases({
    setting: () => settings().base,
    locale: initialize.locale,
    ownFolder: ownBasesFolder(userStoragePath),
    warn,
  });
  const languages = new DocumentLanguages({
    documents,
    bases,
    forgotten,
    join: (further, signal) => learner.joinFor(further, signal),
    log,
  });
  const progress = (title: string, seconds: number, onCancel: () => void) =>
    beginProgress(connection, capabilities.window?.workDoneProgress === true, title, seconds, onCancel);
  const learner: Learner = new Learner({
    status,
    bases,
    store: createModelStore(storagePath),
    folders: () => folders,
    pace: { ...PACE, ...optionsOf(initialize).pace },
    settings,
    forgotten,
    serve: (model, learned) => languages.setModel(model, learned),
    progress: (seconds, onCancel) => progress('Inkling is learning your words', seconds, onCancel),
    log,
    warn,
  });
  const basesChanged = async () => {
    await learner.startOver();
    languages.startOver();
  };
  const teacher = new BaseTeacher({ bases, settings, log, progress });
  const editorWatches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  const changes = new FileChanges(connection, editorWatches, (paths) => void learner.filesChanged(paths));
  await changes.watch(folders);
  if (capabilities.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      const gone = new Set(pathsOf(removed));
      folders = [...folders.filter((folder) => !gone.has(folder)), ...pathsOf(added)];
      await changes.watch(folders);
      await learner.startOver();
    });
  }
  const { reason } = loadKernelsWithReason();
  if (reason)
    connection.console.warn(`Training and suggestions will be slow: no WebAssembly kernels (${reason}).`);
  void learner.begin();
  return { learner, memory, status, documents, languages, bases, teacher, basesChanged, changes };
}

function optionsOf({ initializationOptions }: InitializeParams): InitializationOptions {
  return typeof initializationOptions === 'object' && initializationOptions !== null
    ? initializationOptions
    : {};
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  if (workspaceFolders?.length) return pathsOf(workspaceFolders);
  if (rootUri) return pathsOf([{ uri: rootUri }]);
  return rootPath ? [rootPath] : [];
}

/** Folders on this machine; an editor may also open folders that are elsewhere. */
function pathsOf(folders: readonly { readonly uri: string }[]): string[] {
  return folders.filter(({ uri }) => uri.startsWith('file:')).map(({ uri }) => fileURLToPath(uri));
}
