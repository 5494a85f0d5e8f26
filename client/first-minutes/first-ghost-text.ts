import * as vscode from 'vscode';

/** In the extension's global state, once the writer has been told. */
const TOLD = 'inkling.firstGhostText';

/**
 * Tells how ghost text is accepted, beside the first that there ever is, and never again: a note at the line's end that goes with the
 * next key or click.
 */
export class FirstGhostText implements vscode.Disposable {
  private note: vscode.Disposable | undefined;

  constructor(private readonly state: vscode.Memento) {}

  /** Ghost text is about to be shown at this place. */
  offered(document: vscode.TextDocument, position: vscode.Position): void {
    if (this.state.get(TOLD, false)) return;
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== document || editor.selection.active.line !== position.line) return;
    void this.state.update(TOLD, true);
    this.show(editor, document.lineAt(position.line).range.end);
  }

  dispose(): void {
    this.note?.dispose();
  }

  private show(editor: vscode.TextEditor, place: vscode.Position): void {
    const decoration = vscode.window.createTextEditorDecorationType({
      after: {
        contentText: vscode.l10n.t('Tab accepts the grey word; go on writing and it goes away'),
        color: new vscode.ThemeColor('editorCodeLens.foreground'),
        margin: '0 0 0 8em',
      },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    editor.setDecorations(decoration, [new vscode.Range(place, place)]);
    const listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => event.document === editor.document && end()),
      vscode.window.onDidChangeTextEditorSelection((event) => event.textEditor === editor && end()),
      vscode.window.onDidChangeActiveTextEditor(() => end()),
    ];
    const end = () => {
      for (const each of [decoration, ...listeners]) each.dispose();
      this.note = undefined;
    };
    this.note = { dispose: end };
  }
}
