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
  type SelectedCompletionInfo,
} from 'vscode-languageserver-protocol';
import { Command, type CompletionData, type Spot, type WritingSettings } from '../protocol';
import { wholePercent } from '../sentences';
import { type OpenDocument, offsetAt } from './documents';

/** More than a writer reads, few enough to answer at once: the list is asked anew at each letter. */
const LIST_LENGTH = 50;

export function inlineCompletions(
  document: OpenDocument,
  { position, context }: InlineCompletionParams,
  { eagerness, leastProbability, longestOffer, ghostText: isOn }: WritingSettings,
): InlineCompletionItem[] {
  const automatic = context?.triggerKind === InlineCompletionTriggerKind.Automatic;
  if (!isOn || (automatic && eagerness === 'manual')) return [];
  const offset = offsetAt(document.text, position);
  if (offset === undefined) return [];
  const ghostText = document.session.ghostText(offset, {
    ...{ automatic, eagerness, longest: longestOffer },
    least: leastProbability > 0 ? leastProbability / 100 : undefined,
  });
  if (!ghostText?.insertText) return [];
  const placed = placedAt(document, position, ghostText.insertText, context?.selectedCompletionInfo);
  if (!placed) return [];
  return [
    {
      ...placed,
      command: { title: 'Suggestion accepted', command: Command.accepted },
    },
  ];
}

/**
 * Where ghost text goes. While an item of the list is selected it goes in that one's place and begins as it does; undefined where
 * it says something else: only one of the two can be accepted.
 */
function placedAt(
  document: OpenDocument,
  position: Position,
  insertText: string,
  selected: SelectedCompletionInfo | undefined,
): Pick<InlineCompletionItem, 'insertText' | 'range'> | undefined {
  if (!selected) return { insertText, range: { start: position, end: position } };
  const start = offsetAt(document.text, selected.range.start);
  const end = offsetAt(document.text, position);
  if (start === undefined || end === undefined) return undefined;
  const whole = document.text.slice(start, end) + insertText;
  return whole.startsWith(selected.text) ? { insertText: whole, range: selected.range } : undefined;
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
        word.probability === undefined ? undefined : { description: wholePercent(word.probability) },
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

/** Ways to take a listed word back, for an editor that runs commands from Markdown. */
export function takingBack({ uri }: OpenDocument, position: Position, word: string): string {
  const link = (title: string, command: string, argument: unknown) =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
  const spot: Spot = { uri, position, word };
  return `${link('Never suggest', Command.forget, word)} · ${link('Not here', Command.notHere, spot)}`;
}

export function emptyList(): CompletionList {
  return { isIncomplete: true, items: [] };
}
