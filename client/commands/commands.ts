import * as vscode from 'vscode';
import { Command, type CommandAnswer, type MeasureAnswer, OPEN_AT } from '../../server/protocol';
import { failed, say } from '../connection/said';
import type { ServerConnection } from '../connection/server-connection';
import { readSettings, setEnabled, setLanguage } from '../connection/settings';
import { showPrivacyPage } from '../first-minutes/privacy-page';
import { openSample } from '../first-minutes/sample';
import type { LearnedTree } from '../views/learned-tree';
import type { LossPanel } from '../views/loss-panel';
import type { MeasurePanel } from '../views/measure-panel';
import { percentLearned } from '../views/situation';
import { currentDocument, languageOf, type Situations } from '../views/situations';
import type { UsageLog } from '../views/usage';
import { noDocument, notMeasured, saidOf, turned, turnedLanguage } from './answers';
import { learnFromOtherFolders, showBases } from './bases';
import { deleteLearned, forgetFile, takeBackFile } from './forgetting';
import { aboutOf, findWord, openAt, openFile, revealModel, showWhere } from './learned';
import { showMenu } from './menu';
import { exportModel, importModel } from './model-file';
import { neverInFolder, neverSuggest, notHere, openList, showNever, takeBack } from './never';
import { exportUsage, offerMore, resetUsage } from './usage';
import { whyThisWord } from './why';

/** Every command of the palette, there from activation on. */
export function registerCommands(
  connection: ServerConnection,
  situations: Situations,
  lossPanel: LossPanel,
  learnedTree: LearnedTree,
  measurePanel: MeasurePanel,
  usage: UsageLog,
  log: vscode.LogOutputChannel,
  extensionUri: vscode.Uri,
): vscode.Disposable[] {
  const commands: Record<string, (...args: never[]) => unknown> = {
    [Command.retrain]: (isSure?: boolean) => training(connection, Command.retrain, isSure === true),
    [Command.cancelTraining]: () => training(connection, Command.cancelTraining),
    [Command.pauseTraining]: () => training(connection, Command.pauseTraining),
    [Command.forget]: async (given?: unknown) => {
      await neverSuggest(connection, aboutOf(given) ?? given);
      learnedTree.refresh();
    },
    [Command.notHere]: (given?: unknown) => notHere(connection, given),
    [Command.takeBack]: async (given?: unknown) => {
      const text = aboutOf(given);
      await (text === undefined ? showNever(connection) : takeBack(connection, text));
      learnedTree.refresh();
    },
    [Command.forgetFile]: async (given?: unknown) => {
      await forgetFile(connection, given);
      learnedTree.refresh();
    },
    [Command.takeBackFile]: async (given?: unknown) => {
      await takeBackFile(connection, given);
      learnedTree.refresh();
    },
    [Command.deleteLearned]: async () => {
      if (await deleteLearned(connection)) await Promise.all([lossPanel.forgetRuns(), measurePanel.forget()]);
      learnedTree.refresh();
    },
    'inkling.neverInFolder': (text: string) => neverInFolder(connection, text),
    'inkling.showNever': () => showNever(connection),
    'inkling.openNeverList': openList,
    [Command.measure]: () => measure(connection, measurePanel),
    [Command.learnBase]: () => learnFromOtherFolders(connection),
    'inkling.showBases': () => showBases(connection),
    [Command.accepted]: (...details: unknown[]) => connection.execute(Command.accepted, ...details),
    'inkling.showLoss': () => lossPanel.show(),
    'inkling.exportUsage': () => exportUsage(usage),
    'inkling.resetUsage': () => resetUsage(usage),
    'inkling.offerMore': offerMore,
    'inkling.openLearned': () => vscode.commands.executeCommand('inkling.learned.focus'),
    'inkling.refreshLearned': () => learnedTree.refresh(),
    'inkling.findWord': () => findWord(connection),
    'inkling.showWhere': (given?: unknown) => showWhere(connection, given),
    [Command.why]: () => whyThisWord(connection),
    [OPEN_AT]: (uri: string, line: number, character: number) => openAt(uri, line, character),
    'inkling.openFile': (path: string) => openFile(path),
    'inkling.revealModel': () => revealModel(connection),
    'inkling.toggle': toggle,
    'inkling.toggleLanguage': toggleLanguage,
    'inkling.restartServer': () => connection.restart(),
    'inkling.showLog': () => log.show(),
    'inkling.showMenu': () => showMenu(situations.now),
    'inkling.openSample': openSample,
    'inkling.exportModel': () => exportModel(connection),
    'inkling.importModel': () => importModel(connection),
    'inkling.showPrivacyPage': () => showPrivacyPage(extensionUri),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

/** Starts, ends or holds a training, and says what came of it. */
async function training(connection: ServerConnection, command: string, ...given: unknown[]): Promise<void> {
  const answer = await connection.execute<CommandAnswer | null>(command, ...given);
  const percent = connection.status ? percentLearned(connection.status) : 0;
  if (answer === undefined) return; // it was said that nothing is running
  await say(answer ? saidOf(answer, percent) : failed());
}

async function toggle(): Promise<void> {
  const isOn = !readSettings().enabled;
  await setEnabled(isOn);
  await say(turned(isOn, languageOf(currentDocument())));
}

async function toggleLanguage(): Promise<void> {
  const language = languageOf(currentDocument());
  if (!language) {
    await say(noDocument());
    return;
  }
  const { id, isOn } = language;
  await setLanguage(id, !isOn);
  await say(turnedLanguage({ id, isOn: !isOn }, readSettings().enabled));
}

async function measure(connection: ServerConnection, measurePanel: MeasurePanel): Promise<void> {
  const document = currentDocument();
  const language = languageOf(document);
  if (!document || !language) {
    await say(noDocument());
    return;
  }
  const text = document.getText();
  const measuring = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Inkling: measuring') };
  const answer = await vscode.window.withProgress(measuring, () =>
    connection.execute<MeasureAnswer | null>(Command.measure, document.uri.toString()),
  );
  if (answer === undefined) return; // it was said that nothing is running
  if (answer === null) await say(failed());
  else if (answer.outcome === 'measured')
    await measurePanel.show(document.uri, text, answer.evaluation, answer.measured);
  else await say(notMeasured(answer, language));
}
