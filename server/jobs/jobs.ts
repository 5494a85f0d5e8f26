/** The jobs that worker threads do besides training, and their answers. */
import type { FittedMixture } from '../../model/mixture/fit';
import type { Snapshot, TrainingPoint } from '../../model/training/api';
import type { BaseFound, BaseJob } from '../bases/jobs';
import type {
  Counted,
  CountJob,
  Learned,
  LearnJob,
  Redacted,
  RedactJob,
  Sampled,
  SampleJob,
  TextToLearn,
  Updated,
  UpdateJob,
} from '../corpus/jobs';
import type { WholeFigures } from '../evaluation/thresholds';
import type { BaseRequest } from '../library/make-base';
import type { Thresholds } from '../prediction/suggestion-model';
import type { MeasureAnswer } from '../protocol';
import type { LoadModelJob, ModelLoaded, ModelSaved, SaveModelJob } from '../store/stored-model';

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

/** Fits the mixture's weights and the confidence that ghost text needs, to held-out text. */
export interface FitJob {
  readonly kind: 'fit';
  readonly snapshot: Snapshot;
  /** The closed vocabulary as JSON text. */
  readonly vocabulary: string;
  /** The lexicon's words after it as JSON text (model/vocabulary/json.ts). */
  readonly extraWords: string;
  /** The training text and the held-out text of the network. */
  readonly data: TextToLearn;
}

/** Measures a document as if it were new. */
export interface MeasureJob {
  readonly kind: 'measure';
  readonly text: string;
  readonly languageId: string;
  /** A model or base to read the network from; with `known`, one of its vocabulary. */
  readonly modelPath?: string;
  /** The folder's text as it is now. Absent: what the file at `modelPath` says. */
  readonly known?: KnownText;
}

export interface KnownText {
  /** The closed vocabulary as JSON text, and the lexicon's words after it: text is posted as one flat copy. */
  readonly vocabulary: string;
  readonly extraWords: string;
  /** Ids of every file but the document's own. */
  readonly others: Int32Array;
  /** Of the document's own file, as it was read last; empty where it is not in the folder. */
  readonly own: Int32Array;
  /** The network of the training that goes on, in place of a stored one. */
  readonly snapshot?: Snapshot;
  readonly fitted?: FittedMixture;
}

/** Continues a base with other texts and writes it; see library/make-base.ts. Tells its progress. */
export interface ContinueBaseJob {
  readonly kind: 'continueBase';
  readonly request: BaseRequest;
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

export interface Fitted {
  readonly kind: 'fit';
  /** Absent if nothing is held out, as the thresholds are. */
  readonly fitted?: FittedMixture;
  readonly thresholds?: Thresholds;
  readonly whole?: WholeFigures;
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
