import * as vscode from 'vscode';
import { Command, type LossHistory, type LossUpdate } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';
import type { FromLossView, LossViewTexts, ToLossView } from '../loss-view/messages';
import type { RunLog } from './run-log';
import { saveFile } from './save-file';

const VIEW_TYPE = 'inkling.loss';

/** The loss view's panel: one at most, fed with the history when it asks for it, and with every change while it is open. */
export class LossPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly connection: ServerConnection,
    private readonly runs: RunLog,
  ) {
    this.listeners = [
      connection.onLoss((update) => this.post(update)),
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
    ];
  }

  async show(): Promise<void> {
    const view = await readView(this.extensionUri);
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Inkling: Loss');
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [],
      retainContextWhenHidden: true,
    });
    this.fill(panel, view);
  }

  /** The window was reloaded while the view was open. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) {
      panel.dispose();
      return;
    }
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    this.fill(panel, await readView(this.extensionUri));
  }

  /** What was learned is gone, and with it the runs that are remembered. */
  async forgetRuns(): Promise<void> {
    await this.runs.forget();
    await this.refresh();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.panel?.dispose();
  }

  private fill(panel: vscode.WebviewPanel, view: View): void {
    this.panel = panel;
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromLossView) => void this.take(message));
    panel.webview.html = page(view);
  }

  private async take(message: FromLossView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.refresh();
      case 'csv':
        return saveFile('inkling-loss.csv', Buffer.from(message.csv));
      case 'png':
        return saveFile('inkling-loss.png', Buffer.from(message.png, 'base64'));
    }
  }

  private async refresh(): Promise<void> {
    // After a reload the view may ask before the server runs; nothing is lost, as every change is sent once it does.
    const history =
      this.connection.life === 'running'
        ? await this.connection.execute<LossHistory>(Command.lossHistory)
        : undefined;
    this.post({ points: [], running: false, ...history, from: 0 });
  }

  private post(update: LossUpdate): void {
    const message: ToLossView = { update, runs: this.runs.before, texts: texts() };
    void this.panel?.webview.postMessage(message);
  }
}

interface View {
  readonly script: string;
  readonly style: string;
}

async function readView(extensionUri: vscode.Uri): Promise<View> {
  const read = async (name: string) => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', name));
    return new TextDecoder().decode(bytes);
  };
  const [script, style] = await Promise.all([read('loss-view.js'), read('loss-view.css')]);
  return { script, style };
}

/**
 * The whole page in one text: it requests nothing, so it does not depend on how a host serves an extension's files to a webview.
 */
function page({ script, style }: View): string {
  const nonce = crypto.randomUUID();
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
  <style nonce="${nonce}">${inside('style', style)}</style>
  <title>Inkling</title>
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}">${inside('script', script)}</script>
</body>
</html>`;
}

/** Text for inside an element: nothing in it ends the element. In strings of JavaScript and CSS `<\/` means `</`. */
function inside(element: 'script' | 'style', text: string): string {
  return text.replaceAll(new RegExp(`</(?=${element})`, 'gi'), '<\\/');
}

function texts(): LossViewTexts {
  const t = vscode.l10n.t;
  return {
    title: t('How well Inkling has learned your text'),
    explanation: t(
      'Loss is how surprised the network is by the next word, in nats: lower is better. Held-out text is never trained on; it shows what carries over to new writing. Suggestions come from all parts together, and are better than any of them.',
    ),
    training: t('Training loss'),
    heldOut: t('Held-out loss'),
    time: t('Time (s)'),
    tokens: t('Tokens'),
    perplexity: t('Perplexity'),
    top1: t('First guess right'),
    top3: t('Among three guesses'),
    saved: t('Keystrokes saved'),
    baseline: t('Counting alone'),
    whole: t('All parts together'),
    base: t('Before it read your text'),
    run: t('Run of {0}'),
    runs: t('Runs before this one'),
    running: t('Learning…'),
    paused: t('Paused: what it has learned so far goes on suggesting.'),
    atRest: t('At rest.'),
    empty: t('Nothing has been learned yet. Open a folder with text, or run "Inkling: Retrain".'),
    savedSentence: t('On text that it had not seen, it saves {0} of the keystrokes; counting alone, {1}.'),
    rightSentence: t('Its first guess of the next word is right {0} of the time; counting alone, {1}.'),
    networkSentence: t(
      'The network by itself is as unsure as among {0} words: that is its perplexity, and it falls as it learns.',
    ),
    samples: t('What it would write after “{0}”, as it learned'),
    chart: t('Chart of training and held-out loss over time. Arrow keys walk through the points.'),
    figures: t('The same figures as a table'),
    parts: t('What you get'),
    exportCsv: t('Save as CSV…'),
    exportPng: t('Save as PNG…'),
  };
}
