import * as vscode from 'vscode';
import { say } from '../connection/said';

/** Asks where a file is to be saved, by default in the folder, and writes it there. */
export async function saveFile(name: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const target = await vscode.window.showSaveDialog({
    defaultUri: folder && vscode.Uri.joinPath(folder, name),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, bytes);
  await say({
    text: vscode.l10n.t('Saved as {0}.', vscode.workspace.asRelativePath(target)),
    actions: [{ title: vscode.l10n.t('Open'), command: 'vscode.open', argument: target }],
  });
}
