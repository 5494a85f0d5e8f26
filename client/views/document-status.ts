import * as vscode from 'vscode';
import { type Mood, moodOf, type Situation } from './situation';
import type { Situations } from './situations';
import { explanation, silentFor } from './status-text';

/** Among the editor's marks for a document's language: whether Inkling suggests in this document, and if not, why and what to do. */
export class DocumentStatus implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly listener: vscode.Disposable;

  constructor(situations: Situations) {
    this.item = vscode.languages.createLanguageStatusItem('inkling.document', [
      { scheme: 'file' },
      { scheme: 'untitled' },
    ]);
    this.item.name = 'Inkling';
    this.listener = situations.onChange((situation) => this.show(situation));
    this.show(situations.now);
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private show(situation: Situation): void {
    const { text, detail, command, isBusy, isTrouble } = documentStatus(situation);
    this.item.text = text;
    this.item.detail = detail;
    this.item.command = command;
    this.item.busy = isBusy;
    this.item.severity = isTrouble
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
  }
}

export interface DocumentStatusText {
  readonly text: string;
  readonly detail?: string;
  readonly command: { readonly title: string; readonly command: string };
  readonly isBusy: boolean;
  readonly isTrouble: boolean;
}

/** The server is told of languages at once, and what it is doing says nothing of them. */
export function documentStatus(situation: Situation): DocumentStatusText {
  const mood = moodOf(situation);
  const { language } = situation;
  const isOffHere = language !== undefined && !language.isOn;
  const isOff = mood === 'stopped' || mood === 'starting' || mood === 'off';
  return {
    text:
      isOff || isOffHere ? vscode.l10n.t('Inkling is silent here') : vscode.l10n.t('Inkling suggests here'),
    detail: isOffHere && !isOff ? silentFor(language.id) : explanation(situation),
    command: wayOn(mood, isOffHere ? language.id : undefined),
    isBusy: mood === 'starting' || mood === 'reading' || mood === 'learning',
    isTrouble: mood === 'stopped' || mood === 'failed',
  };
}

/** @param silentLanguage the document's, if it is off. */
function wayOn(mood: Mood, silentLanguage: string | undefined): DocumentStatusText['command'] {
  if (mood === 'stopped') return { title: vscode.l10n.t('Restart Server'), command: 'inkling.restartServer' };
  if (mood === 'off') return { title: vscode.l10n.t('Turn On'), command: 'inkling.toggle' };
  if (silentLanguage !== undefined)
    return { title: vscode.l10n.t('Turn On for {0}', silentLanguage), command: 'inkling.toggleLanguage' };
  return { title: vscode.l10n.t('Menu'), command: 'inkling.showMenu' };
}
