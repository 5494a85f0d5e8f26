import * as vscode from 'vscode';
import { Command, type WhyAnswer } from '../../server/protocol';
import { wholePercent } from '../../server/sentences';
import { type Said, say } from '../connection/said';
import type { ServerConnection } from '../connection/server-connection';
import { pickPassage } from './learned';

/** *Why This Word?*: what speaks for the word that is offered at the caret, and where the writer's own text says so. */
export async function whyThisWord(connection: ServerConnection): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    await say(nothingOffered());
    return;
  }
  const { line, character } = editor.selection.active;
  const question = { uri: editor.document.uri.toString(), position: { line, character } };
  const answer = await connection.execute<WhyAnswer | null>(Command.why, question);
  if (answer === undefined) return; // it was said that nothing is running
  if (answer === null) await say(nothingOffered());
  else if (answer.passages.length === 0) await say(withoutPassages(answer));
  else await pickPassage(answer.passages, reasonsIn(answer));
}

/** `“water”, 43 %: your phrases 60 %, the network 40 %`. */
function reasonsIn({ word, probability, parts }: WhyAnswer): string {
  const named = parts.map(({ part, share }) => `${partName(part)} ${wholePercent(share)}`).join(', ');
  return named === ''
    ? vscode.l10n.t('“{0}”, {1}', word, wholePercent(probability))
    : vscode.l10n.t('“{0}”, {1}, from: {2}', word, wholePercent(probability), named);
}

export function withoutPassages(answer: WhyAnswer): Said {
  return {
    text: vscode.l10n.t(
      '{0}. It stands nowhere in the texts of this folder: Inkling knows it from what it had read before, or from this document.',
      reasonsIn(answer),
    ),
    actions: [{ title: vscode.l10n.t('Bases…'), command: 'inkling.showBases' }],
  };
}

export function nothingOffered(): Said {
  return {
    text: vscode.l10n.t(
      'Inkling offers nothing here. Put the caret behind a word or a space in your prose, where a suggestion stands, and ask again.',
    ),
    actions: [{ title: vscode.l10n.t('Trigger Suggestion'), command: 'editor.action.inlineSuggest.trigger' }],
  };
}

function partName(part: string): string {
  switch (part) {
    case 'network':
      return vscode.l10n.t('the network');
    case 'counts':
      return vscode.l10n.t('phrases of your text');
    case 'recency':
      return vscode.l10n.t('words used lately');
    case 'neuralCache':
      return vscode.l10n.t('places like this one');
    case 'phrase':
      return vscode.l10n.t('a longer phrase of yours');
    case 'furtherBase':
      return vscode.l10n.t('the other language');
    default:
      return part;
  }
}
