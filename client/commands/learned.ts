/** What can be done with what was learned: find a word, see where it stands, open a file, show the model's. */
import * as vscode from 'vscode';
import { Command, type LearnedOverview, type ListedWords, type Passage } from '../../server/protocol';
import { failed, say } from '../connection/said';
import type { ServerConnection } from '../connection/server-connection';

/** What a command is about: what it was given, or what the tree's line is about on which it was called. */
export function aboutOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given !== null && 'about' in given) return String(given.about);
  return undefined;
}

/** The word of the editor's selection or caret. */
function wordAtCaret(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.selection.isEmpty
    ? editor.document.getWordRangeAtPosition(editor.selection.active)
    : editor?.selection;
  return range && editor?.document.getText(range);
}

export async function openFile(path: string): Promise<void> {
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
  } catch {
    // An image, say, or a file that is gone: the editor says itself what is wrong with it.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }
}

export async function openAt(uri: string, line: number, character: number): Promise<void> {
  const place = new vscode.Position(line, character);
  const options = { selection: new vscode.Range(place, place), preview: true };
  await vscode.window.showTextDocument(vscode.Uri.file(vscode.Uri.parse(uri).fsPath), options);
}

async function openPassage({ path, line, character, length }: Passage): Promise<void> {
  const selection = new vscode.Range(line, character, line, character + length);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection, preview: true });
}

/** Where a word stands in the folder: a list of passages, each of which opens there. */
export async function showWhere(connection: ServerConnection, given: unknown): Promise<void> {
  const word =
    aboutOf(given) ??
    wordAtCaret() ??
    (await vscode.window.showInputBox({
      prompt: vscode.l10n.t('A word that you want to see in your texts'),
    }));
  if (!word?.trim()) return;
  const passages = await connection.execute<Passage[] | null>(Command.whereIs, word.trim());
  if (passages === undefined) return; // it was said that nothing is running
  if (passages === null) await say(failed());
  else if (passages.length === 0) {
    await say({
      text: vscode.l10n.t(
        '“{0}” stands nowhere in the texts of this folder, as Inkling last read them.',
        word.trim(),
      ),
      actions: [{ title: vscode.l10n.t('Find a Word…'), command: 'inkling.findWord' }],
    });
  } else await pickPassage(passages, vscode.l10n.t('“{0}” in your texts', word.trim()));
}

/** Asks which passage to open. */
export async function pickPassage(passages: readonly Passage[], title: string): Promise<void> {
  const chosen = await vscode.window.showQuickPick(
    passages.map((passage) => ({
      passage,
      label: passage.text,
      description: vscode.l10n.t(
        '{0}, line {1}',
        vscode.workspace.asRelativePath(passage.path),
        passage.line + 1,
      ),
    })),
    { title, matchOnDescription: true },
  );
  if (chosen) await openPassage(chosen.passage);
}

/** Searches the folder's words as one types. */
export function findWord(connection: ServerConnection): void {
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { word: string }>();
  picker.title = vscode.l10n.t('Words that Inkling has learned from this folder');
  picker.placeholder = vscode.l10n.t('A word, or a part of one');
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    const query = { order: 'count', contains: picker.value, most: 100 };
    const listed = await connection.execute<ListedWords | null>(Command.words, query);
    if (number !== asked) return; // a later question is on its way
    picker.items = (listed?.words ?? []).map(({ word, count, isNew }) => ({
      word,
      label: word,
      description: isNew
        ? vscode.l10n.t('{0} ×, new', count.toLocaleString())
        : vscode.l10n.t('{0} ×', count.toLocaleString()),
      alwaysShow: true,
    }));
  };
  picker.onDidChangeValue(() => void ask());
  picker.onDidAccept(() => {
    const [chosen] = picker.selectedItems;
    picker.hide();
    if (chosen) void showWhere(connection, chosen.word);
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
  void ask();
}

/** Shows the model's file in the file manager; where there is none at hand, its folder is told. */
export async function revealModel(connection: ServerConnection): Promise<void> {
  const learned = await connection.execute<LearnedOverview | null>(Command.learned);
  if (learned === undefined) return; // it was said that nothing is running
  const path = learned?.model?.path;
  if (path === undefined || learned?.model?.bytes === undefined) {
    await say({
      text: vscode.l10n.t(
        'There is no model on the disk yet: Inkling has not finished learning this folder.',
      ),
      actions: [{ title: vscode.l10n.t('Retrain'), command: Command.retrain }],
    });
    return;
  }
  const isDesktop = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isDesktop) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
  else {
    await vscode.env.clipboard.writeText(path);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The model is {0}; the path is in the clipboard.', path),
    );
  }
}
