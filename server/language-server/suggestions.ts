/** Answers to the two requests for suggestions, in the terms of the Language Server Protocol. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type InlineCompletionItem,
  type InlineCompletionParams,
  InlineCompletionTriggerKind,
  type Position,
} from 'vscode-languageserver-protocol';
import { Command, type CompletionData, type Settings } from '../protocol';
import { type OpenDocument, offsetAt } from './documents';

/** More than a writer reads, few enough to answer at once: the list is asked anew at each letter. */
const LIST_LENGTH = 50;

export function inlineCompletions(
  document: OpenDocument,
  { position, context }: InlineCompletionParams,
  eagerness: Settings['eagerness'],
): InlineCompletionItem[] {
  const automatic = context?.triggerKind === InlineCompletionTriggerKind.Automatic;
  if (automatic && eagerness === 'manual') return [];
  const offset = offsetAt(document.text, position);
  if (offset === undefined) return [];
  const ghostText = document.session.ghostText(offset, { automatic, eagerness });
  if (!ghostText?.insertText) return [];
  return [
    {
      insertText: ghostText.insertText,
      range: { start: position, end: position },
      command: { title: 'Suggestion accepted', command: Command.accepted },
    },
  ];
}

/** Best first. Always incomplete: another letter changes the probabilities, not only what fits. */
export function completionList(document: OpenDocument, { position }: CompletionParams): CompletionList {
  const offset = offsetAt(document.text, position);
  if (offset === undefined) return emptyList();
  const items = document.session.list(offset, LIST_LENGTH).map((word, rank): CompletionItem => {
    const typed = document.text.slice(word.start, offset);
    const data: CompletionData = { probability: word.probability };
    const start = document.text.positionAt(word.start);
    return {
      label: word.text,
      kind: CompletionItemKind.Text,
      labelDetails:
        word.probability === undefined ? undefined : { description: percentage(word.probability) },
      // What is typed already comes first; the editor, which ranks by its own score, is not to choose another.
      preselect: rank === 0 && typed !== '' && typed === word.text ? true : undefined,
      sortText: String(rank).padStart(3, '0'),
      filterText: word.filterText,
      textEdit: { range: { start, end: position }, newText: word.insertText },
      data,
    };
  });
  return { isIncomplete: true, items };
}

const PART_NAMES: Readonly<Record<string, string>> = {
  network: 'recurrent network',
  counts: 'phrases of the text',
  recency: 'words used lately',
  neuralCache: 'places like this one',
  phrase: 'a longer phrase of yours',
  furtherBase: 'the other language',
};
/** A smaller share is not worth a word. */
const LEAST_SHARE = 0.005;

/** What a listed word owes to which part, largest first; undefined where there is no model to owe it to. */
export function explain(document: OpenDocument, position: Position, word: string): string | undefined {
  const offset = offsetAt(document.text, position);
  if (offset === undefined) return undefined;
  const parts = Object.entries(document.session.contributions(offset, word) ?? {})
    .filter(([, share]) => share >= LEAST_SHARE)
    .sort(([, a], [, b]) => b - a);
  if (parts.length === 0) return undefined;
  return `From: ${parts.map(([name, share]) => `${PART_NAMES[name] ?? name} ${percentage(share)}`).join(', ')}`;
}

export function emptyList(): CompletionList {
  return { isIncomplete: true, items: [] };
}

/** `12 %`, and `< 1 %` rather than a bare zero. */
function percentage(probability: number): string {
  const rounded = Math.round(100 * probability);
  return rounded === 0 ? '< 1 %' : `${rounded} %`;
}
