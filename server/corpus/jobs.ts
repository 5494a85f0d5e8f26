/** What the corpus worker is asked to do, and what it answers. Numbers travel as transferred arrays. */
import type { NgramCountsState } from '../../model/counts/ngram-counts';
import type { ExtraWord, VocabularyJson } from '../../model/vocabulary/json';
import type { LeftOut } from './discover';
import type { SeenFile } from './read-documents';

export type CorpusJob = LearnJob | UpdateJob | CountJob;

/** Reads everything and grows a new vocabulary from it. */
export interface LearnJob {
  readonly kind: 'learn';
  readonly paths: readonly string[];
}

/** Reads what has changed since `known`. */
export interface UpdateJob {
  readonly kind: 'update';
  readonly paths: readonly string[];
  readonly known: readonly SeenFile[];
  /** The corpus's closed vocabulary as JSON text, which is posted as one flat copy. */
  readonly vocabulary: string;
}

/** Counts a corpus that is known already. */
export interface CountJob {
  readonly kind: 'count';
  readonly corpus: Int32Array;
}

/** Token ids of one file, each paragraph closed by PARAGRAPH_END. */
export interface CorpusDocument {
  readonly path: string;
  readonly ids: Int32Array;
  /** Tokens that are words. */
  readonly words: number;
}

interface Reading {
  readonly files: readonly SeenFile[];
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
  readonly documents: readonly CorpusDocument[];
}

export interface Learned extends Reading {
  readonly kind: 'learn';
  readonly vocabulary: VocabularyJson;
  /** Words below the vocabulary's minimum count, in id order after it. */
  readonly extraWords: readonly ExtraWord[];
  readonly counts: NgramCountsState;
}

/** Only the documents that are new or have changed. Ids from the vocabulary's size on are indices into `words`. */
export interface Updated extends Reading {
  readonly kind: 'update';
  readonly words: readonly ExtraWord[];
}

export interface Counted {
  readonly kind: 'count';
  readonly counts: NgramCountsState;
}

export type CorpusAnswer = Learned | Updated | Counted;
export type AnswerTo<Job extends CorpusJob> = Extract<CorpusAnswer, { kind: Job['kind'] }>;
