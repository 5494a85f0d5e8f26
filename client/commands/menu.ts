import * as vscode from 'vscode';
import { Command } from '../../server/protocol';
import { type Mood, moodOf, type Situation } from '../views/situation';
import { explanation, summary } from '../views/status-text';

/** Built into the editor. */
const OPEN_FOLDER = 'workbench.action.files.openFolder';

type Entry =
  | 'loss'
  | 'learned'
  | 'lossLive'
  | 'retrain'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'openFolder'
  | 'measure'
  | 'learnBase'
  | 'bases'
  | 'turnOn'
  | 'turnOff'
  | 'language'
  | 'restart'
  | 'log';

/** What can be done, what is most likely wanted first. Nothing is offered that would answer that it can't be done. */
const ENTRIES: Readonly<Record<Mood, readonly Entry[]>> = {
  stopped: ['restart', 'log'],
  starting: ['log'],
  off: ['turnOn', 'bases', 'log'],
  reading: ['learned', 'loss', 'bases', 'turnOff', 'language', 'log'],
  learning: ['lossLive', 'pause', 'cancel', 'learned', 'measure', 'bases', 'turnOff', 'language', 'log'],
  paused: ['resume', 'cancel', 'loss', 'measure', 'bases', 'turnOff', 'language', 'log'],
  failed: ['retrain', 'restart', 'log', 'turnOff', 'language'],
  noFolder: ['openFolder', 'learnBase', 'bases', 'turnOff', 'language', 'log'],
  noText: ['learned', 'learnBase', 'bases', 'retrain', 'turnOff', 'language', 'log'],
  silentHere: ['language', 'learned', 'loss', 'retrain', 'learnBase', 'bases', 'turnOff', 'log'],
  ready: ['learned', 'loss', 'measure', 'retrain', 'learnBase', 'bases', 'turnOff', 'language', 'log'],
};

export interface MenuItem {
  readonly label: string;
  readonly command: string;
}

/** The status item's menu. */
export function menuItems(situation: Situation): MenuItem[] {
  const { language } = situation;
  return ENTRIES[moodOf(situation)]
    .filter((entry) => language || (entry !== 'language' && entry !== 'measure'))
    .map((entry) => itemOf(entry, language));
}

function itemOf(entry: Entry, language: Situation['language']): MenuItem {
  switch (entry) {
    case 'learned':
      return { label: `$(book) ${vscode.l10n.t('Show What It Learned')}`, command: 'inkling.openLearned' };
    case 'loss':
      return { label: `$(graph-line) ${vscode.l10n.t('Show Loss')}`, command: 'inkling.showLoss' };
    case 'lossLive':
      return { label: `$(graph-line) ${vscode.l10n.t('Watch It Learn')}`, command: 'inkling.showLoss' };
    case 'retrain':
      return { label: `$(mortar-board) ${vscode.l10n.t('Retrain')}`, command: Command.retrain };
    case 'pause':
      return { label: `$(debug-pause) ${vscode.l10n.t('Pause Training')}`, command: Command.pauseTraining };
    case 'resume':
      return {
        label: `$(debug-continue) ${vscode.l10n.t('Resume Training')}`,
        command: Command.pauseTraining,
      };
    case 'cancel':
      return { label: `$(debug-stop) ${vscode.l10n.t('Cancel Training')}`, command: Command.cancelTraining };
    case 'openFolder':
      return { label: `$(folder-opened) ${vscode.l10n.t('Open Folder…')}`, command: OPEN_FOLDER };
    case 'measure':
      return {
        label: `$(dashboard) ${vscode.l10n.t('Measure on This Document')}`,
        command: Command.measure,
      };
    case 'learnBase':
      return {
        label: `$(library) ${vscode.l10n.t('Learn from Other Folders…')}`,
        command: Command.learnBase,
      };
    case 'bases':
      return { label: `$(list-unordered) ${vscode.l10n.t('Bases…')}`, command: 'inkling.showBases' };
    case 'turnOn':
      return { label: `$(play) ${vscode.l10n.t('Turn On')}`, command: 'inkling.toggle' };
    case 'turnOff':
      return { label: `$(circle-slash) ${vscode.l10n.t('Turn Off')}`, command: 'inkling.toggle' };
    case 'language':
      return {
        label: language?.isOn
          ? `$(circle-slash) ${vscode.l10n.t('Turn Off for {0}', language.id)}`
          : `$(play) ${vscode.l10n.t('Turn On for {0}', language?.id ?? '')}`,
        command: 'inkling.toggleLanguage',
      };
    case 'restart':
      return { label: `$(refresh) ${vscode.l10n.t('Restart Server')}`, command: 'inkling.restartServer' };
    case 'log':
      return { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'inkling.showLog' };
  }
}

export async function showMenu(situation: Situation): Promise<void> {
  const chosen = await vscode.window.showQuickPick(menuItems(situation), {
    title: summary(situation).text,
    placeHolder: explanation(situation),
  });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
