import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  InlineCompletionTriggerKind,
  MessageType,
  type Position,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { ownBasesFolder } from '../bases/own-bases';
import { createThreadStore } from '../jobs/thread-store';
import { Bases } from '../learning/bases';
import { Learner } from '../learning/learner';
import { PACE } from '../learning/training-due';
import { beginProgress } from '../learning/training-progress';
import { Writing } from '../learning/writing';
import {
  Command,
  type InitializationOptions,
  lossNotification,
  type Settings,
  statusNotification,
  useNotification,
} from '../protocol';
import { allWorded, sentence, worded } from '../sentences';
import { StatusBoard } from '../serving/status-board';
import { ForgottenFiles } from '../store/forgotten-files';
import { defaultStoragePath, defaultUserStoragePath } from '../store/location';
import { ModelSaver } from '../store/model-saver';
import { adoptForgotten, NeverLists, WORKSPACE_FOLDER } from '../store/never-lists';
import { StorageNotice } from '../store/storage-notice';
import { openWriterMemory } from '../store/writer-memory';
import { forgottenKey } from '../suggestion/forgotten-phrases';
import { loadKernelsWithReason } from '../threads/kernels';
import { Checkpoints } from '../training/checkpoints';
import { type CommandContext, runCommand } from './commands';
import { DocumentLanguages } from './document-languages';
import { type OpenDocument, OpenDocuments } from './documents';
import { FileChanges } from './file-changes';
import { DEFAULT_SETTINGS, readSettings, settingsIn } from './settings';
import { SharedStorage } from './shared-storage';
import { completionList, emptyList, inlineCompletions, takingBack } from './suggestions';
import { BaseTeacher } from './teach-base';
import { documentationOf, why } from './why';
import { foldersOf, pathOption, readFolders } from './workspace-folders';

/**
 * Serves one editor over a connection, from `initialize` to `exit`. Requests are answered from what is in memory
 * now; reading and training go on in other threads. A request that fails is logged and answered with nothing.
 */
export function startLanguageServer(connection: Connection): void {
  const documents = new OpenDocuments((use) => void connection.sendNotification(useNotification, use));
  let settings: Settings = DEFAULT_SETTINGS;
  const status = new StatusBoard(
    (now) => void connection.sendNotification(statusNotification, toldTo(initialize, now)),
    (history) => void connection.sendNotification(lossNotification, toldTo(initialize, history)),
  );
  let server: RunningServer | undefined;
  /** From `initialized` on; what a writer does meanwhile waits for it. */
  let starting: Promise<RunningServer | undefined> | undefined;
  const writing = new Writing(() => server?.learner.writingBegan());
  let initialize: InitializeParams;
  /** Where the list on the screen was asked for. */
  let listed: { document: OpenDocument; position: Position } | undefined;

  function takeSettings(sent: unknown): void {
    const read = readSettings(sent);
    settings = read.settings;
    for (const problem of read.problems) connection.console.warn(worded(problem));
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
    if (wanted(uri)) writing.note();
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

  connection.onInitialized(() => {
    starting ??= run(connection, initialize, { documents, status, writing, settings: () => settings }).then(
      (running) => {
        server = running;
        return running;
      },
      (error) => {
        connection.console.error(`Starting failed: ${error instanceof Error ? error.stack : error}`);
        const message = sentence(
          'Inkling could not start: {0}. Suggestions come from the open document alone; the command Inkling: Restart Server tries again.',
          error instanceof Error ? error.message : String(error),
        );
        status.update({ state: 'failed', message });
        return undefined;
      },
    );
  });

  connection.onDidChangeConfiguration(({ settings: sent }) => {
    const before = settings;
    if (typeof sent !== 'object' || sent === null || !('inkling' in sent)) return;
    takeSettings(sent.inkling);
    if (settings.base !== before.base) void server?.basesChanged();
    else if (settings.enabled !== before.enabled) server?.learner.begin();
    else if (settings.exclude.join('\n') !== before.exclude.join('\n'))
      void server?.learner.takingBack.exclusionsChanged();
    for (const { uri } of documents.all) if (wanted(uri)) writing.note();
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
  connection.onDidSaveTextDocument(({ textDocument }) =>
    server?.changes.notice(readFolders([textDocument]).paths),
  );
  connection.onDidChangeWatchedFiles(({ changes }) => server?.changes.notice(readFolders(changes).paths));

  connection.languages.inlineCompletion.on(async (params, token) => {
    const asked = wanted(params.textDocument.uri);
    const isAutomatic = params.context?.triggerKind === InlineCompletionTriggerKind.Automatic;
    const { delay = 0 } = asked ? settingsIn(settings, asked.languageId) : {};
    if (delay > 0 && isAutomatic) await sleep(delay); // an editor cancels its earlier requests at the next key
    const document = wanted(params.textDocument.uri);
    if (!document || token.isCancellationRequested) return [];
    const writing = settingsIn(settings, document.languageId);
    return answered('Inline completion', [], () => inlineCompletions(document, params, writing));
  });

  connection.onCompletion((params, token) => {
    const document = wanted(params.textDocument.uri);
    if (!document || token.isCancellationRequested) return emptyList();
    if (!settingsIn(settings, document.languageId).list) return { isIncomplete: false, items: [] };
    return answered('Completion', emptyList(), () => {
      listed = { document, position: params.position };
      return completionList(document, params);
    });
  });

  // Details are made for the one item that the editor shows them of; it is in the list answered last.
  connection.onCompletionResolve(async (item) => {
    if (!listed) return item;
    const { document, position } = listed;
    try {
      const answer = await why(document, position, server?.learner.known.corpus, item.label);
      const runsCommands = optionsOf(initialize).commandLinks === true;
      const more = runsCommands ? takingBack(document, position, item.label) : undefined;
      const format = runsCommands ? 'commands' : readsMarkdown(initialize) ? 'markdown' : 'plain';
      return { ...item, documentation: toldTo(initialize, documentationOf(answer, format, more)) };
    } catch (error) {
      connection.console.error(`Explaining failed: ${error instanceof Error ? error.stack : error}`);
      return item;
    }
  });

  connection.onExecuteCommand(async ({ command, arguments: given = [] }, token) => {
    const running = await starting;
    if (!running) return null;
    try {
      return toldTo(initialize, await runCommand(command, given, running, token));
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
    server?.never.dispose();
    server?.teacher.stop();
    await server?.memory.flush();
    server?.storage.dispose();
  });

  connection.listen();
}

/** What lives from `initialized` on. */
interface RunningServer extends CommandContext {
  readonly changes: FileChanges;
  readonly languages: DocumentLanguages;
  readonly storage: SharedStorage;
  readonly teacher: BaseTeacher;
}

/** Sentences stay keys and arguments for an editor that asked for them so; else they come in English. */
function toldTo<Value>(initialize: InitializeParams, value: Value): Value {
  return optionsOf(initialize).sentences === 'keys' ? value : allWorded(value);
}

async function run(
  connection: Connection,
  initialize: InitializeParams,
  {
    documents,
    status,
    writing,
    settings,
  }: { documents: OpenDocuments; status: StatusBoard; writing: Writing; settings: () => Settings },
): Promise<RunningServer> {
  const { capabilities } = initialize;
  const { paths, problems } = foldersOf(initialize);
  let folders = paths;
  const options = optionsOf(initialize);
  const storagePath = pathOption('storagePath', options.storagePath, problems) ?? defaultStoragePath(folders);
  const userStoragePath =
    pathOption('userStoragePath', options.userStoragePath, problems) ?? defaultUserStoragePath();
  const warn = (message: string) => {
    connection.console.warn(worded(message));
    // The notification: `showWarningMessage` is a request, which not every editor answers.
    void connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: toldTo(initialize, message),
    });
  };
  for (const problem of problems) warn(problem);
  const log = (message: string) => connection.console.info(worded(message));
  const notice = new StorageNotice(warn, log);
  const memory = await openWriterMemory(storagePath, { warn, notice });
  let neverChanged = () => documents.setForgotten(never.keys);
  const never = new NeverLists({
    userFolder: userStoragePath,
    folders: () => folders,
    keyOf: forgottenKey,
    onChange: () => neverChanged(),
    notice,
  });
  await adoptForgotten(never, memory);
  const forgottenFiles = new ForgottenFiles(storagePath);
  await forgottenFiles.look();
  const forgotten = () => never.keys;
  const bases = new Bases({
    setting: () => settings().base,
    locale: typeof initialize.locale === 'string' ? initialize.locale : undefined,
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
  const store = createThreadStore(storagePath);
  const storage = new SharedStorage({
    folder: storagePath,
    modelPath: store.path,
    onModel: () => learner.follow(),
    onForgotten: async () => {
      if (await forgottenFiles.look()) await learner.takingBack.exclusionsChanged();
    },
    onLead: () => learner.begin(),
    log,
  });
  const checkpoints = new Checkpoints(storagePath, log, options.checkpointSeconds);
  if (storage.leads) void checkpoints.clean();
  const learner: Learner = new Learner({
    status,
    bases,
    store,
    saver: new ModelSaver(store, { mayWrite: () => storage.mayWrite(), notice, log }),
    leads: () => storage.leads,
    checkpoints,
    writing,
    folders: () => folders,
    exclusions: () => ({ forgotten: forgottenFiles.paths, globs: settings().exclude }),
    pace: { ...PACE, ...optionsOf(initialize).pace },
    settings,
    forgotten,
    serve: (model, learned) => languages.setModel(model, learned),
    progress: (seconds, onCancel) => progress('Inkling is learning your words', seconds, onCancel),
    log,
    warn,
  });
  neverChanged = () => {
    documents.setForgotten(never.keys);
    learner.refresh();
    languages.startOver();
  };
  const basesChanged = async () => {
    await learner.startOver();
    languages.startOver();
  };
  const teacher = new BaseTeacher({ bases, settings, log, progress });
  const editorWatches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  const changes = new FileChanges(connection, editorWatches, (paths) => {
    if (paths.some((path) => path.includes(WORKSPACE_FOLDER))) void never.look();
    learner.filesChanged(paths);
  });
  void changes.watch(folders); // not awaited: an editor that does not answer would keep the server from starting
  if (capabilities.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      const gone = new Set(readFolders(removed).paths);
      const come = readFolders(added);
      for (const problem of come.problems) warn(problem);
      folders = [...folders.filter((folder) => !gone.has(folder)), ...come.paths];
      void changes.watch(folders);
      await never.look();
      await learner.startOver();
    });
  }
  const { reason } = loadKernelsWithReason();
  if (reason)
    connection.console.warn(`Training and suggestions will be slow: no WebAssembly kernels (${reason}).`);
  learner.begin();
  return {
    ...{ learner, memory, status, documents, languages, bases, teacher, changes },
    ...{ storage, basesChanged, never, forgottenFiles, storagePath },
    folders: () => folders,
  };
}

/** Whether the details of a listed word may be Markdown. */
function readsMarkdown({ capabilities }: InitializeParams): boolean {
  const formats: unknown = capabilities?.textDocument?.completion?.completionItem?.documentationFormat;
  return Array.isArray(formats) && formats.includes('markdown');
}

function optionsOf({ initializationOptions }: InitializeParams): InitializationOptions {
  return typeof initializationOptions === 'object' && initializationOptions !== null
    ? initializationOptions
    : {};
}
