import type { CellKind, NetworkConfig, Parameter } from '../network/config';
import type { TrainingPoint } from '../training/api';
import type { ExtraWord } from '../vocabulary/json';
import type { Vocabulary } from '../vocabulary/vocabulary';

/** How text becomes tokens: by the tokenizer, or already cut (one sentence a line, spaces between tokens). */
export type TokenMode = 'prose' | 'whitespace';

/** What `train --preset` offers: the tutorial's network by hand, or the engine with one of its cells. */
export type Preset = 'tutorial' | CellKind;

/** Everything that prediction needs, as one value: in memory after training, and in one file (model-file.ts). */
export interface TrainedModel {
  readonly mode: TokenMode;
  readonly preset: Preset;
  /** The network's closed vocabulary: rows of its embedding and output. */
  readonly vocabulary: Vocabulary;
  /** The lexicon's words after the vocabulary, in id order: words of the training text below the minimum count. */
  readonly extraWords: readonly ExtraWord[];
  readonly config: NetworkConfig;
  /** In the order and shapes of `parameterShapes(config)`. */
  readonly parameters: readonly Parameter[];
  /** The training text as lexicon ids, so that the counts can be rebuilt on load. Absent: the network stands alone. */
  readonly corpus?: Int32Array;
  /** What the mixture fitted on held-out text (model/mixture), as JSON. Absent: the defaults. */
  readonly mixture?: Json;
  /** The loss curves of the training that made this model. */
  readonly history: readonly TrainingPoint[];
  readonly provenance: Provenance;
}

export type { ExtraWord };

/** Where a model comes from; shown by `inkling info`. */
export interface Provenance {
  /** `inkling 0.1.0`. */
  readonly program: string;
  /** ISO 8601, when training ended. */
  readonly trainedAt: string;
  readonly seed: number;
  readonly threads: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** Files, tokens trained on, tokens held out. */
  readonly documents: number;
  readonly tokens: number;
  readonly heldOutTokens: number;
  /** Nats per token of the network alone on the held-out text, exact softmax. */
  readonly heldOutLoss?: number;
  /** Of a base: what it was made from and how. */
  readonly library?: LibraryProvenance;
  /** The base that training went on from. Absent: it began from random weights. */
  readonly base?: BaseProvenance;
  /** How the text that is stored differs from the one that the network was trained on. Absent: in nothing. */
  readonly sinceTraining?: TextSinceTraining;
}

export interface TextSinceTraining {
  /** Tokens that have come, and that have gone; a token counts with the two before it. */
  readonly newTokens: number;
  readonly goneTokens: number;
  /** Documents that have gone whole. */
  readonly goneDocuments: number;
  /** Words of the network that the text no longer has. */
  readonly goneWords: number;
}

/** A base as the models taught from it remember it. */
export interface BaseProvenance {
  readonly name: string;
  /** Differs between any two base files; see server/bases/base-file.ts. */
  readonly fingerprint: string;
  /** Words that it had read. */
  readonly words: number;
  /** What the untouched base reached on the text that was held out; absent if nothing was. */
  readonly heldOutLoss?: number;
  readonly top1?: number;
  readonly top3?: number;
  /** Words of its vocabulary; those of the model that follow are the text's own. */
  readonly vocabularySize?: number;
}

/** What a base has read. None of the text is in it. */
export interface LibraryProvenance {
  readonly collections: readonly {
    readonly name: string;
    readonly files: number;
    readonly words: number;
    /** Where they are few enough to be told. */
    readonly titles?: readonly string[];
  }[];
  /** Sources and terms, in the words of whoever made it. */
  readonly terms?: string;
  /** As it can be typed again. */
  readonly command: string;
  /** Version of Node that ran it. */
  readonly node: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
