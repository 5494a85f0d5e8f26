/** What a thread is asked to do about the folder's text, and what it answers. Numbers travel as transferred arrays. */
import type { NgramCountsState } from '../../model/counts/ngram-counts';
import type { StartingPoint, TrainingData } from '../../model/training/api';
import type { ExtraWord, VocabularyJson } from '../../model/vocabulary/json';
import type { BaseFile } from '../bases/base-file';
import type { WordCounts } from '../bases/choose';
import type { LearnedBase } from '../bases/jobs';
import type { BaseProblem } from '../bases/load';
import type { PostedText } from '../store/stored-model';
import type { Baseline } from './counting-baseline';
import type { LeftOut } from './finding/discover';
import type { Exclusions } from './finding/exclusions';
import type { SeenFile } from './reading/read-documents';

/** Reads everything and grows a new vocabulary from it. */
export interface LearnJob {
  readonly kind: 'learn';
  readonly paths: readonly string[];
  readonly exclusions: Exclusions;
  /** The network shall begin from one of these, if one fits the text. */
  readonly bases: readonly BaseFile[];
  /** The editor's language, for a text of a few words. */
  readonly locale?: string;
  /** Reads no more than a second's worth, so that there is something to suggest before all of a large folder is read. Default false. */
  readonly isGlance?: boolean;
  /** A stored model to train on from, if the base that fits the text now is the one that it came from. */
  readonly presentPath?: string;
}

/** Reads what has changed since `known`. */
export interface UpdateJob {
  readonly kind: 'update';
  readonly paths: readonly string[];
  readonly exclusions: Exclusions;
  readonly known: readonly SeenFile[];
  /** The only files to look at, out of `known`. Default: all that are found. */
  readonly only?: readonly string[];
  /** The corpus's closed vocabulary as JSON text, which is posted as one flat copy. */
  readonly vocabulary: string;
}

/** Counts the n-grams of a restored corpus. */
export interface CountJob {
  readonly kind: 'count';
  readonly corpus: Int32Array;
}

/** Takes the text that is gone out of the stored model. */
export interface RedactJob extends PostedText {
  readonly kind: 'redact';
  readonly modelPath: string;
}

/** Counts the words of a part of some files and folders. */
export interface SampleJob {
  readonly kind: 'sample';
  readonly paths: readonly string[];
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
  /** Files and folders that could not be read. */
  readonly unread: readonly string[];
  readonly documents: readonly CorpusDocument[];
}

/** A text as a network is trained on it, and which words those are that the network reads as unknown. */
export interface TextToLearn extends TrainingData {
  readonly rareWords: {
    /** Lexicon ids of the tokens that are unknown in `train`, in their order; UNKNOWN itself for what is no word. */
    readonly train: Int32Array;
    /** The same of `valid`. */
    readonly valid: Int32Array;
  };
}

export interface Learned extends Reading {
  readonly kind: 'learn';
  /** Whether a glance was not enough to read everything. */
  readonly isPartial?: boolean;
  readonly vocabulary: VocabularyJson;
  /** The vocabulary as JSON text. Default: made from it. */
  readonly vocabularyText?: string;
  /** Keys of the words that the text writes twice in a row. Default: looked for when they are asked for. */
  readonly doubled?: ReadonlySet<string>;
  /** Words below the vocabulary's minimum count, in id order after it. */
  readonly extraWords: readonly ExtraWord[];
  readonly counts: NgramCountsState;
  /** The text as the network is trained on it, in memory that training can share. */
  readonly trainingData: TextToLearn;
  /** Figures of the counts alone on the text that training will hold out. */
  readonly baseline?: Baseline;
  /** Absent where none fits: the network begins from random weights. */
  readonly base?: LearnedBase;
  /** Weights of `LearnJob.presentPath` to train on from, in memory that threads share. */
  readonly present?: StartingPoint;
  readonly baseProblems: readonly BaseProblem[];
}

/** Only the documents that are new or have changed. Ids from the vocabulary's size on are indices into `words`. */
export interface Updated extends Reading {
  readonly kind: 'update';
  /** The only files that were looked at. */
  readonly only?: readonly string[];
  readonly words: readonly ExtraWord[];
}

export interface Counted {
  readonly kind: 'count';
  readonly counts: NgramCountsState;
}

export interface Redacted {
  readonly kind: 'redact';
  /** Of the model's file. */
  readonly bytes: Uint8Array;
}

export interface Sampled {
  readonly kind: 'sample';
  readonly words: WordCounts;
}
