import * as vscode from 'vscode';
import type { Evaluation, MeasuredText } from '../../server/protocol';
import { type Measurement, measurePage } from './measure-page';

/** Where the workspace's own memory keeps what was measured, by document. */
const KEY = 'inkling.measurements';
/** Measurements kept of each document, and documents that have any. */
const MOST_MEASUREMENTS = 20;
const MOST_DOCUMENTS = 100;

/** Shows how a document was measured, in a page of its own, and remembers the figures. */
export class MeasurePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** @param text that was measured. */
  async show(uri: vscode.Uri, text: string, evaluation: Evaluation, measured: MeasuredText): Promise<void> {
    const name = vscode.workspace.asRelativePath(uri);
    const over = await this.remember(uri.toString(), evaluation);
    const title = vscode.l10n.t('Inkling: Measured');
    this.panel ??= this.open(title);
    const document = { name, text, evaluation, measured, over };
    this.panel.webview.html = measurePage(document, crypto.randomUUID(), vscode.env.language);
    this.panel.reveal(undefined, true);
  }

  /** What was learned is gone, and with it what was measured of it. */
  async forget(): Promise<void> {
    await this.memory.update(KEY, undefined);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(title: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('inkling.measured', title, vscode.ViewColumn.Beside, {
      enableScripts: false,
      localResourceRoots: [],
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    return panel;
  }

  private async remember(
    uri: string,
    { words, keystrokeSavings1, keystrokeSavings3, top1 }: Evaluation,
  ): Promise<readonly Measurement[]> {
    const kept: Record<string, Measurement[]> = this.memory.get(KEY, {});
    const at = this.now().toISOString();
    const now: Measurement = { at, words, keystrokeSavings1, keystrokeSavings3, top1 };
    const over = [...(kept[uri] ?? []), now].slice(-MOST_MEASUREMENTS);
    // The document goes to the end: those that were not measured for the longest time are forgotten first.
    const { [uri]: _, ...others } = kept;
    await this.memory.update(
      KEY,
      Object.fromEntries([...Object.entries(others), [uri, over]].slice(-MOST_DOCUMENTS)),
    );
    return over;
  }
}
