import * as vscode from 'vscode';
import {
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentFilter,
  InlineCompletionRequest,
  type LanguageClient,
  TextDocumentSyncKind,
} from 'vscode-languageclient/node';
import { readSettings } from './settings';

/**
 * Which documents the server sees and is asked about: those of the languages that are on. The library registers what a server can
 * do for a selector once, at the start; this registers it, by the library's own dynamic registration, whenever the languages
 * change. So turning one on or off opens or closes its documents at the server and restarts nothing, and no other document has
 * a provider of ours: for some editors' settings that alone would silence their own lists.
 */
export class Languages {
  private registration: { readonly selector: string; readonly unregister: () => void } | undefined;
  private registrations = 0;

  /** Registers anew if the languages have changed, or after `forget`. */
  register(client: LanguageClient): void {
    const documentSelector = selectorOf(readSettings().languages);
    const selector = JSON.stringify(documentSelector);
    if (this.registration?.selector === selector) return;
    const id = `inkling-${this.registrations++}`;
    const { completionProvider } = client.initializeResult?.capabilities ?? {};
    const options = { id, registerOptions: { documentSelector } };
    const withOptions = <Options>(more: Options) => ({
      id,
      registerOptions: { documentSelector, ...more },
    });
    const opening = client.getFeature(DidOpenTextDocumentNotification.method);
    const changing = client.getFeature(DidChangeTextDocumentNotification.method);
    const saving = client.getFeature(DidSaveTextDocumentNotification.method);
    const closing = client.getFeature(DidCloseTextDocumentNotification.method);
    const completion = client.getFeature(CompletionRequest.method);
    const inline = client.getFeature(InlineCompletionRequest.method);
    // First the new, then the old: what stays on is neither closed nor opened again.
    changing.register(withOptions({ syncKind: TextDocumentSyncKind.Incremental }));
    closing.register(options);
    saving.register(withOptions({ includeText: false }));
    opening.register(options);
    completion.register(withOptions(completionProvider));
    inline?.register(options);
    this.registration?.unregister();
    const features = [completion, inline, opening, changing, saving, closing];
    const unregister = () => {
      for (const feature of features) feature?.unregister(id);
    };
    this.registration = { selector, unregister };
  }

  /** The client has stopped: the library has forgotten what was registered. */
  forget(): void {
    this.registration = undefined;
  }
}

/**
 * Where prose is written: files and untitled documents, the cells of notebooks, comments of a review, and whatever else the
 * workspace's folders lie on. Not outputs, nor the pages of a comparison.
 */
export function isServed({ scheme }: vscode.Uri): boolean {
  return servedSchemes().includes(scheme) || scheme === COMMIT_BOX.scheme;
}

/** The box for a commit's message. Its language has no other document, so its scheme alone is the selector. */
const COMMIT_BOX = { scheme: 'vscode-scm', language: 'scminput' } as const;

function servedSchemes(): string[] {
  const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.scheme) ?? [];
  return [...new Set(['file', 'untitled', 'vscode-notebook-cell', 'comment', ...folders])].sort();
}

function selectorOf(languages: Readonly<Record<string, boolean>>): DocumentFilter[] {
  const on = Object.keys(languages)
    .filter((language) => languages[language] && language !== COMMIT_BOX.language)
    .sort();
  const schemes = servedSchemes();
  return [
    ...on.flatMap((language) => schemes.map((scheme) => ({ scheme, language }))),
    ...(languages[COMMIT_BOX.language] ? [{ scheme: COMMIT_BOX.scheme }] : []),
  ];
}
