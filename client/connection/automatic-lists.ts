import * as vscode from 'vscode';
import { writingIn } from './settings';

/** Behind a typed letter the editor opens its list after `quickSuggestionsDelay`; what is asked for later was asked for by the writer. */
const MARGIN_MS = 150;

/**
 * Tells a list that opens by itself from one that was asked for: the protocol has the same word for both. One that opens by itself
 * follows a keystroke at once.
 */
export class AutomaticLists implements vscode.Disposable {
  private changed: { readonly uri: string; readonly at: number } | undefined;
  private readonly listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.changed = { uri: document.uri.toString(), at: performance.now() };
  });

  /** Whether this list was not asked for and is not wanted. */
  isUnwanted(document: vscode.TextDocument, { triggerKind }: vscode.CompletionContext): boolean {
    if (
      triggerKind !== vscode.CompletionTriggerKind.Invoke ||
      writingIn(document.languageId).eagerness !== 'manual'
    )
      return false;
    const { changed } = this;
    if (changed?.uri !== document.uri.toString()) return false;
    const delay = vscode.workspace.getConfiguration('editor', document).get('quickSuggestionsDelay', 10);
    return performance.now() - changed.at < delay + MARGIN_MS;
  }

  dispose(): void {
    this.listener.dispose();
  }
}
