import * as vscode from 'vscode';
import { Command, type NeverAnswer, type NeverEntry, type NeverList, type Spot } from '../../server/protocol';
import { failed, type Said, say } from '../connection/said';
import type { ServerConnection } from '../connection/server-connection';

/**
 * *Never Suggest This Word or Phrase*: the one given, selected, offered at the caret or standing there. From the palette the writer sees it
 * first, and may change it.
 */
export async function neverSuggest(connection: ServerConnection, given?: unknown): Promise<void> {
  const text = typeof given === 'string' ? given : await chosenWord(connection, given === undefined);
  if (!text?.trim()) return;
  await add(connection, text.trim(), 'user');
}

/** The same for this workspace alone: what is in the user's list moves to the folder's. */
export async function neverInFolder(connection: ServerConnection, text: string): Promise<void> {
  await connection.execute(Command.takeBack, text);
  await add(connection, text, 'workspace');
}

/** *Not Here*: the word that is offered, given, selected or standing at the caret is not suggested behind the words before it. */
export async function notHere(connection: ServerConnection, given?: unknown): Promise<void> {
  const spot = isSpot(given) ? given : spotOfCaret();
  const answer = spot && (await connection.execute<NeverAnswer | null>(Command.notHere, spot));
  if (spot === undefined) await say(saidOf({ outcome: 'noWord' }));
  else if (answer !== undefined) await say(answer ? saidOf(answer) : failed());
}

/** Takes a word or phrase out of the lists; *Undo* of the two above. */
export async function takeBack(connection: ServerConnection, text: string): Promise<void> {
  const wasThere = await connection.execute<boolean | null>(Command.takeBack, text);
  if (wasThere === undefined) return;
  const again = { title: vscode.l10n.t('Undo'), command: Command.forget, argument: text };
  await say({
    text: wasThere
      ? vscode.l10n.t('“{0}” may be suggested again.', text)
      : vscode.l10n.t('“{0}” is in no list: it may be suggested already.', text),
    actions: wasThere ? [again] : [{ title: vscode.l10n.t('Show Lists'), command: 'inkling.showNever' }],
  });
}

interface EntryItem extends vscode.QuickPickItem {
  readonly entry?: NeverEntry;
  readonly path?: string;
}

/** Lists what is never suggested; choosing takes it back. */
export async function showNever(connection: ServerConnection): Promise<void> {
  const entries = await connection.execute<NeverEntry[] | null>(Command.neverLists);
  if (!entries) return;
  const items: EntryItem[] = [
    ...entries.map((entry) => ({
      entry,
      label: entry.text,
      description: entry.list === 'user' ? vscode.l10n.t('everywhere') : vscode.l10n.t('in this folder'),
    })),
    ...[...new Set(entries.map(({ path }) => path))].map((path) => ({
      path,
      label: `$(go-to-file) ${vscode.l10n.t('Edit the List')}`,
      description: path,
      alwaysShow: true,
    })),
  ];
  if (items.length === 0) {
    const action = { title: vscode.l10n.t('Never Suggest a Word…'), command: Command.forget };
    await say({ text: vscode.l10n.t('There is nothing that Inkling never suggests.'), actions: [action] });
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Never suggested'),
    placeHolder: vscode.l10n.t('Choose what may be suggested again'),
  });
  if (chosen?.entry) await takeBack(connection, chosen.entry.text);
  else if (chosen?.path) await openList(chosen.path);
}

/** A list as a text to edit. */
export async function openList(path: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path));
}

async function add(connection: ServerConnection, text: string, list: NeverList): Promise<void> {
  const answer = await connection.execute<NeverAnswer | null>(Command.forget, text, list);
  if (answer !== undefined) await say(answer ? saidOf(answer, list) : failed());
}

function saidOf(answer: NeverAnswer, list: NeverList = 'user'): Said {
  switch (answer.outcome) {
    case 'listed': {
      const { text, path, problem } = answer;
      const undo = { title: vscode.l10n.t('Undo'), command: Command.takeBack, argument: text };
      const open = { title: vscode.l10n.t('Open List'), command: 'inkling.openNeverList', argument: path };
      if (problem !== undefined) {
        return {
          text: vscode.l10n.t(
            '“{0}” is not suggested until the editor closes. It can’t be kept: {1}',
            text,
            problem,
          ),
          actions: [undo],
        };
      }
      const folder = {
        title: vscode.l10n.t('Only in This Folder'),
        command: 'inkling.neverInFolder',
        argument: text,
      };
      const isNarrower = list === 'user' && !!vscode.workspace.workspaceFolders?.length;
      return {
        text:
          list === 'user'
            ? vscode.l10n.t('“{0}” is never suggested again.', text)
            : vscode.l10n.t('“{0}” is never suggested again in this folder.', text),
        actions: isNarrower ? [undo, folder, open] : [undo, open],
      };
    }
    case 'noWord':
      return {
        text: vscode.l10n.t('There is no word here. Put the caret into one, or select a phrase.'),
        actions: [{ title: vscode.l10n.t('Type One…'), command: Command.forget }],
      };
    case 'nothingBefore':
      return {
        text: vscode.l10n.t(
          'No word stands before this one, so there is no “here”. It can be never suggested at all.',
        ),
        actions: [{ title: vscode.l10n.t('Never Suggest…'), command: Command.forget }],
      };
    case 'noWorkspace':
      return {
        text: vscode.l10n.t('No folder is open, so it can have no list of its own.'),
        actions: [{ title: vscode.l10n.t('Never Suggest Anywhere…'), command: Command.forget }],
      };
  }
}

/** The word at the caret, shown to be changed where `asks`. */
async function chosenWord(connection: ServerConnection, asks: boolean): Promise<string | undefined> {
  const spot = spotOfCaret();
  const value = spot?.word ?? (spot && (await connection.execute<string | null>(Command.wordAt, spot))) ?? '';
  if (!asks) {
    if (!value) await say(saidOf({ outcome: 'noWord' }));
    return value;
  }
  return vscode.window.showInputBox({
    prompt: vscode.l10n.t('A word or phrase that Inkling shall never suggest again'),
    value,
  });
}

/** Where the caret is; what is selected begins there. */
function spotOfCaret(): Spot | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const { line, character } = selection.start;
  const word = selection.isEmpty ? undefined : document.getText(selection);
  const inside = selection.isEmpty ? document.getWordRangeAtPosition(selection.active) : undefined;
  // In the middle of a word the whole of it is meant.
  const isInside = inside && !inside.end.isEqual(selection.active) && !inside.start.isEqual(selection.active);
  return {
    uri: document.uri.toString(),
    position: isInside ? { line, character: inside.start.character } : { line, character },
    word: isInside ? document.getText(inside) : word,
  };
}

function isSpot(given: unknown): given is Spot {
  return typeof given === 'object' && given !== null && 'position' in given && 'uri' in given;
}
