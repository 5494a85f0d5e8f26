import * as vscode from 'vscode';
import type { ServerConnection } from '../connection/server-connection';

const FILTERS = { Inkling: ['inkling'] };

/** Where the server keeps what it learned from this workspace. */
function modelFile({ storage }: ServerConnection): vscode.Uri {
  return vscode.Uri.joinPath(storage, 'model.inkling');
}

/** Copies what was learned from this workspace to a file of the writer's choice, to go on with elsewhere. */
export async function exportModel(connection: ServerConnection): Promise<void> {
  const source = modelFile(connection);
  if (!(await exists(source))) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing has been learned from this workspace yet, so there is nothing to export.'),
    );
    return;
  }
  const target = await vscode.window.showSaveDialog({
    filters: FILTERS,
    title: vscode.l10n.t('What was learned, and with it the words of your text'),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.copy(source, target, { overwrite: true });
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'The model is in {0}. It holds your text as numbers: give it to those only who may read that.',
        shown(target),
      ),
    );
  } catch (error) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The model can’t be written to {0}: {1}', shown(target), messageOf(error)),
    );
  }
}

/** Takes a model that was exported in place of this workspace's own. */
export async function importModel(connection: ServerConnection): Promise<void> {
  const [source] = (await vscode.window.showOpenDialog({ filters: FILTERS, canSelectMany: false })) ?? [];
  if (!source) return;
  const replace = vscode.l10n.t('Replace');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Replace what was learned from this workspace by {0}?', shown(source)),
    {
      modal: true,
      detail: vscode.l10n.t('What it knows of texts that this workspace doesn’t have is unlearned again.'),
    },
    replace,
  );
  if (answer !== replace) return;
  await connection.stop();
  try {
    await vscode.workspace.fs.copy(source, modelFile(connection), { overwrite: true });
  } catch (error) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The model can’t be read from {0}: {1}', shown(source), messageOf(error)),
    );
  }
  await connection.start();
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

function shown(file: vscode.Uri): string {
  return vscode.workspace.asRelativePath(file);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
