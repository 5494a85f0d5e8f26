import { NgramCounts, type NgramCountsState } from '../../model/counts/ngram-counts';
import { countParagraph, differenceOf, uncountParagraph } from '../../model/counts/paragraphs';
import type { TextSinceTraining } from '../../model/format/trained-model';
import { describeSecrets, sumSecrets } from '../../model/tokens/secret-kinds';
import type { StartingPoint } from '../../model/training/api';
import { concatenate } from '../../model/vocabulary/concatenate';
import { vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS, UNKNOWN } from '../../model/vocabulary/special';
import type { WordCounts } from '../bases/choose';
import type { LearnedBase } from '../bases/jobs';
import type { PostedText } from '../store/stored-model';
import { createBreather } from '../threads/breather';
import type { Baseline } from './counting-baseline';
import { doubledWords } from './doubled';
import { Drift } from './drift';
import type { LeftOut } from './finding/discover';
import { goneDocuments, isWithin } from './following/gone';
import type { CorpusDocument, Learned, TextToLearn, Updated } from './jobs';
import { Occurrences } from './occurrences';
import type { SeenFile } from './reading/read-documents';

/** Stands for the path of text that comes from a stored model. */
const RESTORED = '';
/** Tokens gone since `noteStored` from which on they are passages, which leave the stored model soon, rather than corrections. */
const PASSAGE = 100;

/**
 * The text that is learned from, as ids of one lexicon, and its counts, kept up to date as files change. The lexicon
 * lives as long as the corpus: words that come later are added at its end.
 */
export class Corpus {
  /** By path. */
  files: ReadonlyMap<string, SeenFile> = new Map();
  leftOut: readonly LeftOut[] = [];
  leftOutCount = 0;
  /** The closed vocabulary as JSON text, for the jobs that encode with it. */
  readonly vocabularyText: string;
  /** The text, ready to be trained on. Absent once it was trained on, and where it is no longer what the files say. */
  trainingData: TextToLearn | undefined;
  /** The base that the vocabulary extends. */
  base: Omit<LearnedBase, 'start'> | undefined;
  /** Weights to begin training with: the base's, or the present network's. Goes as the training data does. */
  start: StartingPoint | undefined;
  /** Whether only a part of a larger folder was read (`LearnJob.isGlance`). */
  isPartial = false;
  /** Whether `start` is the present network's weights, so that training continues it. */
  continues = false;
  /** Whether there has ever been text in it. */
  hadText = false;
  /** Held-out figures of the counts alone, measured at the first reading. */
  baseline: Baseline | undefined;
  /** What could not be read at the last reading. */
  unread: readonly string[] = [];
  private drift: Drift;
  private readonly occurrences: Occurrences;
  private goneDocuments: number;
  /** Words of the network that had gone from the text before this corpus knew it. */
  private readonly goneWords: number;
  /** At the last `noteStored`. */
  private stored = { goneTokens: 0, goneDocuments: 0 };
  private documents = new Map<string, CorpusDocument>();
  private doubledKeys: ReadonlySet<string> | undefined;

  private constructor(
    readonly lexicon: Lexicon,
    readonly counts: NgramCounts,
    /** Ids below it are a base's words, special tokens included. */
    readonly baseSize: number,
    since: Partial<TextSinceTraining> = {},
    vocabularyText?: string,
  ) {
    this.drift = new Drift(since);
    this.goneDocuments = since.goneDocuments ?? 0;
    this.goneWords = since.goneWords ?? 0;
    this.occurrences = new Occurrences(lexicon, baseSize);
    this.vocabularyText = vocabularyText ?? JSON.stringify(vocabularyToJson(lexicon.vocabulary));
  }

  /** From a first reading, which grew its vocabulary. */
  static learned(answer: Learned): Corpus {
    const lexicon = createLexicon(vocabularyFromJson(answer.vocabulary), answer.extraWords);
    const counts = new NgramCounts({ state: answer.counts });
    const baseSize = answer.base?.info.vocabularySize ?? SPECIAL_TOKENS.length;
    const corpus = new Corpus(lexicon, counts, baseSize, {}, answer.vocabularyText);
    corpus.baseline = answer.baseline;
    corpus.trainingData = answer.trainingData;
    if (answer.base) {
      const { start, ...base } = answer.base;
      corpus.base = base;
      corpus.start = start;
    }
    corpus.isPartial = answer.isPartial === true;
    corpus.start = answer.present ?? corpus.start;
    corpus.continues = answer.present !== undefined;
    corpus.hadText = answer.documents.length > 0;
    corpus.doubledKeys = answer.doubled;
    corpus.note(answer);
    for (const document of answer.documents) corpus.take(document);
    return corpus;
  }

  /** As `learned`, in slices, so that requests are answered in between. */
  static async learnedInSlices(answer: Learned): Promise<Corpus> {
    const breathe = createBreather();
    const corpus = Corpus.learned({ ...answer, documents: [] });
    for (const document of answer.documents) {
      corpus.take(document);
      const pause = breathe();
      if (pause) await pause;
    }
    corpus.hadText = answer.documents.length > 0;
    return corpus;
  }

  /**
   * From a stored model: what it had read then. The next update tells what the files say now.
   *
   * @param baseSize words of the vocabulary that come from a base, special tokens included.
   * @param since what had changed before the text was stored.
   */
  static restored(
    lexicon: Lexicon,
    ids: Int32Array,
    counts: NgramCountsState,
    baseSize: number = SPECIAL_TOKENS.length,
    since?: TextSinceTraining,
  ): Corpus {
    const corpus = new Corpus(lexicon, new NgramCounts({ state: counts }), baseSize, since);
    corpus.documents.set(RESTORED, { path: RESTORED, ids, words: 0 });
    corpus.occurrences.add(ids);
    corpus.hadText = true;
    corpus.noteStored();
    return corpus;
  }

  /** What is withheld of the text: kinds and how often, never what it says; '' for nothing. */
  get secrets(): string {
    return describeSecrets(sumSecrets([...this.files.values()].map(({ secrets }) => secrets)));
  }

  /** Text of every document, in path order. */
  get texts(): Int32Array[] {
    return [...this.documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ ids }) => ids);
  }

  get documentList(): Iterable<CorpusDocument> {
    return this.documents.values();
  }

  idsOf(path: string): Int32Array | undefined {
    return this.documents.get(path)?.ids;
  }

  /** How often each id stands in the text (lexicon). */
  countsById(): Float64Array {
    const counts = new Float64Array(this.lexicon.size); // (lexicon)
    for (const { ids } of this.documents.values()) for (const id of ids) counts[id]!++;
    return counts;
  }

  /** Folded keys of the words that the text writes twice in a row. */
  get doubled(): ReadonlySet<string> {
    this.doubledKeys ??= doubledWords(
      this.lexicon,
      [...this.documents.values()].map(({ ids }) => ids),
    );
    return this.doubledKeys;
  }

  /** How often each word stands in the text, by key; numbers and marks are none. */
  get wordCounts(): WordCounts {
    const { lexicon } = this;
    const { kinds } = lexicon.vocabulary;
    const words = new Map<string, number>();
    this.countsById().forEach((count, id) => {
      if (count > 0 && (kinds[id] ?? 'word') === 'word') words.set(lexicon.key(id), count);
    });
    return words;
  }

  /** Tokens, documents and words by which the text differs from the one that its network was trained on. */
  get sinceTraining(): TextSinceTraining {
    const { newTokens, goneTokens } = this.drift;
    // A document whose text stands elsewhere by now is not gone: then no token is.
    const goneDocuments = goneTokens > 0 ? this.goneDocuments : 0;
    return { newTokens, goneTokens, goneDocuments, goneWords: this.goneWords + this.occurrences.goneWords };
  }

  /** The text and its words in the form in which they are posted to a thread. */
  get present(): PostedText {
    const { lexicon, vocabularyText: vocabulary, sinceTraining, fileCount: documents } = this;
    const extra = lexicon.wordsFrom(lexicon.closedSize);
    return {
      ids: concatenate(this.texts),
      vocabulary,
      extraKeys: extra.map(({ key }) => key).join('\n'),
      extraForms: extra.map(({ form }) => form).join('\n'),
      documents,
      sinceTraining,
    };
  }

  /** Whether a word is known from text that is no longer there, and from nothing else. */
  isGone(id: number): boolean {
    return this.occurrences.isGone(id);
  }

  /** How much of the text at the last `noteStored` is gone: `much` is a word, a document or `PASSAGE` tokens. */
  get lostSinceStored(): 'much' | 'little' | 'nothing' {
    const { goneTokens } = this.drift;
    const lost = goneTokens - this.stored.goneTokens;
    if (this.occurrences.lostSinceNoted || lost >= PASSAGE) return 'much';
    if (lost > 0 && this.goneDocuments > this.stored.goneDocuments) return 'much';
    return lost > 0 ? 'little' : 'nothing';
  }

  /** The stored model now has exactly this text. Returns a function that undoes the note, for where writing fails. */
  noteStored(): () => void {
    const { stored } = this;
    const undo = this.occurrences.note();
    this.stored = { goneTokens: this.drift.goneTokens, goneDocuments: this.goneDocuments };
    return () => {
      undo();
      this.stored = stored;
    };
  }

  /** Whether it has text of files that could not be read the last time: reading anew would lose it. */
  get hasUnread(): boolean {
    if (this.unread.length === 0) return false;
    const unread = new Set(this.unread);
    return [...this.documents.keys()].some((path) => path === RESTORED || isWithin(path, unread));
  }

  /** Resets the drift: the writer ended a training, so the text as it is calls for no other. */
  acceptChanges(): void {
    this.drift.reset();
    this.goneDocuments = 0;
    this.stored = { goneTokens: 0, goneDocuments: 0 };
  }

  /** Frees what was kept for training: it has ended, or the text has changed. */
  dropTrainingData(): void {
    this.trainingData = undefined;
    this.start = undefined;
  }

  get words(): number {
    let words = 0;
    for (const document of this.documents.values()) words += document.words;
    return words;
  }

  get tokens(): number {
    return this.counts.tokens;
  }

  get fileCount(): number {
    return this.documents.size;
  }

  /**
   * Takes in what an update found: counts what is new, forgets what is gone. In slices, so that requests are
   * answered in between.
   */
  async update(answer: Updated, signal: AbortSignal): Promise<void> {
    const breathe = createBreather();
    const changed = await this.translate(answer, breathe);
    const gone = goneDocuments(this.documents.keys(), answer);
    const replaced = [...gone, ...changed.map(({ path }) => path)];
    const difference = await differenceOf(
      replaced.flatMap((path) => this.documents.get(path)?.ids ?? []),
      changed.map((document) => document.ids),
      breathe,
    );
    signal.throwIfAborted(); // from here on without a check of the signal: counts and texts must change together
    const { added } = difference;
    // Restored text does not say which file it came from: while some can't be read, none of it is known to be gone.
    const kept = gone.includes(RESTORED) && answer.unread.length > 0 ? difference.removed : [];
    const removed = kept.length > 0 ? [] : difference.removed;
    this.note(answer);
    if (removed.length + added.length > 0) this.dropTrainingData();
    this.hadText ||= changed.length > 0;
    if (removed.length > 0) this.goneDocuments += gone.filter((path) => path !== RESTORED).length;
    for (const path of gone) this.documents.delete(path);
    if (kept.length > 0) this.documents.set(RESTORED, { path: RESTORED, ids: concatenate(kept), words: 0 });
    for (const document of changed) this.documents.set(document.path, document);
    for (const paragraph of removed) {
      uncountParagraph(this.counts, paragraph);
      this.drift.remove(paragraph);
      this.occurrences.remove(paragraph);
      await breathe();
    }
    for (const paragraph of added) {
      countParagraph(this.counts, paragraph);
      this.drift.add(paragraph);
      this.occurrences.add(paragraph);
      await breathe();
    }
    this.followDoubled(removed, added);
  }

  /** The whole text is looked through again only where one that was written twice is gone: a save costs what has changed. */
  private followDoubled(removed: readonly Int32Array[], added: readonly Int32Array[]): void {
    if (!this.doubledKeys) return;
    if (doubledWords(this.lexicon, removed).size > 0) this.doubledKeys = undefined;
    else this.doubledKeys = new Set([...this.doubledKeys, ...doubledWords(this.lexicon, added)]);
  }

  /** The update's documents in ids of this lexicon, which its new words join. */
  private async translate(
    { documents, words }: Updated,
    breathe: () => Promise<void> | undefined,
  ): Promise<CorpusDocument[]> {
    const { closedSize } = this.lexicon;
    const newIds = words.map(({ key, form }) => this.lexicon.add(key, form));
    const translated: CorpusDocument[] = [];
    for (const document of documents) {
      const ids = document.ids.map((id) => (id < closedSize ? id : (newIds[id - closedSize] ?? UNKNOWN)));
      translated.push({ ...document, ids });
      await breathe();
    }
    return translated;
  }

  private take(document: CorpusDocument): void {
    this.documents.set(document.path, document);
    this.occurrences.add(document.ids);
  }

  private note(answer: Pick<Updated, 'files' | 'leftOut' | 'leftOutCount' | 'unread' | 'only'>): void {
    const { only } = answer;
    if (!only) {
      this.files = new Map(answer.files.map((file) => [file.path, file]));
      this.leftOut = answer.leftOut;
      this.leftOutCount = answer.leftOutCount;
      this.unread = answer.unread;
      return;
    }
    const looked = new Set(only);
    const files = new Map(this.files);
    const before = only.filter((path) => files.get(path)?.reason !== undefined).length;
    for (const path of only) files.delete(path);
    for (const file of answer.files) files.set(file.path, file);
    this.files = files;
    this.leftOut = [...this.leftOut.filter(({ path }) => !looked.has(path)), ...answer.leftOut];
    this.leftOutCount += answer.leftOutCount - before;
    this.unread = [...this.unread.filter((path) => !looked.has(path)), ...answer.unread];
  }
}
