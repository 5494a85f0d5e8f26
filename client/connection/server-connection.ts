import * as vscode from 'vscode';
import {
  DidChangeConfigurationNotification,
  type DynamicFeature,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  State as RunState,
  type ServerOptions,
  ShowMessageNotification,
  type ShowMessageParams,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  Command,
  type InitializationOptions,
  type LossUpdate,
  lossNotification,
  type OfferUse,
  OPEN_AT,
  type Status,
  statusNotification,
  useNotification,
} from '../../server/protocol';
import { allWorded } from '../../server/sentences';
import { AutomaticLists } from './automatic-lists';
import { Languages } from './languages';
import { notRunning, say } from './said';
import { readSettings } from './settings';

const LIVES = {
  [RunState.Starting]: 'starting',
  [RunState.StartFailed]: 'stopped',
  [RunState.Running]: 'running',
  [RunState.Stopped]: 'stopped',
} as const;

/** The one language server of this window: its life, its last known status, and the way to ask it for things. */
export class ServerConnection implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly languages = new Languages();
  private readonly automaticLists = new AutomaticLists();
  private lastStatus: Status | undefined;
  private currentLife: 'starting' | 'running' | 'stopped' = 'starting';
  private readonly statusEmitter = new vscode.EventEmitter<Status | undefined>();
  private readonly lossEmitter = new vscode.EventEmitter<LossUpdate>();
  private readonly configurationListener: vscode.Disposable;

  /** Fires with undefined when the server starts or stops. */
  readonly onStatus = this.statusEmitter.event;
  readonly onLoss = this.lossEmitter.event;
  private readonly useEmitter = new vscode.EventEmitter<OfferUse>();
  readonly onUse = this.useEmitter.event;
  /** Ghost text is about to be shown there. */
  onGhostText: (document: vscode.TextDocument, position: vscode.Position) => void = () => {};

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.configurationListener = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('inkling')) this.configurationChanged();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.configurationChanged()),
    );
  }

  /** `stopped` until it is started, and when it has ended for good. */
  get life(): 'starting' | 'running' | 'stopped' {
    return this.currentLife;
  }

  /** What the server said last; undefined while none is running. */
  get status(): Status | undefined {
    return this.lastStatus;
  }

  async start(): Promise<void> {
    if (this.client) return;
    const client = new InklingClient('inkling', 'Inkling', this.serverOptions(), this.clientOptions());
    this.client = client;
    client.onNotification(statusNotification, (status: Status) => this.publish(inWords(status)));
    client.onNotification(ShowMessageNotification.method, ({ message }: ShowMessageParams) => {
      void vscode.window.showWarningMessage(inWords(message));
    });
    client.onNotification(lossNotification, (update: LossUpdate) => this.lossEmitter.fire(inWords(update)));
    client.onNotification(useNotification, (use: OfferUse) => this.useEmitter.fire(use));
    client.onDidChangeState(({ newState }) => {
      this.languages.forget();
      // It says that it runs before it has told the server so; a start that goes on is waited for.
      if (newState === RunState.Running) void client.start().then(() => this.languages.register(client));
      this.currentLife = LIVES[newState];
      if (newState !== RunState.Running) this.publish(undefined);
    });
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.currentLife = 'stopped';
      this.publish(undefined);
      this.log.error(String(error));
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Inkling could not start. Run "Inkling: Restart Server"; the log tells what happened.'),
      );
    }
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
    this.currentLife = 'stopped';
    this.publish(undefined);
  }

  async restart(): Promise<void> {
    await this.stop();
    this.currentLife = 'starting';
    this.publish(undefined);
    await this.start();
  }

  /** Runs a server command; undefined, after a word to the user, when no server is running. */
  execute<Answer>(command: string, ...args: unknown[]): Promise<Answer | undefined> {
    return this.executeCancellable(undefined, command, ...args);
  }

  /** The same for a command that takes long. */
  async executeCancellable<Answer>(
    token: vscode.CancellationToken | undefined,
    command: string,
    ...args: unknown[]
  ): Promise<Answer | undefined> {
    if (!this.client?.isRunning()) {
      void say(notRunning(this.life === 'starting'));
      return undefined;
    }
    const params = { command, arguments: args };
    // An undefined token would be taken for a second parameter.
    return token
      ? this.client.sendRequest(ExecuteCommandRequest.method, params, token)
      : this.client.sendRequest(ExecuteCommandRequest.method, params);
  }

  dispose(): void {
    this.configurationListener.dispose();
    this.automaticLists.dispose();
    void this.stop();
    this.statusEmitter.dispose();
    this.lossEmitter.dispose();
    this.useEmitter.dispose();
  }

  private publish(status: Status | undefined): void {
    this.lastStatus = status;
    this.statusEmitter.fire(status);
  }

  /** Everything but the languages the server takes as it comes. */
  private configurationChanged(): void {
    if (this.client?.isRunning()) this.languages.register(this.client);
  }

  /** The folder for what is learned from this workspace. */
  get storage(): vscode.Uri {
    return this.context.storageUri ?? this.context.globalStorageUri;
  }

  private serverOptions(): ServerOptions {
    const module = this.context.asAbsolutePath('dist/server.js');
    // Else each thread that ever ran keeps megabytes of its own (glibc's arenas); nothing here allocates enough to queue for two.
    const env = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '2' };
    return { module, transport: TransportKind.ipc, options: { env } };
  }

  private clientOptions(): LanguageClientOptions {
    const initializationOptions: InitializationOptions = {
      storagePath: this.storage.fsPath,
      userStoragePath: this.context.globalStorageUri.fsPath,
      settings: readSettings(),
      sentences: 'keys',
      commandLinks: true,
    };
    return {
      initializationOptions,
      outputChannel: this.log,
      synchronize: { configurationSection: 'inkling' },
      markdown: { isTrusted: { enabledCommands: [Command.forget, Command.notHere, OPEN_AT] } },
      middleware: {
        workspace: {
          // The section alone does not say what differs by language.
          didChangeConfiguration: async () => {
            const settings = { inkling: readSettings() };
            await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings });
          },
        },
        // Progress of training is not shown as a notification too: the status bar item already tells how it goes.
        handleWorkDoneProgress: () => {},
        sendRequest: async (type, params, token, next) => inWords(await next(type, params, token)),
        provideCompletionItem: (document, position, context, token, next) =>
          this.automaticLists.isUnwanted(document, context) ? [] : next(document, position, context, token),
        provideInlineCompletionItems: async (document, position, context, token, next) => {
          const offered = await next(document, position, context, token);
          const items = Array.isArray(offered) ? offered : offered?.items;
          if (items?.length && !token.isCancellationRequested) this.onGhostText(document, position);
          return offered;
        },
      },
    };
  }
}

/** What the server said, with its sentences in the writer's language. */
function inWords<Value>(said: Value): Value {
  return allWorded(said, (key, ...parts) => vscode.l10n.t(key, ...parts));
}

/**
 * The library registers every server command in VS Code under the server's own id. The same ids are ours here,
 * from activation on, so that they exist (and explain themselves) while no server runs.
 */
class InklingClient extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    if (method !== ExecuteCommandRequest.method) super.registerFeature(feature);
  }
}
