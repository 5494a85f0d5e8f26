/** What can be done with the count of keystrokes saved: save it, begin it anew; and the one suggestion that comes of it. */
import * as vscode from 'vscode';
import { say } from '../connection/said';
import { readSettings } from '../connection/settings';
import { saveFile } from '../views/save-file';
import { type UsageLog, usageCsv, wouldLikeMore } from '../views/usage';

export async function exportUsage(usage: UsageLog): Promise<void> {
  await saveFile('inkling-keystrokes.csv', new TextEncoder().encode(usageCsv(usage.all)));
}

export async function resetUsage(usage: UsageLog): Promise<void> {
  const begin = vscode.l10n.t('Begin Anew');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget how many keystrokes were saved, day by day? Counting begins at zero.'),
    { modal: true },
    begin,
  );
  if (answer === begin) await usage.reset();
}

const SUGGESTED = 'inkling.suggestedEager';

/** Suggests *eager* where what is shown is mostly wanted however unsure it was. Once: whoever says no is not asked again. */
export async function considerEager(usage: UsageLog, memory: vscode.Memento): Promise<void> {
  const { eagerness } = readSettings();
  if (memory.get(SUGGESTED, false) || eagerness === 'eager' || eagerness === 'manual') return;
  if (!wouldLikeMore(usage.all)) return;
  await memory.update(SUGGESTED, true);
  await say({
    text: vscode.l10n.t(
      'You take most of what Inkling offers, even what it is not sure of. It could offer more, and be wrong more often.',
    ),
    actions: [{ title: vscode.l10n.t('Offer More'), command: 'inkling.offerMore' }],
  });
}

export async function offerMore(): Promise<void> {
  await vscode.workspace
    .getConfiguration('inkling')
    .update('eagerness', 'eager', vscode.ConfigurationTarget.Global);
}
