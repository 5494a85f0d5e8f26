import * as vscode from 'vscode';
import type { Settings } from '../../server/protocol';

/** The user's settings as the server wants them. Their defaults stand in package.json. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('inkling');
  return {
    enabled: configuration.get('enabled', true),
    languages: configuration.get('languages', {}),
    eagerness: configuration.get('eagerness', 'balanced'),
    trainingSeconds: configuration.get('trainingSeconds', 60),
    threads: configuration.get('threads', 0),
    base: configuration.get('base', 'auto'),
  };
}

/** Turns everything on or off, where the setting is already kept: the workspace if it says something, else the user. */
export async function setEnabled(enabled: boolean): Promise<void> {
  await vscode.workspace.getConfiguration('inkling').update('enabled', enabled, whereKept('enabled'));
}

/** Turns one language on or off; the others keep what they had. */
export async function setLanguage(languageId: string, enabled: boolean): Promise<void> {
  const target = whereKept('languages');
  const kept = vscode.workspace.getConfiguration('inkling').inspect<Record<string, boolean>>('languages');
  const own = target === vscode.ConfigurationTarget.Workspace ? kept?.workspaceValue : kept?.globalValue;
  await vscode.workspace
    .getConfiguration('inkling')
    .update('languages', { ...own, [languageId]: enabled }, target);
}

function whereKept(name: string): vscode.ConfigurationTarget {
  const kept = vscode.workspace.getConfiguration('inkling').inspect(name);
  return kept?.workspaceValue === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
