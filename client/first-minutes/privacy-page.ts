import * as vscode from 'vscode';

/** Shows PRIVACY.md, which comes with the extension: what is kept, where, and until when. */
export async function showPrivacyPage(extensionUri: vscode.Uri): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, 'PRIVACY.md');
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
