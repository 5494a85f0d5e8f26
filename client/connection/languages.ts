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

/** Files and untitled documents in every language that is on. */
function selectorOf(languages: Readonly<Record<string, boolean>>): DocumentFilter[] {
  const on = Object.keys(languages)
    .filter((language) => languages[language])
    .sort();
  return on.flatMap((language) => [
    { scheme: 'file', language },
    { scheme: 'untitled', language },
  ]);
}
