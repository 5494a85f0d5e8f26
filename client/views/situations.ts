import * as vscode from 'vscode';
import { isServed } from '../connection/languages';
import type { ServerConnection } from '../connection/server-connection';
import { readSettings } from '../connection/settings';
import type { Situation } from './situation';

/** Reports this window's `Situation` whenever it changes. */
export class Situations implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Situation>();
  private readonly listeners: vscode.Disposable[];
  readonly onChange = this.emitter.event;

  constructor(private readonly connection: ServerConnection) {
    const tell = () => this.emitter.fire(this.now);
    this.listeners = [
      connection.onStatus(tell),
      vscode.window.onDidChangeActiveTextEditor(tell),
      vscode.workspace.onDidOpenTextDocument(tell), // a document whose language was changed is opened anew
      vscode.workspace.onDidChangeWorkspaceFolders(tell),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('inkling')) tell();
      }),
    ];
  }

  get now(): Situation {
    const { life: server, status } = this.connection;
    return { server, status, hasFolder: hasFolder(), language: languageOf(currentDocument()) };
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.emitter.dispose();
  }
}

/** The document that the writer is in, or sees beside what has the focus (a view of ours, say). */
export function currentDocument(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
  return editors.map(({ document }) => document).find(canBeRead);
}

/** Whether it is of the kind that Inkling reads, rather than an output, a comparison or a page from elsewhere. */
function canBeRead({ uri }: vscode.TextDocument): boolean {
  return isServed(uri);
}

export function languageOf(document: vscode.TextDocument | undefined): Situation['language'] {
  if (!document) return undefined;
  const { languageId: id } = document;
  return { id, isOn: readSettings().languages[id] ?? false };
}

function hasFolder(): boolean {
  return vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === 'file') ?? false;
}
