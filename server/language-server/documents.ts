import type {
  DidChangeTextDocumentParams,
  DidOpenTextDocumentParams,
  Position,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol';
import type { SuggestionModel } from '../prediction/suggestion-model';
import type { ProseDocument } from '../prose/document';
import type { OfferUse } from '../protocol';
import { DocumentSession } from '../suggestion/session';

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  /** The session's own; changed through it alone. */
  readonly text: Pick<ProseDocument, 'text' | 'slice' | 'lineCount' | 'positionAt' | 'offsetAt'>;
  readonly session: DocumentSession;
  /** What this document alone is answered from, as it is in another language than the rest. */
  own?: OwnModel;
}

/** `undefined` inside: its own words. */
export interface OwnModel {
  readonly model: SuggestionModel | undefined;
}

/** The documents that the editor has open, each with the session that reads along in it. */
export class OpenDocuments {
  private readonly documents = new Map<string, OpenDocument>();
  private model: SuggestionModel | undefined;
  private forgotten: ReadonlySet<string> = new Set();

  /** @param onUse is told what becomes of offers. */
  constructor(private readonly onUse: (use: OfferUse) => void = () => {}) {}

  get all(): Iterable<OpenDocument> {
    return this.documents.values();
  }

  get(uri: string): OpenDocument | undefined {
    return this.documents.get(uri);
  }

  /** Throws on what is no document. */
  open({ textDocument: { uri, languageId, text } }: DidOpenTextDocumentParams): void {
    for (const [name, value] of Object.entries({ uri, languageId, text })) {
      if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${typeof value}`);
    }
    const session = new DocumentSession(languageId, text);
    session.onUse = this.onUse;
    session.setModel(this.model, this.forgotten);
    this.documents.set(uri, { uri, languageId, text: session.document, session });
  }

  /** Changes arrive in the order in which they were made, each one relative to the text after the one before. Throws on what is none. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.documents.get(textDocument.uri);
    if (!document) return;
    const text = document.session.document;
    for (const change of contentChanges) {
      if (!isChange(change))
        throw new TypeError(`expected a change, got ${JSON.stringify(change)?.slice(0, 80)}`);
      const range = 'range' in change ? change.range : undefined;
      const start = range ? text.offsetAt(range.start) : 0;
      const end = range ? text.offsetAt(range.end) : text.length;
      document.session.change([{ start, end, text: change.text }]);
    }
  }

  close(uri: string): void {
    this.documents.delete(uri);
  }

  /** From now on every document without a model of its own is answered from this. Undefined: from its own words alone. */
  setModel(model: SuggestionModel | undefined): void {
    this.model = model;
    for (const { session, own } of this.documents.values()) if (!own) session.setModel(model, this.forgotten);
  }

  /** What is never to be offered where a document's own words answer; models know it themselves. */
  setForgotten(forgotten: ReadonlySet<string>): void {
    this.forgotten = forgotten;
    for (const { session, own } of this.documents.values()) {
      if (!(own ? own.model : this.model)) session.setModel(undefined, forgotten);
    }
  }

  /** From now on this document is answered from that model, or again from everybody's. */
  setOwnModel(document: OpenDocument, own: OwnModel | undefined): void {
    if (document.own === own) return;
    document.own = own;
    document.session.setModel(own ? own.model : this.model, this.forgotten);
  }
}

function isChange(change: TextDocumentContentChangeEvent | null): boolean {
  if (typeof change?.text !== 'string') return false;
  if (!('range' in change)) return true;
  return isPosition(change.range?.start) && isPosition(change.range?.end);
}

function isPosition(position: Position | null | undefined): position is Position {
  return Number.isSafeInteger(position?.line) && Number.isSafeInteger(position?.character);
}

/** UTF-16 offset of a position, or undefined if the document has no such place. */
export function offsetAt(text: OpenDocument['text'], position: Position): number | undefined {
  if (!isPosition(position)) return undefined;
  const { line, character } = position;
  if (line < 0 || character < 0 || line >= text.lineCount) return undefined;
  const offset = text.offsetAt({ line, character });
  return text.positionAt(offset).character === character ? offset : undefined;
}
