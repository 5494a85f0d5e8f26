/** What the status bar says, in the writer's words. */
import * as vscode from 'vscode';
import type { Status } from '../../server/protocol';
import { type Mood, moodOf, percentLearned, type Situation } from './situation';

const ICONS: Readonly<Record<Mood, string>> = {
  stopped: 'circle-slash',
  starting: 'loading~spin',
  off: 'circle-slash',
  reading: 'book',
  learning: 'mortar-board',
  paused: 'debug-pause',
  failed: 'warning',
  noFolder: 'book',
  noText: 'book',
  silentHere: 'circle-slash',
  ready: 'edit',
};

/** The item itself: an icon and a word or two. */
export function summary(situation: Situation): { icon: string; text: string } {
  const mood = moodOf(situation);
  return { icon: ICONS[mood], text: textOf(mood, situation) };
}

function textOf(mood: Mood, { status, language }: Situation): string {
  switch (mood) {
    case 'stopped':
      return vscode.l10n.t('Inkling: not running');
    case 'starting':
      return vscode.l10n.t('Inkling: starting');
    case 'off':
      return vscode.l10n.t('Inkling: off');
    case 'reading':
      return vscode.l10n.t('Inkling: reading');
    case 'learning':
      return vscode.l10n.t('Inkling: learning {0} %', status ? percentLearned(status) : 0);
    case 'paused':
      return vscode.l10n.t('Inkling: paused');
    case 'failed':
      return vscode.l10n.t('Inkling: needs attention');
    case 'noFolder':
    case 'noText':
      return vscode.l10n.t('Inkling: no text');
    case 'silentHere':
      return vscode.l10n.t('Inkling: off for {0}', language?.id ?? '');
    case 'ready':
      return vscode.l10n.t('Inkling: ready');
  }
}

/** What is to be said first when more is asked: what is, why, and what to do about it. */
export function explanation(situation: Situation): string | undefined {
  const mood = moodOf(situation);
  const { status, language } = situation;
  switch (mood) {
    case 'stopped':
      return vscode.l10n.t(
        'Inkling is not running, so nothing is suggested. “Inkling: Restart Server” starts it; the log tells what happened.',
      );
    case 'starting':
      return vscode.l10n.t('Inkling is starting.');
    case 'off':
      return vscode.l10n.t(
        'Inkling is off: it neither learns nor suggests. “Inkling: Turn On/Off” turns it on.',
      );
    case 'silentHere':
      return silentFor(language?.id ?? '');
    case 'reading':
      return (
        status?.message ??
        vscode.l10n.t('Inkling is reading the texts of this folder; suggestions come as it goes.')
      );
    case 'learning':
      return (
        status?.message ??
        vscode.l10n.t('Inkling is learning from your text; suggestions get better while you write.')
      );
    default:
      return status?.message;
  }
}

export function silentFor(language: string): string {
  return vscode.l10n.t(
    'Inkling is off for {0}, so nothing is suggested in this document. “Inkling: Turn On/Off for This Language” turns it on.',
    language,
  );
}

/** Everything, a sentence a line. */
export function details(situation: Situation): string {
  const { status } = situation;
  const lines = [explanation(situation)];
  if (status && situation.server === 'running' && status.state !== 'off') lines.push(...knowledge(status));
  return lines.filter(Boolean).join('\n');
}

function* knowledge({ corpus, model, base }: Status): Generator<string> {
  if (corpus && corpus.words > 0) {
    yield vscode.l10n.t(
      'It has read {0} words in {1} files of yours.',
      corpus.words.toLocaleString(),
      corpus.files.toLocaleString(),
    );
  }
  if (corpus?.leftOutCount) {
    yield vscode.l10n.t(
      '{0} files are left out; the view Inkling tells why.',
      corpus.leftOutCount.toLocaleString(),
    );
  }
  if (model) yield vscode.l10n.t('It knows {0} different words.', model.vocabularySize.toLocaleString());
  if (base) {
    yield vscode.l10n.t(
      'It began with {0}, which has read {1} words.',
      base.name,
      base.words.toLocaleString(),
    );
  }
  if (base?.untaughtPerplexity !== undefined && base.taughtPerplexity !== undefined) {
    yield vscode.l10n.t(
      'On pages of yours that it had not seen, it was as unsure as among {0} words; your text has made that {1}.',
      base.untaughtPerplexity.toFixed(0),
      base.taughtPerplexity.toFixed(0),
    );
  }
  if (model?.restored) {
    yield vscode.l10n.t('Remembered from {0}.', new Date(model.trainedAt).toLocaleString());
  }
}

/** Keystrokes that were saved, where any were. */
export function savedLine({
  today,
  week,
}: {
  readonly today: number;
  readonly week: number;
}): string | undefined {
  if (week === 0) return undefined;
  return vscode.l10n.t(
    'It has saved you {0} keystrokes today, {1} in seven days.',
    today.toLocaleString(),
    week.toLocaleString(),
  );
}
