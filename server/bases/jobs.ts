/** What a thread is asked to do about bases, and what it answers. */
import type { Json } from '../../model/format/trained-model';
import type { StartingPoint } from '../../model/training/api';
import type { PostedNetwork } from '../threads/posted-network';
import type { BaseFile, BaseInfo } from './base-file';
import type { WordCounts } from './choose';
import type { BaseProblem, LoadedBase } from './load';

/** Chooses a base for a text, and reads it. */
export interface BaseJob {
  readonly kind: 'base';
  readonly bases: readonly BaseFile[];
  /** Counts of the text's words. Where no base fits and they are fewer than `TELLING_WORDS`, the locale decides. */
  readonly words: WordCounts;
  readonly locale?: string;
  /** As in `chooseBases`. */
  readonly incumbent?: string | null;
  /** Fingerprints of bases that need not be read, as they have been. Default: none is read, it is only chosen. */
  readonly loaded?: readonly string[];
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

/** The base that a text's vocabulary extends. */
export interface LearnedBase {
  readonly info: BaseInfo;
  /** The base's weights with a row for each of the text's own words, in memory that threads share. */
  readonly start: StartingPoint;
  /** With these weights, ready to be run. */
  readonly network: PostedNetwork;
  /** As in `LoadedBase`. */
  readonly mixture?: Json;
  /** Further bases, for parts of the text in other languages. */
  readonly further: readonly BaseInfo[];
}
