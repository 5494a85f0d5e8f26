/** What the tree of what was learned holds, as data: every line's text, what it opens and what can be done with it. */
import * as vscode from 'vscode';
import type { LearnedOverview, ListedWords, LossHistory, NeverEntry, WordQuery } from '../../server/protocol';

import { savedIn, type Usage } from './usage';

export interface LearnedNode {
  readonly label: string;
  /** Beside the label, in grey. */
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  /** What a click or Enter does. */
  readonly opens?: { readonly command: string; readonly argument: string };
  /** For the actions on the line; see `menus` in package.json. */
  readonly kind: NodeKind;
  /** What the line's actions are about: a path, a word. */
  readonly about?: string;
  /** Absent: a leaf. */
  readonly children?: readonly LearnedNode[];
  /** Words that are to be asked for when the line is opened. */
  readonly words?: WordQuery;
  readonly isOpen?: boolean;
}

export type NodeKind =
  | 'usage'
  | 'group'
  | 'file'
  | 'leftOut'
  | 'words'
  | 'word'
  | 'never'
  | 'model'
  | 'runs'
  | 'fact';

/** The top of the tree. `pathOf` shows a path as the writer knows it, from the folder on. */
export function learnedNodes(
  { files, fileCount, words, leftOut, leftOutCount, withheld, model }: LearnedOverview,
  never: readonly NeverEntry[],
  history: LossHistory | undefined,
  pathOf: (path: string) => string,
): LearnedNode[] {
  const { t } = vscode.l10n;
  const nodes: LearnedNode[] = [
    {
      kind: 'group',
      label: t('Folder'),
      icon: 'folder',
      description: t('{0} words in {1} files', words.toLocaleString(), fileCount.toLocaleString()),
      isOpen: true,
      children: [
        ...files.map((file) => fileNode(file, pathOf)),
        ...(leftOutCount > 0
          ? [
              {
                kind: 'group' as const,
                label: t('Left out'),
                icon: 'circle-slash',
                description: leftOutCount.toLocaleString(),
                children: leftOut.map((each) => leftOutNode(each, pathOf)),
              },
            ]
          : []),
      ],
    },
    {
      kind: 'words',
      label: t('Words'),
      icon: 'symbol-string',
      description: t('most frequent first'),
      words: { order: 'count' },
    },
    {
      kind: 'words',
      label: t('New words'),
      icon: 'sparkle',
      description: t('that Inkling learned from you'),
      words: { order: 'new' },
    },
    {
      kind: 'words',
      label: t('Names'),
      icon: 'account',
      description: t('written with a capital'),
      words: { order: 'name' },
    },
    {
      kind: 'group',
      label: t('Withheld'),
      icon: 'lock',
      description: t('never learned, never shown'),
      children: withheldNodes(withheld, files, pathOf),
    },
    {
      kind: 'group',
      label: t('Never suggested'),
      icon: 'mute',
      description: never.length.toLocaleString(),
      children: never.map(({ text, list, path }) => ({
        kind: 'never',
        label: text,
        description: list === 'user' ? t('in all your texts') : t('in this folder'),
        tooltip: path,
        about: text,
        icon: 'mute',
        opens: { command: 'inkling.openNeverList', argument: path },
      })),
    },
  ];
  if (model) nodes.push(modelNode(model));
  if (history && history.points.length > 0) nodes.push(runsNode(history));
  return nodes;
}

/** A line for each word, and one that says how many more there are. */
export function wordNodes({ words, total }: ListedWords): LearnedNode[] {
  const { t } = vscode.l10n;
  const nodes: LearnedNode[] = words.map(({ word, count, isNew }) => ({
    kind: 'word',
    label: word,
    description: isNew ? t('{0} ×, new', count.toLocaleString()) : t('{0} ×', count.toLocaleString()),
    about: word,
    opens: { command: 'inkling.showWhere', argument: word },
  }));
  if (nodes.length === 0) nodes.push({ kind: 'fact', label: t('None yet') });
  if (total > words.length) {
    const more = (total - words.length).toLocaleString();
    nodes.push({ kind: 'fact', label: t('{0} more: search for them', more), icon: 'search' });
  }
  return nodes;
}

function fileNode(
  { path, words, modified, withheld }: LearnedOverview['files'][number],
  pathOf: (path: string) => string,
): LearnedNode {
  const { t } = vscode.l10n;
  const date = modified > 0 ? new Date(modified).toLocaleDateString() : '';
  return {
    kind: 'file',
    label: pathOf(path),
    icon: 'file',
    description: t('{0} words · {1}', words.toLocaleString(), date),
    tooltip: withheld > 0 ? t('{0}\n{1} places withheld', path, withheld.toLocaleString()) : path,
    opens: { command: 'inkling.openFile', argument: path },
    about: path,
  };
}

function leftOutNode(
  { path, reason }: LearnedOverview['leftOut'][number],
  pathOf: (path: string) => string,
): LearnedNode {
  return {
    kind: 'leftOut',
    label: pathOf(path),
    icon: 'file',
    description: reason,
    tooltip: `${path}\n${reason}`,
    opens: { command: 'inkling.openFile', argument: path },
    about: path,
  };
}

function withheldNodes(
  withheld: LearnedOverview['withheld'],
  files: LearnedOverview['files'],
  pathOf: (path: string) => string,
): LearnedNode[] {
  const { t } = vscode.l10n;
  if (withheld.length === 0)
    return [{ kind: 'fact', label: t('Nothing that looks like a secret was found') }];
  return [
    ...withheld.map(({ kind, count }) => ({ kind: 'fact' as const, label: kind, description: `${count} ×` })),
    ...files
      .filter((file) => file.withheld > 0)
      .map((file) => ({ ...fileNode(file, pathOf), description: `${file.withheld} ×` })),
  ];
}

function modelNode({
  cell,
  hiddenSize,
  vocabularySize,
  trainedAt,
  path,
  bytes,
}: NonNullable<LearnedOverview['model']>): LearnedNode {
  const { t } = vscode.l10n;
  const fact = (label: string, description: string): LearnedNode => ({ kind: 'fact', label, description });
  return {
    kind: 'model',
    label: t('Model'),
    icon: 'circuit-board',
    description: t('of {0}', new Date(trainedAt).toLocaleString()),
    about: path,
    children: [
      fact(t('Network'), t('{0} of {1} units', cell.toUpperCase(), hiddenSize.toLocaleString())),
      fact(t('Knows'), t('{0} words', vocabularySize.toLocaleString())),
      fact(t('Size'), bytes === undefined ? t('not stored yet') : t('{0} MB', (bytes / 2 ** 20).toFixed(1))),
      { ...fact(t('Stored in'), path), tooltip: path },
    ],
  };
}

function runsNode({ points, running }: LossHistory): LearnedNode {
  const { t } = vscode.l10n;
  const best = Math.min(...points.flatMap(({ heldOutLoss }) => heldOutLoss ?? []));
  const seconds = points.at(-1)?.seconds ?? 0;
  return {
    kind: 'runs',
    label: running ? t('Learning now') : t('Last learned'),
    icon: 'graph-line',
    description: Number.isFinite(best)
      ? t('{0} s, perplexity {1}', seconds.toFixed(0), Math.exp(best).toFixed(1))
      : t('{0} s', seconds.toFixed(0)),
    opens: { command: 'inkling.showLoss', argument: '' },
  };
}

/** How many days are listed, the latest first; the rest goes out as CSV. */
const MOST_DAYS = 30;

/** Keystrokes saved by day, what became of offers, and how often they were wanted by how sure Inkling was. */
export function usageNode(usage: Usage, now: Date): LearnedNode {
  const { t } = vscode.l10n;
  const { today, week, all } = savedIn(usage, now);
  const days = Object.entries(usage.days).reverse().slice(0, MOST_DAYS);
  const children: LearnedNode[] = days.map(([date, { shown, accepted, typed, dismissed, saved }]) => ({
    kind: 'fact',
    label: date,
    description: t(
      '{0} keystrokes · shown {1}, accepted {2}, typed through {3}, dismissed {4}',
      ...[saved, shown, accepted, typed, dismissed].map((count) => count.toLocaleString()),
    ),
  }));
  const wanted: LearnedNode[] = usage.confidence.flatMap(({ ended, wanted: right }, bin) =>
    ended === 0
      ? []
      : [
          {
            kind: 'fact' as const,
            label: t('{0} to {1} % sure', 10 * bin, 10 * bin + 10),
            description: t(
              'wanted {0} % of {1} times',
              Math.round((100 * right) / ended),
              ended.toLocaleString(),
            ),
          },
        ],
  );
  if (wanted.length > 0)
    children.unshift({ kind: 'group', label: t('Wanted, by how sure Inkling was'), children: wanted });
  if (children.length === 0) children.push({ kind: 'fact', label: t('None yet') });
  return {
    kind: 'usage',
    label: t('Keystrokes saved'),
    icon: 'dashboard',
    description: t(
      'today {0}, in seven days {1}, in all {2}',
      ...[today, week, all].map((count) => count.toLocaleString()),
    ),
    tooltip: t('Counted from what you accepted, on this machine alone.'),
    children,
  };
}
