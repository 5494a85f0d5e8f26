import * as vscode from 'vscode';

/** A sentence for the writer, and what can be done about it. */
export interface Said {
  readonly text: string;
  /** What can be done about it, best first. Every sentence has a way on. */
  readonly actions: readonly Action[];
  /** It stays until it is answered: something would be lost. */
  readonly isQuestion?: boolean;
}

export interface Action {
  readonly title: string;
  readonly command: string;
  readonly argument?: unknown;
}

/** A command for the server, where none is running. */
export function notRunning(isStarting: boolean): Said {
  return isStarting
    ? {
        text: vscode.l10n.t('Inkling is still starting. Try again in a moment.'),
        actions: [{ title: vscode.l10n.t('Show Log'), command: 'inkling.showLog' }],
      }
    : {
        text: vscode.l10n.t('Inkling is not running, so this can’t be done.'),
        actions: [
          { title: vscode.l10n.t('Restart Server'), command: 'inkling.restartServer' },
          { title: vscode.l10n.t('Show Log'), command: 'inkling.showLog' },
        ],
      };
}

/** A command that failed in the server, which the log tells of. */
export function failed(): Said {
  return {
    text: vscode.l10n.t('This did not work; the log tells why. Restarting Inkling may help.'),
    actions: [
      { title: vscode.l10n.t('Show Log'), command: 'inkling.showLog' },
      { title: vscode.l10n.t('Restart Server'), command: 'inkling.restartServer' },
    ],
  };
}

/** Shows it, and does what is chosen. */
export async function say({ text, actions, isQuestion = false }: Said): Promise<void> {
  const titles = actions.map(({ title }) => title);
  const chosen = isQuestion
    ? await vscode.window.showWarningMessage(text, { modal: true }, ...titles)
    : await vscode.window.showInformationMessage(text, ...titles);
  const action = actions.find(({ title }) => title === chosen);
  if (!action) return;
  const given = action.argument === undefined ? [] : [action.argument];
  await vscode.commands.executeCommand(action.command, ...given);
}
