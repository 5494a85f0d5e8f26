import * as vscode from 'vscode';
import { Command, type LossHistory, type LossUpdate } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';
import type { LossViewTexts, ToLossView } from '../loss-view/messages';

/** The loss view's panel: one at most, fed with the history when it asks for it, and with every change while it is open. */
export class LossPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly connection: ServerConnection,
  ) {
    this.listener = connection.onLoss((update) => this.post(update));
  }

  async show(): Promise<void> {
    const view = await readView(this.extensionUri);
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      'inkling.loss',
      vscode.l10n.t('Inkling: Loss'),
      vscode.ViewColumn.Beside,
      { enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true },
    );
    this.panel = panel;
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (message === 'ready') void this.refresh();
    });
    panel.webview.html = page(view);
  }

  dispose(): void {
    this.listener.dispose();
    this.panel?.dispose();
  }

  private async refresh(): Promise<void> {
    const history = await this.connection.execute<LossHistory>(Command.lossHistory);
    this.post({ points: [], running: false, ...history, from: 0 });
  }

  private post(update: LossUpdate): void {
    const message: ToLossView = { update, texts: texts() };
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
    title: t('What the network has learned'),
    explanation: t(
      'Loss is how surprised the network is by the next word, in nats: lower is better. Held-out text is never trained on; it shows what carries over to new writing.',
    ),
    training: t('Training loss'),
    heldOut: t('Held-out loss'),
    time: t('Time (s)'),
    tokens: t('Tokens'),
    perplexity: t('Perplexity'),
    top1: t('First guess right'),
    top3: t('Among three guesses'),
    baseline: t('Counting alone'),
    base: t('Before it read your text'),
    best: t('Best so far'),
    running: t('Learning…'),
    atRest: t('At rest'),
    empty: t('Nothing has been learned yet. Open a folder with text, or run "Inkling: Retrain".'),
    chart: t('Chart of training and held-out loss over time. Arrow keys walk through the points.'),
    figures: t('The same figures as a table'),
  };
}
