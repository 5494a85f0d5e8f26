import * as vscode from 'vscode';
import { type BaseDescription, type BaseLearned, Command, type LearnBase } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';

/** Asks for folders and a name, and has a base learned from them that every workspace begins from. */
export async function learnFromOtherFolders(connection: ServerConnection): Promise<void> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
    openLabel: vscode.l10n.t('Learn from These'),
    title: vscode.l10n.t('Folders with texts of yours: old books, notes, letters'),
  });
  if (!folders?.length) return;
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('A name for what is learned from them'),
    value: vscode.l10n.t('My texts'),
    validateInput: (value) => (value.trim() ? undefined : vscode.l10n.t('It needs a name.')),
  });
  if (!name?.trim()) return;
  const asked: LearnBase = { name: name.trim(), paths: folders.map(({ fsPath }) => fsPath) };
  const learning = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Inkling is learning from other folders. This takes a few minutes; go on writing.'),
    cancellable: true,
  };
  const learned = await vscode.window.withProgress(learning, (_, token) =>
    connection.executeCancellable<BaseLearned | null>(token, Command.learnBase, asked),
  );
  if (!learned) return;
  if (learned.problem !== undefined) void vscode.window.showWarningMessage(learned.problem);
  else {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Inkling has learned from {0} words of other folders. Every workspace begins with what it knows now.',
        (learned.words ?? 0).toLocaleString(),
      ),
    );
  }
}

interface BaseItem extends vscode.QuickPickItem {
  readonly base?: BaseDescription;
}

/** Lists the bases; those of one's own can be forgotten. */
export async function showBases(connection: ServerConnection): Promise<void> {
  const bases = await connection.execute<BaseDescription[]>(Command.listBases);
  if (!bases) return;
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Forget') };
  const picker = vscode.window.createQuickPick<BaseItem>();
  picker.title = vscode.l10n.t('What Inkling knew before it read this workspace');
  picker.placeholder = vscode.l10n.t('Bases that networks begin from');
  picker.items = [
    ...bases.map((base) => ({
      base,
      label: `${base.inUse ? '$(check) ' : ''}${base.name}`,
      description: origin(base),
      detail: details(base),
      buttons: base.origin === 'own' ? [forget] : [],
    })),
    { label: `$(library) ${vscode.l10n.t('Learn from Other Folders…')}` },
  ];
  picker.onDidTriggerItemButton(({ item }) => {
    picker.hide();
    if (item.base) void forgetBase(connection, item.base);
  });
  picker.onDidAccept(() => {
    const [chosen] = picker.selectedItems;
    picker.hide();
    if (chosen && !chosen.base) void learnFromOtherFolders(connection);
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
}

async function forgetBase(connection: ServerConnection, { name, path }: BaseDescription): Promise<void> {
  const forget = vscode.l10n.t('Forget');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget “{0}”? What was learned from these texts is deleted; the texts stay.', name),
    { modal: true },
    forget,
  );
  if (answer === forget) await connection.execute<boolean>(Command.forgetBase, path);
}

function origin({ origin }: BaseDescription): string {
  switch (origin) {
    case 'own':
      return vscode.l10n.t('learned from your texts');
    case 'named':
      return vscode.l10n.t('named in the settings');
    case 'shipped':
      return vscode.l10n.t('comes with Inkling');
  }
}

function details({ words, vocabularySize, bytes, collections }: BaseDescription): string {
  const read = vscode.l10n.t(
    'has read {0} words, knows {1}, {2} MB',
    words.toLocaleString(),
    vocabularySize.toLocaleString(),
    (bytes / 2 ** 20).toFixed(1),
  );
  return collections.length > 0 ? `${read}: ${collections.join(', ')}` : read;
}
