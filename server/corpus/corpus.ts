import { NgramCounts, type NgramCountsState } from '../../model/counts/ngram-counts';
import { describeSecrets, sumSecrets } from '../../model/tokenizer/secrets/kinds';
import type { StartingPoint, TrainingData } from '../../model/training/api';
import { vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { WordCounts } from '../bases/choose';
import { doubledWords } from '../suggestion/doubled';
import { createBreather } from './breather';
import type { Baseline } from './counting-baseline';
import type { LeftOut } from './discover';
import type { CorpusDocument, Learned, LearnedBase, Updated } from './jobs';
import { countParagraph, differenceOf, uncountParagraph } from './paragraphs';
import type { SeenFile } from './read-documents';

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
  /** The text, ready to be trained on. Absent once it was trained on, and where it is no longer what the files say. */
  trainingData: TrainingData | undefined;
  /** The base that the vocabulary extends. */
  base: Omit<LearnedBase, 'start'> | undefined;
  /** Its weights, to begin training with; goes as the training data does. */
  start: StartingPoint | undefined;
  /** Whether there has ever been text in it. */
  hadText = false;
  /** What counting alone reaches, measured at the first reading. */
  baseline: Baseline | undefined;
  /** Tokens that have come since the first reading, and so are new to a network trained on that. */
  newTokens = 0;
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
    corpus.baseline = answer.baseline;
    corpus.trainingData = answer.trainingData;
    if (answer.base) {
      const { start, ...base } = answer.base;
      corpus.base = base;
      corpus.start = start;
    }
    corpus.hadText = answer.documents.length > 0;
    corpus.note(answer);
    for (const document of answer.documents) corpus.documents.set(document.path, document);
    return corpus;
  }

  /** From a stored model: what it had read then. The next update tells what the files say now. */
  static restored(lexicon: Lexicon, ids: Int32Array, counts: NgramCountsState): Corpus {
    const corpus = new Corpus(lexicon, new NgramCounts({ state: counts }));
    corpus.documents.set('', { path: '', ids, words: 0 });
    corpus.hadText = true;
    return corpus;
  }

  /** What is withheld of the text: kinds and how often, never what it says; '' for nothing. */
  get secrets(): string {
    return describeSecrets(sumSecrets(this.files.map(({ secrets }) => secrets)));
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

  /** How often each word stands in the text, by key; numbers and marks are none. */
  get wordCounts(): WordCounts {
    const { lexicon, documents } = this;
    const { kinds } = lexicon.vocabulary;
    const counts = new Float64Array(lexicon.size); // (lexicon)
    for (const { ids } of documents.values()) for (const id of ids) counts[id]!++;
    const words = new Map<string, number>();
    counts.forEach((count, id) => {
      if (count > 0 && (kinds[id] ?? 'word') === 'word') words.set(lexicon.key(id), count);
    });
    return words;
  }

  /** Training is over, or the text no longer what it was for. */
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
    const present = new Set(answer.files.filter(({ reason }) => !reason).map(({ path }) => path));
    const gone = [...this.documents.keys()].filter((path) => !present.has(path));
    const replaced = [...gone, ...changed.map(({ path }) => path)];
    const { removed, added } = await differenceOf(
      replaced.flatMap((path) => this.documents.get(path)?.ids ?? []),
      changed.map((document) => document.ids),
      breathe,
    );
    signal.throwIfAborted(); // from here on all of it happens, or the counts would no longer be those of the texts
    this.note(answer);
    if (removed.length + added.length > 0) this.dropTrainingData();
    this.hadText ||= changed.length > 0;
    for (const path of gone) this.documents.delete(path);
    for (const document of changed) this.documents.set(document.path, document);
    for (const paragraph of removed) {
      uncountParagraph(this.counts, paragraph);
      await breathe();
    }
    for (const paragraph of added) {
      countParagraph(this.counts, paragraph);
      this.newTokens += paragraph.length;
      await breathe();
    }
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

  private note({ files, leftOut, leftOutCount }: Pick<Updated, 'files' | 'leftOut' | 'leftOutCount'>): void {
    this.files = files;
    this.leftOut = leftOut;
    this.leftOutCount = leftOutCount;
  }
}
