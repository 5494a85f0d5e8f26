import { UNKNOWN } from '../../model/vocabulary/special';
import type { BaseInfo } from '../bases/base-file';
import { coverage, LEAST_COVERAGE, TELLING_WORDS, type WordCounts } from '../bases/choose';
import { WordTally } from '../bases/word-tally';
import type { Bases } from '../learning/bases';
import type { SuggestionModel } from '../prediction/suggestion-model';
import { baseNetwork, furtherBase } from '../serving/served-network';
import type { LearnedFrom } from '../serving/serving';
import { suggestionModel } from '../serving/suggestion-model';
import type { OpenDocument, OpenDocuments, OwnModel } from './documents';

export interface DocumentLanguagesHost {
  readonly documents: OpenDocuments;
  readonly bases: Bases;
  forgotten(): ReadonlySet<string>;
  /** The model that documents are answered from by default is to know this base too. */
  join(further: BaseInfo, signal: AbortSignal): Promise<void>;
  log(message: string): void;
}

/** The language of a document is told by so many tokens before its end. */
const LOOKED_AT_TOKENS = 400;
/** Before a document has so many characters there is nothing to tell; then it is looked at whenever it has doubled. */
const FIRST_LOOK = 250;

const OWN_WORDS: OwnModel = { model: undefined };

/**
 * Answers a document that is in another language than the model at hand from the base for that language, or where there is no
 * such base and the model knows nothing of the folder either, from the document's own words.
 */
export class DocumentLanguages {
  private model: SuggestionModel | undefined;
  private learned: LearnedFrom | undefined;
  /** By the base's fingerprint; the documents that are answered from it share it. */
  private readonly models = new Map<string, OwnModel>();
  /** Characters that a document must have to be looked at again. */
  private readonly nextLook = new WeakMap<OpenDocument, number>();
  private readonly stopped = new AbortController();

  constructor(private readonly host: DocumentLanguagesHost) {}

  /** The model that documents are answered from by default. */
  setModel(model: SuggestionModel | undefined, learned: LearnedFrom | undefined): void {
    const isOther = this.model?.lexicon !== model?.lexicon;
    this.model = model;
    this.learned = learned;
    this.host.documents.setModel(model);
    if (!isOther) return;
    for (const document of this.host.documents.all) void this.look(document);
  }

  /** A document was opened, or has changed. */
  notice(document: OpenDocument): void {
    const { length } = document.session.document;
    if (length < (this.nextLook.get(document) ?? FIRST_LOOK)) return;
    this.nextLook.set(document, 2 * length);
    setImmediate(() => void this.look(document)); // after requests that are waiting
  }

  /** Words or bases were forgotten: what documents of their own language are answered from may know them. */
  startOver(): void {
    this.models.clear();
    for (const document of this.host.documents.all) {
      this.host.documents.setOwnModel(document, undefined);
      void this.look(document);
    }
  }

  dispose(): void {
    this.stopped.abort();
  }

  private async look(document: OpenDocument): Promise<void> {
    const { documents, bases } = this.host;
    const { model, learned } = this;
    if (!bases.wanted || !model) {
      documents.setOwnModel(document, undefined);
      return;
    }
    const words = wordsOf(document);
    const total = [...words.values()].reduce((sum, count) => sum + count, 0);
    const { vocabulary } = model.lexicon;
    const knows = (key: string) => vocabulary.idOf(key) !== UNKNOWN;
    if (total < TELLING_WORDS || coverage(words, knows) >= LEAST_COVERAGE) {
      documents.setOwnModel(document, undefined);
      return;
    }
    try {
      const own = await this.modelFor(words, learned);
      if (this.model === model) documents.setOwnModel(document, own);
    } catch (error) {
      if (!this.stopped.signal.aborted) this.host.log(`No base can be read: ${error}`);
    }
  }

  private async modelFor(words: WordCounts, learned: LearnedFrom | undefined): Promise<OwnModel | undefined> {
    const loaded = [...this.models.keys(), ...(learned?.base ? [learned.base] : [])];
    const { chosen, base } = await this.host.bases.find(words, { loaded }, this.stopped.signal);
    const [first, second] = chosen;
    if (!first) return learned?.text ? undefined : OWN_WORDS;
    if (second && first.fingerprint === learned?.base) await this.host.join(second, this.stopped.signal);
    if (base) {
      const network = baseNetwork(base);
      const read = second && (await this.host.bases.read(second, this.stopped.signal));
      const further = read && furtherBase(read);
      const model = suggestionModel(network.lexicon, network, undefined, this.host.forgotten(), further);
      this.models.set(first.fingerprint, { model });
    }
    return this.models.get(first.fingerprint);
  }
}

function wordsOf({ session: { document } }: OpenDocument): WordCounts {
  const tally = new WordTally();
  tally.add(document.tokensBefore(document.length, LOOKED_AT_TOKENS).tokens);
  return tally.counts;
}
