import * as vscode from 'vscode';

/** Opens a file of the writer's at a place; see client/commands. */
export const OPEN_AT = 'inkling.openAt';

/** A link to a place in a file, as the server writes them for any editor. */
const LINK = /\]\((file:[^)\s#]*)#L(\d+),(\d+)\)/g;

/**
 * Markdown of the server whose links to places run a command of ours: VS Code opens links to files itself, but not where the files
 * are on another machine than the window.
 */
export function withPassageLinks(markdown: vscode.MarkdownString): vscode.MarkdownString {
  const value = markdown.value.replace(LINK, (_, uri: string, line: string, character: string) => {
    const given = encodeURIComponent(JSON.stringify([uri, Number(line) - 1, Number(character) - 1]));
    return `](command:${OPEN_AT}?${given})`;
  });
  const linked = new vscode.MarkdownString(value);
  linked.isTrusted = { enabledCommands: [OPEN_AT] };
  return linked;
}
