import * as vscode from 'vscode';
import { moodOf, type Situation } from './situation';
import type { Situations } from './situations';
import { details, summary } from './status-text';

/** The status bar item: what Inkling is doing, in a word or two; the tooltip says more, a click offers what can be done. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly listener: vscode.Disposable;

  constructor(situations: Situations) {
    this.item = vscode.window.createStatusBarItem('inkling.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Inkling';
    this.item.command = 'inkling.showMenu';
    this.listener = situations.onChange((situation) => this.show(situation));
    this.show(situations.now);
    this.item.show();
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private show(situation: Situation): void {
    const { icon, text } = summary(situation);
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = details(situation);
    this.item.accessibilityInformation = { label: text };
    this.item.backgroundColor =
      moodOf(situation) === 'failed' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}
