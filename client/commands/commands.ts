import * as vscode from 'vscode';
import { Command, type Evaluation } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';
import { readSettings, setEnabled, setLanguage } from '../connection/settings';
import type { LossPanel } from '../views/loss-panel';
import { learnFromOtherFolders, showBases } from './bases';

/** Every command of the palette, there from activation on. */
export function registerCommands(
  connection: ServerConnection,
  lossPanel: LossPanel,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const commands: Record<string, (...args: never[]) => unknown> = {
    [Command.retrain]: () => connection.execute(Command.retrain),
    [Command.cancelTraining]: () => connection.execute(Command.cancelTraining),
    [Command.pauseTraining]: () => connection.execute(Command.pauseTraining),
    [Command.forget]: (word?: string) => forget(connection, word),
    [Command.measure]: () => measure(connection),
    [Command.learnBase]: () => learnFromOtherFolders(connection),
    'inkling.showBases': () => showBases(connection),
    [Command.accepted]: (...details: unknown[]) => connection.execute(Command.accepted, ...details),
    'inkling.showLoss': () => lossPanel.show(),
    'inkling.toggle': () => setEnabled(!readSettings().enabled),
    'inkling.toggleLanguage': toggleLanguage,
    'inkling.restartServer': () => connection.restart(),
    'inkling.showLog': () => log.show(),
    'inkling.showMenu': showMenu,
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

async function toggleLanguage(): Promise<void> {
  const languageId = vscode.window.activeTextEditor?.document.languageId;
  if (!languageId) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a document first: this turns Inkling on or off for its language.'),
    );
    return;
  }
  const enabled = !(readSettings().languages[languageId] ?? false);
  await setLanguage(languageId, enabled);
  void vscode.window.showInformationMessage(
    enabled
      ? vscode.l10n.t('Inkling is on for {0}.', languageId)
      : vscode.l10n.t('Inkling is off for {0}.', languageId),
  );
}

/** The word given, else the one selected or under the caret, else asks. */
async function forget(connection: ServerConnection, given: string | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.selection.isEmpty
    ? editor.document.getWordRangeAtPosition(editor.selection.active)
    : editor?.selection;
  const word =
    given ??
    (await vscode.window.showInputBox({
      prompt: vscode.l10n.t('A word or phrase that Inkling shall never suggest again'),
      value: range ? editor?.document.getText(range) : '',
    }));
  if (word?.trim()) await connection.execute(Command.forget, word.trim());
}

async function measure(connection: ServerConnection): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the document that you want measured.'));
    return;
  }
  const measuring = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Inkling: measuring') };
  const evaluation = await vscode.window.withProgress(measuring, () =>
    connection.execute<Evaluation | null>(Command.measure, document.uri.toString()),
  );
  if (evaluation === undefined) return;
  void vscode.window.showInformationMessage(
    evaluation === null
      ? vscode.l10n.t('There is not enough prose in this document to measure, or nothing is learned yet.')
      : vscode.l10n.t(
          'Read as unseen text, Inkling would save {0} % of the keystrokes in these {1} words ({2} % with three suggestions). The next word is its first guess {3} % of the time.',
          percent(evaluation.keystrokeSavings1),
          evaluation.words.toLocaleString(),
          percent(evaluation.keystrokeSavings3),
          percent(evaluation.top1),
        ),
  );
}

async function showMenu(): Promise<void> {
  const { enabled } = readSettings();
  const languageId = vscode.window.activeTextEditor?.document.languageId;
  const actions: (vscode.QuickPickItem & { command: string })[] = [
    { label: `$(graph-line) ${vscode.l10n.t('Show Loss')}`, command: 'inkling.showLoss' },
    { label: `$(mortar-board) ${vscode.l10n.t('Retrain')}`, command: Command.retrain },
    { label: `$(dashboard) ${vscode.l10n.t('Measure on This Document')}`, command: Command.measure },
    { label: `$(library) ${vscode.l10n.t('Learn from Other Folders…')}`, command: Command.learnBase },
    { label: `$(list-unordered) ${vscode.l10n.t('Bases…')}`, command: 'inkling.showBases' },
    {
      label: `$(circle-slash) ${enabled ? vscode.l10n.t('Turn Off') : vscode.l10n.t('Turn On')}`,
      command: 'inkling.toggle',
    },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'inkling.showLog' },
  ];
  if (languageId) {
    actions.splice(6, 0, {
      label: `$(circle-slash) ${vscode.l10n.t('Turn On or Off for {0}', languageId)}`,
      command: 'inkling.toggleLanguage',
    });
  }
  const chosen = await vscode.window.showQuickPick(actions, { title: 'Inkling' });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
