import { DEFAULT_CHANCE } from '../../model/letters/new-words';
import { foldWord } from '../../model/tokenizer/fold';
import { buildVocabulary } from '../../model/vocabulary/build';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { Eagerness, SuggestionModel } from '../prediction/suggestion-model';
import { ProseDocument, type TextSource } from '../prose/document';
import type { TokensBefore } from '../prose/tokens-before';
import type { OfferUse } from '../protocol';
import { Attention, type Change } from './attention';
import { readBehind, withBehind } from './behind';
import { type Accepts, createFilter } from './candidates';
import { type Caret, readCaret } from './caret';
import type { DocumentWord } from './document-words';
import { firstWhere } from './first-where';
import { withoutPhrases } from './forgotten-phrases';
import { createFragments } from './fragments';
import { type ListItem, listed } from './listed';
import { type Meant, meantAt } from './meant';
import { createNewWordIds, keyOf, type NewWordIds } from './new-words';
import { makeOffer } from './offer';
import { lookAhead, type Outlook } from './outlook';
import { OwnWordList } from './own-word-list';
import { untrainedModel } from './own-words';
import { Reader } from './reader';
import { ReaderPosition } from './reader-position';
import { contributionsOf, LONGEST_REASON, type Reasons } from './reasons';
import { createWriter, type Writer } from './writing';

export interface GhostTextOptions {
  /** Nobody asked for it. */
  readonly automatic: boolean;
  readonly eagerness: Eagerness;
  /** Confidence that it needs to appear by itself. Default: what the eagerness asks for. */
  readonly least?: number | undefined;
  /** Words and marks. Default 6. */
  readonly longest?: number | undefined;
}

export interface GhostText {
  readonly insertText: string;
  /** P(the text goes on with exactly this). */
  readonly probability: number;
}

/**
 * On a document that has just been opened only so many tokens before the caret are read: a recurrent
 * state has forgotten what lies further back, the caches hardly weigh it, and the first answer comes at once.
 */
const COLD_TOKENS = 400;
/** Tokens before the caret that the untrained model reads: more, as it is quick and knows nothing else. */
const UNTRAINED_TOKENS = 20_000;
/** The document's own words that are tried for the list; some of them can't be written at the caret. */
const MOST_OWN_WORDS = 200;
/** Share of the threshold at which an offer on the screen stays (hysteresis); a new one needs all of it. */
const HOLDS = 0.5;

const UNFITTED = { weights: DEFAULT_CHANCE };

/** What a request found at the caret; the next one mostly asks for the same place. */
interface View {
  readonly offset: number;
  /** Of the lexicon; words may have joined it. */
  readonly lexiconSize: number;
  /** Of the text learned from; words may have gone from it. */
  readonly textVersion: number | undefined;
  readonly caret: Caret;
  readonly outlook: Outlook;
  readonly writer: Writer;
}

/** One open document: its text, a predictor that follows the caret, and the rules for when to offer something. */
export class DocumentSession {
  readonly document: ProseDocument;
  /** Told what becomes of offers. */
  onUse: (use: OfferUse) => void = () => {};
  private readonly attention = new Attention((use) => this.onUse(use));
  private model: SuggestionModel = untrained();
  private trained = false;
  private readonly newWordIds: NewWordIds = createNewWordIds();
  /** What may come. */
  private accepts: Accepts = createFilter(this.model);
  /** What of it may be offered. */
  private offers: Accepts = this.accepts;
  private reader = new Reader(this.model.lexicon, this.model.createPredictor());
  private readonly position = new ReaderPosition();
  private readonly ownWords: OwnWordList;
  private view: View | undefined;

  constructor(
    private readonly languageId: string,
    text: string,
  ) {
    this.document = new ProseDocument(languageId, text);
    this.ownWords = new OwnWordList(this.document);
  }

  /** Undefined: nothing is trained yet, the document's own words answer, without those forgotten. */
  setModel(model: SuggestionModel | undefined, forgotten?: ReadonlySet<string>): void {
    const { lexicon, blocked } = this.model;
    this.trained = model !== undefined;
    this.model = model ?? untrained(forgotten);
    if (this.model.lexicon !== lexicon || this.model.blocked !== blocked) this.attention.withdraw();
    const accepts = createFilter(this.model, (id) => this.occurrences(id) > 0);
    const isFragment = createFragments(this.model.lexicon, (id) => this.occurrences(id));
    this.accepts = accepts;
    this.offers = (id) => accepts(id) && !isFragment(id);
    this.reader = new Reader(this.model.lexicon, this.model.createPredictor());
    this.position.reset();
    this.view = undefined;
  }

  /** Content changes in order, each in offsets of the text that the one before it left. */
  change(changes: readonly Change[]): void {
    for (const change of changes) {
      this.attention.change(change, this.document.slice(change.start, change.end));
      this.ownWords.change(change);
      this.position.change(change);
    }
    this.view = undefined;
  }

  /** Undefined is silence. Asked for (`automatic` false), it answers whatever its confidence, in prose only. */
  ghostText(
    offset: number,
    { automatic, eagerness, least, longest }: GhostTextOptions,
  ): GhostText | undefined {
    if (automatic && (eagerness === 'manual' || this.attention.quiet)) return undefined;
    if (!this.canSpeakAt(offset) || letterAt(this.document, offset)) return undefined;

    const { caret, outlook, writer } = this.look(offset);
    const threshold = least ?? this.model.thresholds[eagerness === 'manual' ? 'balanced' : eagerness];
    const held = this.holdOffer(offset, outlook, HOLDS * threshold);
    if (held !== undefined) return held;
    if (automatic && inNumber(caret)) return undefined;

    const offer = makeOffer(this.reader, outlook, caret, writer, this.offers, {
      threshold,
      asked: !automatic,
      doubled: this.model.doubled,
      longest,
    });
    if (offer === undefined) return undefined;
    this.attention.show(offer, offset);
    return { insertText: offer.insertText, probability: offer.probability };
  }

  /** What is left of the offer on the screen, while typing agrees with it and it is still plausible. */
  private holdOffer(offset: number, outlook: Outlook, leastConfidence: number): GhostText | undefined {
    const standing = this.attention.stillShown(offset);
    if (standing === undefined) return undefined;
    const { typed, offer } = standing;
    const index = offer.words.findIndex(({ end }) => end > typed);
    const word = offer.words[index]!; // something is left, and the last word ends where the offer does
    const begun = offer.insertText.slice(offer.words[index - 1]?.end ?? 0, typed).trim() !== '';
    const confidence = outlook.confidenceOf(word.id, begun || word.completes);
    if (confidence < leastConfidence) return undefined;
    return { insertText: offer.insertText.slice(typed), probability: confidence };
  }

  /** The likeliest words at the caret, then the document's own words that fit; one entry a word. */
  list(offset: number, count: number): ListItem[] {
    if (!this.canSpeakAt(offset) || markAt(this.document, offset)) return [];
    const { caret, outlook, writer } = this.look(offset);
    const { lexicon } = this.model;
    const asTyped = this.document.slice(caret.start, caret.offset);
    const items = new Map<string, ListItem>();
    const typed = this.typedWord(caret, outlook);
    if (typed) items.set(foldWord(caret.prefix), typed);
    for (const { id } of outlook.words(count)) {
      const piece = writer.write(id, caret);
      const item = piece && listed(piece, caret, asTyped);
      if (item) items.set(keyOf(id, lexicon, this.newWordIds), { ...item, probability: outlook.shareOf(id) });
    }
    if (items.size < count) this.addOwnWords(items, caret, count, writer.write);
    const all = [...items.values()];
    this.attention.list(all);
    return all;
  }

  /** The word that stands at the caret, if it is one: a list whose first item is accepted unasked then changes nothing. */
  private typedWord({ prefix, start, offset }: Caret, outlook: Outlook): ListItem | undefined {
    if (prefix === '') return undefined;
    const { lexicon } = this.model;
    const key = foldWord(prefix);
    const id = lexicon.idOf(key);
    const isLearned = id !== UNKNOWN && (id < lexicon.closedSize || lexicon.count(id) > 0);
    if (!(isLearned || this.ownWords.hasElsewhere(key, offset))) return undefined;
    if (id !== UNKNOWN && !this.accepts(id)) return undefined;
    const probability = id === UNKNOWN ? undefined : outlook.shareOf(id);
    return { start, text: prefix, insertText: prefix, filterText: prefix, probability };
  }

  /**
   * What speaks for a word at the caret: its probability, how much of it each part of the mixture gave, and what stands before it.
   *
   * @param word default: the one that is on the screen, else the likeliest. Undefined where there is none, or it is not known.
   */
  reasons(offset: number, word = this.offered(offset)): Reasons | undefined {
    if (word === undefined || !this.canSpeakAt(offset)) return undefined;
    const id = this.model.lexicon.idOf(foldWord(word));
    if (id === UNKNOWN) return undefined;
    const { caret, outlook } = this.look(offset);
    const probability = outlook.shareOf(id);
    this.reader.align(caret.context);
    const parts = contributionsOf(this.reader.predictor)?.(id);
    return { word, probability, parts, context: caret.context.slice(-LONGEST_REASON) };
  }

  /** The word that the ghost text on the screen goes on with; else the first of the list. */
  private offered(offset: number): string | undefined {
    if (!this.canSpeakAt(offset)) return undefined;
    const shown = this.attention.stillShown(offset);
    const word = shown?.offer.words.find(({ end }) => end > shown.typed);
    return word ? this.formOf(word.id, offset) : this.list(offset, 1)[0]?.text;
  }

  /** The word that is meant at a place where a suggestion may be shown; see `meantAt`. */
  meant(offset: number, count: number, given?: string): Meant {
    return meantAt(this.document, offset, count, { given, offered: this.attention.shownAt(offset) });
  }

  private addOwnWords(
    items: Map<string, ListItem>,
    caret: Caret,
    count: number,
    write: Writer['write'],
  ): void {
    const prefix = foldWord(caret.prefix);
    const { lexicon } = this.model;
    const fitting: DocumentWord[] = [];
    for (const word of this.ownWords.around(caret.offset).values()) {
      const { key } = word;
      if (!key.startsWith(prefix) || key === prefix || items.has(key)) continue;
      // Kept in order and short: of the thousands that fit an empty prefix few are asked for.
      const place = firstWhere(fitting, (other) => isRather(word, other));
      if (place === MOST_OWN_WORDS) continue;
      fitting.splice(place, 0, word);
      if (fitting.length > MOST_OWN_WORDS) fitting.pop();
    }
    for (const { key, form } of fitting) {
      if (items.size >= count) return;
      const id = lexicon.add(key, form);
      const piece = this.offers(id) ? write(id, caret) : undefined;
      const item = piece && listed(piece, caret, this.document.slice(caret.start, caret.offset));
      if (item) items.set(key, item);
    }
  }

  /** How often the document has a word, as far as it was read or its words were counted. */
  private occurrences(id: number): number {
    return Math.max(this.reader.count(id), this.ownWords.count(this.model.lexicon.key(id)));
  }

  /** A word of the vocabulary as it was learned, any other as this document writes it. */
  private formOf(id: number, offset: number, previous = UNKNOWN): string {
    if (id < 0) return this.newWordIds.keyOf(id);
    const { lexicon } = this.model;
    const own = id < lexicon.closedSize ? undefined : this.ownWords.around(offset).get(lexicon.key(id));
    return own?.form ?? lexicon.formAfter(previous, id);
  }

  private writerAt(caret: Caret): Writer {
    const formOf = (id: number, previous?: number) => this.formOf(id, caret.offset, previous);
    const { lexicon, blocked, doubled } = this.model;
    const writer = createWriter(this.document, caret, this.languageId, lexicon, formOf);
    const behind = readBehind(this.document, caret.offset, this.languageId);
    return withBehind(withoutPhrases(writer, blocked, lexicon), behind, lexicon, doubled);
  }

  private canSpeakAt(offset: number): boolean {
    return offset >= 0 && offset <= this.document.length && this.document.isProse(offset);
  }

  private look(offset: number): View {
    const { lexicon } = this.model;
    const textVersion = this.model.textVersion?.();
    const { view } = this;
    const isSame = view?.offset === offset && view.textVersion === textVersion;
    if (isSame && view.lexiconSize === lexicon.size) return view;
    const caret = readCaret(
      this.document,
      offset,
      this.tokensBefore(offset),
      (prefix) => lexicon.idsWithPrefix(foldWord(prefix)).length > 0,
      this.attention.hasAccepted(offset),
      this.languageId,
    );
    const writer = this.writerAt(caret);
    const outlook = lookAhead(this.reader, caret, {
      accepts: this.accepts,
      offers: this.offers,
      stands: standsAt(caret, lexicon, writer),
      newWords: this.model.newWords ?? UNFITTED,
      newWordIds: this.newWordIds,
      blocked: this.model.blocked,
    });
    this.view = { offset, lexiconSize: lexicon.size, textVersion, caret, outlook, writer };
    return this.view;
  }

  /** What the reader is to have read: from its anchor on, or from a new one where that pays. */
  private tokensBefore(offset: number): TokensBefore {
    const coldTokens = this.trained ? COLD_TOKENS : UNTRAINED_TOKENS;
    return this.position.read(offset, this.reader.length, coldTokens, (most) =>
      this.document.tokensBefore(offset, most),
    );
  }
}

/** Whether a word is listed before another: it is more frequent, or as frequent and more recent. */
function isRather(a: DocumentWord, b: DocumentWord): boolean {
  return a.count > b.count || (a.count === b.count && a.last > b.last);
}

function untrained(forgotten?: ReadonlySet<string>): SuggestionModel {
  return untrainedModel(createLexicon(buildVocabulary([])), forgotten);
}

/** Whether a word can be written at the caret. Only a mark can fail to, so only those are tried. */
function standsAt(caret: Caret, { closedSize, vocabulary }: Lexicon, writer: Writer): Accepts {
  if (caret.prefix !== '' || caret.touching) return () => true;
  const answers = new Map<number, boolean>();
  return (id) => {
    if (id >= closedSize || vocabulary.kinds[id] !== 'punctuation') return true;
    const stands = answers.get(id) ?? writer.write(id, caret) !== undefined;
    answers.set(id, stands);
    return stands;
  };
}

function letterAt(text: TextSource, offset: number): boolean {
  return /^[\p{L}\p{M}\p{N}]/u.test(text.slice(offset, offset + 2));
}

/** In the middle of a letter nothing can be put. */
function markAt(text: TextSource, offset: number): boolean {
  return /^\p{M}/u.test(text.slice(offset, offset + 2));
}

/** Digits are mostly followed by digits that nobody can guess. */
function inNumber({ prefix }: Caret): boolean {
  return /^\p{N}/u.test(prefix);
}
