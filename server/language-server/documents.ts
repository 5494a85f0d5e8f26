import type {
  DidChangeTextDocumentParams,
  DidOpenTextDocumentParams,
  Position,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SuggestionModel } from '../suggestion/model';
import { DocumentSession } from '../suggestion/session';

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: TextDocument;
  readonly session: DocumentSession;
}

/** The documents that the editor has open, each with the session that reads along in it. */
export class OpenDocuments {
  private readonly documents = new Map<string, OpenDocument>();
  private model: SuggestionModel | undefined;

  get(uri: string): OpenDocument | undefined {
    return this.documents.get(uri);
  }

  open({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): void {
    const session = new DocumentSession(languageId, text);
    session.setModel(this.model);
    this.documents.set(uri, {
      uri,
      languageId,
      text: TextDocument.create(uri, languageId, version, text),
      session,
    });
  }

  /** Changes arrive in the order in which they were made, each one relative to the text after the one before. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.documents.get(textDocument.uri);
    if (!document) return;
    const changes: { start: number; end: number; text: string }[] = [];
    for (const change of contentChanges) {
      const whole = !('range' in change);
      changes.push({
        start: whole ? 0 : document.text.offsetAt(change.range.start),
        end: whole ? document.text.getText().length : document.text.offsetAt(change.range.end),
        text: change.text,
      });
      TextDocument.update(document.text, [change], textDocument.version ?? document.text.version);
    }
    document.session.change(changes);
  }

  close(uri: string): void {
    this.documents.delete(uri);
  }

  /** From now on every document is answered from this model. Undefined: from its own words alone. */
  setModel(model: SuggestionModel | undefined): void {
    this.model = model;
    for (const { session } of this.documents.values()) session.setModel(model);
  }
}

/** UTF-16 offset of a position, or undefined if the document has no such place. */
export function offsetAt(text: TextDocument, { line, character }: Position): number | undefined {
  if (line < 0 || character < 0 || line >= text.lineCount) return undefined;
  const offset = text.offsetAt({ line, character });
  return text.positionAt(offset).character === character ? offset : undefined;
}
