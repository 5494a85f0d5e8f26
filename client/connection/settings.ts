import * as vscode from 'vscode';
import type { Settings, WritingSettings } from '../../server/protocol';

/** The user's settings as the server wants them. Their defaults stand in package.json. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('inkling');
  const languages = configuration.get<Record<string, boolean>>('languages', {});
  const everywhere = readWriting(configuration);
  return {
    ...everywhere,
    enabled: configuration.get('enabled', true),
    languages,
    byLanguage: Object.fromEntries(
      Object.keys(languages)
        .filter((id) => languages[id])
        .map((id) => [id, writingIn(id)] as const)
        .filter(([, writing]) => JSON.stringify(writing) !== JSON.stringify(everywhere)),
    ),
    exclude: configuration.get('exclude', []),
    trainsByItself: configuration.get('trainsByItself', true),
    trainsOnBattery: configuration.get('trainsOnBattery', false),
    trainingSeconds: configuration.get('trainingSeconds', 60),
    threads: configuration.get('threads', 0),
    base: configuration.get('base', 'auto'),
  };
}

/** Those that hold in a language, as `"[latex]": {"inkling.eagerness": "quiet"}` may say. */
export function writingIn(languageId: string): WritingSettings {
  return readWriting(vscode.workspace.getConfiguration('inkling', { languageId }));
}

function readWriting(configuration: vscode.WorkspaceConfiguration): WritingSettings {
  return {
    eagerness: configuration.get('eagerness', 'balanced'),
    leastProbability: configuration.get('leastProbability', 0),
    longestOffer: configuration.get('longestOffer', 6),
    ghostText: configuration.get('ghostText', true),
    list: configuration.get('list', true),
    delay: configuration.get('delay', 0),
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
