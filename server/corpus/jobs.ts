/** What the corpus worker is asked to do, and what it answers. Numbers travel as transferred arrays. */
import type { NgramCountsState } from '../../model/counts/ngram-counts';
import type { PresentText } from '../../model/format/redact';
import type { Json } from '../../model/format/trained-model';
import type { FittedMixture } from '../../model/mixture/fit';
import type { Snapshot, StartingPoint, TrainingData, TrainingPoint } from '../../model/training/api';
import type { ExtraWord, VocabularyJson } from '../../model/vocabulary/json';
import type { BaseFile, BaseInfo } from '../bases/base-file';
import type { WordCounts } from '../bases/choose';
import type { BaseProblem, LoadedBase } from '../bases/load';
import type { BaseRequest } from '../library/make-base';
import type { PostedNetwork } from '../posted-network';
import type { MeasureAnswer } from '../protocol';
import type { LoadModelJob, ModelLoaded, ModelSaved, SaveModelJob } from '../store/stored-model';
import type { Thresholds } from '../suggestion/model';
import type { Baseline } from './counting-baseline';
import type { LeftOut } from './discover';
import type { SeenFile } from './read-documents';

export type CorpusJob =
  | LearnJob
  | UpdateJob
  | CountJob
  | FitJob
  | RedactJob
  | MeasureJob
  | BaseJob
  | SampleJob
  | ContinueBaseJob
  | LoadModelJob
  | SaveModelJob;

/** Reads everything and grows a new vocabulary from it. */
export interface LearnJob {
  readonly kind: 'learn';
  readonly paths: readonly string[];
  /** The network shall begin from one of these, if one fits the text. */
  readonly bases: readonly BaseFile[];
  /** The editor's language, for a text of a few words. */
  readonly locale?: string;
  /** Reads no more than a second's worth, so that there is something to suggest before all of a large folder is read. Default false. */
  readonly isGlance?: boolean;
  /** A stored model to train on from, if the base that fits the text now is the one that it came from. */
  readonly presentPath?: string;
}

/** Chooses a base for a text, and reads it. */
export interface BaseJob {
  readonly kind: 'base';
  readonly bases: readonly BaseFile[];
  /** The text's words. Of fewer than a few, the locale decides where they do not. */
  readonly words: WordCounts;
  readonly locale?: string;
  /** As in `chooseBases`. */
  readonly incumbent?: string | null;
  /** Fingerprints of bases that need not be read, as they have been. Default: none is read, it is only chosen. */
  readonly loaded?: readonly string[];
}

/** Reads what has changed since `known`. */
export interface UpdateJob {
  readonly kind: 'update';
  readonly paths: readonly string[];
  readonly known: readonly SeenFile[];
  /** The only files to look at, out of `known`. Default: all that are found. */
  readonly only?: readonly string[];
  /** The corpus's closed vocabulary as JSON text, which is posted as one flat copy. */
  readonly vocabulary: string;
}

/** Counts a corpus that is known already. */
export interface CountJob {
  readonly kind: 'count';
  readonly corpus: Int32Array;
}

/** Fits the mixture's weights and the confidence that ghost text needs, to held-out text. */
export interface FitJob {
  readonly kind: 'fit';
  readonly snapshot: Snapshot;
  /** The closed vocabulary as JSON text. */
  readonly vocabulary: string;
  /** Rarer words that the base has counted. Without a base, none: words outside the vocabulary are then one and the same. */
  readonly extraWords: readonly ExtraWord[];
  /** What the network was trained on, and what it was held to. */
  readonly data: TrainingData;
}

/** Takes the text that is gone out of the stored model. */
export interface RedactJob extends Omit<PresentText, 'words'> {
  readonly kind: 'redact';
  readonly modelPath: string;
  /** The words of the text's ids: the closed vocabulary as JSON text, then one word a line. */
  readonly vocabulary: string;
  readonly extraKeys: string;
  readonly extraForms: string;
}

/** Measures the stored model on a document. */
export interface MeasureJob {
  readonly kind: 'measure';
  readonly modelPath: string;
  readonly text: string;
  readonly languageId: string;
}

/** Counts the words of a part of some files and folders. */
export interface SampleJob {
  readonly kind: 'sample';
  readonly paths: readonly string[];
}

/** Continues a base with other texts and writes it; see library/make-base.ts. Tells its progress. */
export interface ContinueBaseJob {
  readonly kind: 'continueBase';
  readonly request: BaseRequest;
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
  readonly trainingData: TrainingData;
  /** What the counts alone reach on the text that the network's training will hold out. */
  readonly baseline?: Baseline;
  /** Absent where none fits: the network begins from random weights. */
  readonly base?: LearnedBase;
  /** Weights of `LearnJob.presentPath` to train on from, in memory that threads share. */
  readonly present?: StartingPoint;
  readonly baseProblems: readonly BaseProblem[];
}

/** The base that a text's vocabulary extends. */
export interface LearnedBase {
  readonly info: BaseInfo;
  /** The base's weights with a row for each of the text's own words, in memory that threads share. */
  readonly start: StartingPoint;
  /** With these weights, ready to be run. */
  readonly network: PostedNetwork;
  /** As in `LoadedBase`. */
  readonly mixture?: Json;
  /** Bases for what the text says in other languages. */
  readonly further: readonly BaseInfo[];
}

export interface BaseFound {
  readonly kind: 'base';
  /** Every base that can be read. */
  readonly all: readonly BaseInfo[];
  /** In order; empty where none fits. */
  readonly chosen: readonly BaseInfo[];
  /** The first of them, if it was to be read. */
  readonly base?: LoadedBase;
  readonly problems: readonly BaseProblem[];
}

export interface Sampled {
  readonly kind: 'sample';
  readonly words: WordCounts;
}

export interface BaseContinued {
  readonly kind: 'continueBase';
  /** Of the texts. */
  readonly words: number;
}

/** Sent before the answer by jobs that take minutes. */
export interface JobProgress extends Pick<TrainingPoint, 'seconds' | 'heldOutLoss'> {
  readonly kind: 'progress';
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

export interface Fitted {
  readonly kind: 'fit';
  /** Absent if nothing is held out, as the thresholds are. */
  readonly fitted?: FittedMixture;
  readonly thresholds?: Thresholds;
}

export interface Redacted {
  readonly kind: 'redact';
  /** Of the model's file. */
  readonly bytes: Uint8Array;
}

export interface Measured {
  readonly kind: 'measure';
  readonly answer: MeasureAnswer;
}

export type CorpusAnswer =
  | Learned
  | Updated
  | Counted
  | Fitted
  | Redacted
  | Measured
  | BaseFound
  | Sampled
  | BaseContinued
  | ModelLoaded
  | ModelSaved;
export type AnswerTo<Job extends CorpusJob> = Extract<CorpusAnswer, { kind: Job['kind'] }>;
