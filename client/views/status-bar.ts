import * as vscode from 'vscode';
import { moodOf, type Situation } from './situation';
import type { Situations } from './situations';
import { details, savedLine, summary } from './status-text';
import type { UsageLog } from './usage';

/** The status bar item: what Inkling is doing, in a word or two; the tooltip says more, a click offers what can be done. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly listeners: vscode.Disposable[];

  constructor(
    situations: Situations,
    private readonly usage: UsageLog,
  ) {
    this.item = vscode.window.createStatusBarItem('inkling.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Inkling';
    this.item.command = 'inkling.showMenu';
    this.listeners = [
      situations.onChange((situation) => this.show(situation)),
      usage.onChange(() => this.show(situations.now)),
    ];
    this.show(situations.now);
    this.item.show();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.item.dispose();
  }

  private show(situation: Situation): void {
    const { icon, text } = summary(situation);
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = [details(situation), savedLine(this.usage.saved)].filter(Boolean).join('\n');
    this.item.accessibilityInformation = { label: text };
    this.item.backgroundColor =
      moodOf(situation) === 'failed' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}
