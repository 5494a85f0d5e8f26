import * as vscode from 'vscode';
import type { Status } from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';

/** The status bar item: what Inkling is doing, in a word or two; the tooltip says more, a click offers what can be done. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly listener: vscode.Disposable;

  constructor(connection: ServerConnection) {
    this.item = vscode.window.createStatusBarItem('inkling.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Inkling';
    this.item.command = 'inkling.showMenu';
    this.listener = connection.onStatus((status) => this.show(status));
    this.show(connection.status);
    this.item.show();
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private show(status: Status | undefined): void {
    const { icon, text } = summary(status);
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = details(status);
    this.item.accessibilityInformation = { label: text };
    this.item.backgroundColor =
      status?.state === 'failed' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}

function summary(status: Status | undefined): { icon: string; text: string } {
  switch (status?.state) {
    case undefined:
      return { icon: 'circle-slash', text: vscode.l10n.t('Inkling: not running') };
    case 'reading':
      return { icon: 'book', text: vscode.l10n.t('Inkling: reading') };
    case 'noText':
      return { icon: 'book', text: vscode.l10n.t('Inkling: no text') };
    case 'training': {
      const { seconds = 0, budgetSeconds = 1, paused } = status.training ?? {};
      if (paused) return { icon: 'debug-pause', text: vscode.l10n.t('Inkling: paused') };
      const percent = Math.min(99, Math.round((100 * seconds) / budgetSeconds));
      return { icon: 'mortar-board', text: vscode.l10n.t('Inkling: learning {0} %', percent) };
    }
    case 'ready':
      return { icon: 'edit', text: vscode.l10n.t('Inkling: ready') };
    case 'off':
      return { icon: 'circle-slash', text: vscode.l10n.t('Inkling: off') };
    case 'failed':
      return { icon: 'warning', text: vscode.l10n.t('Inkling: needs attention') };
  }
}

function details(status: Status | undefined): string {
  const { corpus, model, base } = status ?? {};
  return [
    status?.message,
    corpus && vscode.l10n.t('{0} words in {1} files', corpus.words.toLocaleString(), corpus.files),
    corpus?.leftOutCount && vscode.l10n.t('{0} files left out; the log tells why', corpus.leftOutCount),
    model &&
      vscode.l10n.t(
        '{0}, {1} words known, held-out perplexity {2}',
        `${model.cell.toUpperCase()}-${model.hiddenSize}`,
        model.vocabularySize.toLocaleString(),
        model.perplexity.toFixed(1),
      ),
    base && vscode.l10n.t('Began with {0}, which has read {1} words', base.name, base.words.toLocaleString()),
    base?.untaughtPerplexity !== undefined &&
      base.taughtPerplexity !== undefined &&
      vscode.l10n.t(
        'Your text took its perplexity from {0} to {1}, on pages of yours that it had not seen',
        base.untaughtPerplexity.toFixed(1),
        base.taughtPerplexity.toFixed(1),
      ),
    model?.restored && vscode.l10n.t('Remembered from {0}', new Date(model.trainedAt).toLocaleString()),
  ]
    .filter(Boolean)
    .join('\n');
}
