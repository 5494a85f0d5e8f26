import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Command, type DeletedAnswer, type ForgetAnswer } from '../../server/protocol';
import { failed, type Said, say } from '../connection/said';
import type { ServerConnection } from '../connection/server-connection';
import { setEnabled } from '../connection/settings';

/** *Forget This File* or *Folder*: of the explorer, the view, or the file that is open. */
export async function forgetFile(connection: ServerConnection, given: unknown): Promise<void> {
  const path = pathOf(given);
  if (path === undefined) {
    await say({
      text: vscode.l10n.t(
        'There is no file here that Inkling could have learned from. Save it in the folder first.',
      ),
      actions: [{ title: vscode.l10n.t('Show What It Learned'), command: 'inkling.learned.focus' }],
    });
    return;
  }
  const forgetting = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Inkling: forgetting'),
  };
  const answer = await vscode.window.withProgress(forgetting, () =>
    connection.execute<ForgetAnswer | null>(Command.forgetFile, path),
  );
  if (answer !== undefined) await say(answer ? saidOf(answer) : failed());
}

/** Reads a forgotten file or folder again: the one given, or one that is chosen. */
export async function takeBackFile(connection: ServerConnection, given: unknown): Promise<void> {
  const forgotten = await connection.execute<string[] | null>(Command.forgottenFiles);
  if (!forgotten) return;
  if (forgotten.length === 0) {
    await say({
      text: vscode.l10n.t('No file or folder was forgotten.'),
      actions: [{ title: vscode.l10n.t('Show What It Learned'), command: 'inkling.learned.focus' }],
    });
    return;
  }
  const path =
    pathOf(given) ??
    (
      await vscode.window.showQuickPick(
        forgotten.map((each) => ({ label: basename(each), description: each, path: each })),
        {
          title: vscode.l10n.t('Forgotten files and folders'),
          placeHolder: vscode.l10n.t('Choose what may be learned again'),
        },
      )
    )?.path;
  if (path === undefined) return;
  const wasForgotten = await connection.execute<boolean | null>(Command.takeBackFile, path);
  if (wasForgotten === undefined) return;
  const again = { title: vscode.l10n.t('Undo'), command: Command.forgetFile, argument: path };
  await say(
    wasForgotten
      ? { text: vscode.l10n.t('“{0}” is learned from again.', basename(path)), actions: [again] }
      : failed(),
  );
}

/** *Delete Everything Learned*: asks once, and says what went. Answers whether it did. */
export async function deleteLearned(connection: ServerConnection): Promise<boolean> {
  const off = vscode.l10n.t('Delete and Turn Off');
  const anew = vscode.l10n.t('Delete and Learn Anew');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete everything that Inkling learned from this folder?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The model goes, with all that it knows of your texts, and so does a training that was cut short. Your texts stay, and so do the lists of what is never suggested and the bases that you made from other folders.',
      ),
    },
    off,
    anew,
  );
  if (chosen === undefined) return false;
  if (chosen === off) await setEnabled(false);
  const answer = await connection.execute<DeletedAnswer | null>(Command.deleteLearned);
  if (answer === undefined) return false;
  if (answer === null) await say(failed());
  else if (answer.outcome === 'follows') {
    await say({
      text: vscode.l10n.t('Another window learns from this folder. Delete what was learned there.'),
      actions: [],
    });
  } else {
    const { words, files, bytes } = answer;
    await say({
      text: vscode.l10n.t(
        'Gone: what was learned from {0} words in {1} files, {2} MB on the disk.',
        words.toLocaleString(),
        files.toLocaleString(),
        (bytes / 2 ** 20).toFixed(1),
      ),
      actions: chosen === off ? [{ title: vscode.l10n.t('Turn On'), command: 'inkling.toggle' }] : [],
    });
  }
  return answer !== null && answer.outcome !== 'follows';
}

function saidOf(answer: ForgetAnswer): Said {
  const name = basename(answer.path);
  switch (answer.outcome) {
    case 'forgotten':
      return {
        text: vscode.l10n.t(
          '“{0}” is forgotten: nothing that only it said is suggested or kept. It stays left out.',
          name,
        ),
        actions: [{ title: vscode.l10n.t('Undo'), command: Command.takeBackFile, argument: answer.path }],
      };
    case 'outside':
      return {
        text: vscode.l10n.t('“{0}” is outside the folder: Inkling never learned from it.', name),
        actions: [{ title: vscode.l10n.t('Show What It Learned'), command: 'inkling.learned.focus' }],
      };
    case 'failed':
      return {
        text: vscode.l10n.t('“{0}” could not be forgotten, and is as it was: {1}', name, answer.problem),
        actions: [{ title: vscode.l10n.t('Try Again'), command: Command.forgetFile, argument: answer.path }],
      };
  }
}

/** Of a command's argument: a file of the explorer or an editor, a line of the view, a path; else the file that is open. */
function pathOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given !== null && 'about' in given) return String(given.about);
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
