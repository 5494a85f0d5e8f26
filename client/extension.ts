/**
 * The extension's entry. Everything of substance happens in the language server; this side starts it, shows
 * its state, and passes commands on. Commands exist before the server does and say why nothing is running.
 */
import * as vscode from 'vscode';
import { registerCommands } from './commands/commands';
import { considerEager } from './commands/usage';
import { ServerConnection } from './connection/server-connection';
import { FirstGhostText } from './first-minutes/first-ghost-text';
import { DocumentStatus } from './views/document-status';
import { LearnedTree } from './views/learned-tree';
import { LossPanel } from './views/loss-panel';
import { MeasurePanel } from './views/measure-panel';
import { RunLog } from './views/run-log';
import { Situations } from './views/situations';
import { StatusBar } from './views/status-bar';
import { UsageLog } from './views/usage';

let connection: ServerConnection | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Inkling', { log: true });
  connection = new ServerConnection(context, log);
  const situations = new Situations(connection);
  const firstGhostText = new FirstGhostText(context.globalState);
  connection.onGhostText = (document, position) => firstGhostText.offered(document, position);
  const runs = new RunLog(connection, context.workspaceState);
  const lossPanel = new LossPanel(context.extensionUri, connection, runs);
  const usage = new UsageLog(connection, context.globalState);
  const measurePanel = new MeasurePanel(context.workspaceState);
  const learnedTree = new LearnedTree(connection, usage);
  context.subscriptions.push(
    log,
    firstGhostText,
    connection,
    runs,
    lossPanel,
    situations,
    learnedTree,
    measurePanel,
    usage,
    usage.onChange(() => void considerEager(usage, context.globalState)),
    new StatusBar(situations, usage),
    new DocumentStatus(situations),
    ...registerCommands(
      connection,
      situations,
      lossPanel,
      learnedTree,
      measurePanel,
      usage,
      log,
      context.extensionUri,
    ),
  );
  await connection.start();
}

export async function deactivate(): Promise<void> {
  await connection?.stop();
}
