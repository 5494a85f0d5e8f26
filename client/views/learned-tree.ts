import * as vscode from 'vscode';
import {
  Command,
  type LearnedOverview,
  type ListedWords,
  type LossHistory,
  type NeverEntry,
} from '../../server/protocol';
import type { ServerConnection } from '../connection/server-connection';
import { type LearnedNode, learnedNodes, usageNode, wordNodes } from './learned-nodes';
import type { UsageLog } from './usage';

/** The view *What It Learned*: a tree of the folder's files, words, and what is left out, asked for when it is looked at. */
export class LearnedTree implements vscode.TreeDataProvider<LearnedNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<LearnedNode>;
  private readonly listeners: vscode.Disposable[];
  private state: string | undefined;

  constructor(
    private readonly connection: ServerConnection,
    private readonly usage: UsageLog,
  ) {
    this.view = vscode.window.createTreeView('inkling.learned', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const follow = connection.onStatus((status) => {
      // Training reports many times a second; what is shown here changes with the state, the text and the model.
      const state = JSON.stringify([status?.state, status?.corpus, status?.model?.trainedAt]);
      if (state !== this.state) this.refresh();
      this.state = state;
    });
    this.listeners = [follow, usage.onChange(() => this.refresh())];
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(node?: LearnedNode): Promise<LearnedNode[]> {
    if (this.connection.life !== 'running') return [];
    if (node?.words) {
      const listed = await this.connection.execute<ListedWords>(Command.words, node.words);
      return listed ? wordNodes(listed) : [];
    }
    if (node) return [...(node.children ?? [])];
    const [learned, never, history] = await Promise.all([
      this.connection.execute<LearnedOverview | null>(Command.learned),
      this.connection.execute<NeverEntry[] | null>(Command.neverLists),
      this.connection.execute<LossHistory | null>(Command.lossHistory),
    ]);
    if (!learned || (learned.fileCount === 0 && learned.leftOutCount === 0 && !learned.model)) return []; // the welcome says what to do
    const nodes = learnedNodes(learned, never ?? [], history ?? undefined, (path) =>
      vscode.workspace.asRelativePath(path, undefined),
    );
    return [...nodes, usageNode(this.usage.all, new Date())];
  }

  getTreeItem(node: LearnedNode): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const hasChildren = node.words !== undefined || (node.children?.length ?? 0) > 0;
    const item = new vscode.TreeItem(node.label, hasChildren ? (node.isOpen ? Expanded : Collapsed) : None);
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.contextValue = `inkling.${node.kind}`;
    if (node.icon) item.iconPath = new vscode.ThemeIcon(node.icon);
    item.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join(', ') };
    if (node.opens) {
      const { command, argument } = node.opens;
      item.command = { command, title: node.label, arguments: argument === '' ? [] : [argument] };
    }
    return item;
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}
