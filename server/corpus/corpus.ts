import { NgramCounts, type NgramCountsState } from '../../model/counts/ngram-counts';
import { vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import { doubledWords } from '../suggestion/doubled';
import type { LeftOut } from './discover';
import type { CorpusDocument, Learned, Updated } from './jobs';
import { differenceOf } from './paragraphs';
import type { SeenFile } from './read-documents';

/** What is left of a paragraph's change to count before others get their turn. */
const TOKENS_AT_A_TIME = 2000;

/**
 * The text that is learned from, as ids of one lexicon, and its counts, kept up to date as files change. The lexicon
 * lives as long as the corpus: words that come later are added at its end.
 */
export class Corpus {
  files: readonly SeenFile[] = [];
  leftOut: readonly LeftOut[] = [];
  leftOutCount = 0;
  /** The closed vocabulary as JSON text, for the jobs that encode with it. */
  readonly vocabularyText: string;
  /** Whether the vocabulary was grown from exactly this text. */
  isFresh = true;
  private documents = new Map<string, CorpusDocument>();

  private doubledKeys: ReadonlySet<string> | undefined;

  private constructor(
    readonly lexicon: Lexicon,
    readonly counts: NgramCounts,
  ) {
    this.vocabularyText = JSON.stringify(vocabularyToJson(lexicon.vocabulary));
  }

  /** From a first reading, which grew its vocabulary. */
  static learned(answer: Learned): Corpus {
    const lexicon = createLexicon(vocabularyFromJson(answer.vocabulary), answer.extraWords);
    const corpus = new Corpus(lexicon, new NgramCounts({ state: answer.counts }));
    corpus.note(answer);
    for (const document of answer.documents) corpus.documents.set(document.path, document);
    return corpus;
  }

  /** From a stored model: what it had read then. The next update tells what the files say now. */
  static restored(lexicon: Lexicon, ids: Int32Array, counts: NgramCountsState): Corpus {
    const corpus = new Corpus(lexicon, new NgramCounts({ state: counts }));
    corpus.documents.set('', { path: '', ids, words: 0 });
    return corpus;
  }

  /** Text of every document, in path order. */
  get texts(): Int32Array[] {
    return [...this.documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ ids }) => ids);
  }

  /** Folded keys of the words that the text writes twice in a row. */
  get doubled(): ReadonlySet<string> {
    this.doubledKeys ??= doubledWords(this.lexicon, this.texts);
    return this.doubledKeys;
  }

  get words(): number {
    let words = 0;
    for (const document of this.documents.values()) words += document.words;
    return words;
  }

  get fileCount(): number {
    return this.documents.size;
  }

  /**
   * Takes in what an update found: counts what is new, forgets what is gone. In slices, so that requests are
   * answered in between.
   */
  async update(answer: Updated, signal: AbortSignal): Promise<void> {
    const { closedSize } = this.lexicon;
    const newIds = answer.words.map(({ key, form }) => this.lexicon.add(key, form));
    const changed = answer.documents.map((document) => ({
      ...document,
      ids: document.ids.map((id) => (id < closedSize ? id : (newIds[id - closedSize] ?? UNKNOWN))),
    }));
    const present = new Set(answer.files.filter(({ reason }) => !reason).map(({ path }) => path));
    const gone = [...this.documents.keys()].filter((path) => !present.has(path));
    const replaced = [...gone, ...changed.map(({ path }) => path)];
    const { removed, added } = differenceOf(
      replaced.flatMap((path) => this.documents.get(path)?.ids ?? []),
      changed.map((document) => document.ids),
    );
    signal.throwIfAborted();
    this.note(answer);
    if (removed.length + added.length > 0) this.isFresh = false;
    this.doubledKeys = undefined;
    for (const path of gone) this.documents.delete(path);
    for (const document of changed) this.documents.set(document.path, document);
    await this.inSlices(removed, (paragraph) => this.counts.remove(paragraph));
    await this.inSlices(added, (paragraph) => this.counts.add(paragraph));
  }

  private note({ files, leftOut, leftOutCount }: Pick<Updated, 'files' | 'leftOut' | 'leftOutCount'>): void {
    this.files = files;
    this.leftOut = leftOut;
    this.leftOutCount = leftOutCount;
  }

  private async inSlices(
    paragraphs: readonly Int32Array[],
    take: (paragraph: Int32Array) => void,
  ): Promise<void> {
    let tokens = 0;
    for (const paragraph of paragraphs) {
      take(paragraph);
      tokens += paragraph.length;
      if (tokens >= TOKENS_AT_A_TIME) {
        tokens = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}
