import type { BaseProvenance, Json } from '../../model/format/trained-model';
import type { Kernels } from '../../model/kernels/kernels';
import type { FittedMixture } from '../../model/mixture/fit';
import { joinLexicon, type SharedWords } from '../../model/mixture/further-base';
import { type LoadedNetwork, loadNetwork } from '../../model/prediction/loaded-network';
import type { Snapshot, TrainingPoint } from '../../model/training/api';
import { vocabularyFromJson } from '../../model/vocabulary/json';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { version } from '../../package.json';
import { provenanceOf } from '../bases/base-file';
import type { LearnedBase } from '../bases/jobs';
import type { LoadedBase } from '../bases/load';
import type { Corpus } from '../corpus/corpus';
import { mixtureFromJson, mixtureToJson } from '../prediction/fitted-mixture';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../prediction/suggestion-model';
import type { LossHistory, PartFigures, Status } from '../protocol';
import type { ModelToStore, StoredModel } from '../store/stored-model';
import { loadKernels } from '../threads/kernels';
import { receive } from '../threads/posted-network';
import type { Unfinished } from '../training/checkpoint-messages';

/**
 * What a network has been trained on: a `base` as it was read from its file, `started` once it has the text's own words (and has perhaps
 * learned a part of what it is to learn, before training was cut short), `taught` once it has learned the text.
 */
export type Stage = 'base' | 'started' | 'taught';

/** The network that requests are answered from, and the lexicon that its ids belong to. */
export interface ServedNetwork {
  readonly stage: Stage;
  /** The base that its training began with. Absent: random weights. */
  readonly base?: BaseProvenance;
  /** The base's file, until it is taught. */
  readonly path?: string;
  readonly lexicon: Lexicon;
  readonly network: LoadedNetwork;
  readonly kernels: Kernels;
  /** Nats per token. */
  readonly heldOutLoss: number;
  /** Absent until it has learned anything of the text. */
  readonly description?: Status['model'];
  /** How it is mixed with the other parts. Absent: by default weights. */
  readonly fitted?: FittedMixture;
  readonly thresholds: Thresholds;
}

/** A base beside the one that the network comes from; it is never taught. */
export interface FurtherBase {
  readonly fingerprint: string;
  readonly name: string;
  readonly network: LoadedNetwork;
  /** Its words in a lexicon, which they join at the first question. */
  wordsIn(lexicon: Lexicon): SharedWords;
}

/** What was fitted to held-out text after training. */
export interface FittedToText {
  readonly fitted?: FittedMixture;
  readonly thresholds?: Thresholds;
  /** Held-out figures of the whole mixture. */
  readonly whole?: LossHistory['whole'];
}

export function restoredNetwork(model: StoredModel): ServedNetwork {
  const { config, provenance } = model;
  const heldOutLoss = provenance.heldOutLoss ?? Number.POSITIVE_INFINITY;
  return {
    stage: 'taught',
    base: provenance.base,
    lexicon: createLexicon(model.vocabulary, model.extraWords),
    ...receive(model.network),
    heldOutLoss,
    description: describe(config, heldOutLoss, provenance.trainedAt, true),
    fitted: mixtureFromJson(model.mixture),
    thresholds: thresholdsFromJson(model.mixture) ?? DEFAULT_THRESHOLDS,
  };
}

/** A base as it is, before anything else was read. */
export function baseNetwork(base: LoadedBase): ServedNetwork {
  const lexicon = createLexicon(vocabularyFromJson(base.vocabulary), base.extraWords);
  return untaught('base', receive(base.network), base, lexicon);
}

export function furtherBase({ info, ...base }: LoadedBase): FurtherBase {
  const vocabulary = vocabularyFromJson(base.vocabulary);
  const joined = new WeakMap<Lexicon, SharedWords>(); // a lexicon is served anew with each snapshot of a training
  return {
    fingerprint: info.fingerprint,
    name: info.name,
    network: receive(base.network).network,
    wordsIn(lexicon) {
      const words = joined.get(lexicon) ?? joinLexicon(vocabulary, lexicon);
      joined.set(lexicon, words);
      return words;
    },
  };
}

/** A base that has the text's own words, and has learned nothing about them. */
export function startedNetwork(
  base: Pick<LearnedBase, 'info' | 'network' | 'mixture'>,
  lexicon: Lexicon,
): ServedNetwork {
  return untaught('started', receive(base.network), base, lexicon);
}

/** What a training that was cut short had found of the text so far. */
export function unfinishedNetwork({
  config,
  parameters,
  heldOutLoss,
  vocabulary,
  base,
}: Unfinished): ServedNetwork {
  const kernels = loadKernels();
  return {
    stage: 'started',
    base,
    lexicon: createLexicon(vocabularyFromJson(JSON.parse(vocabulary)), []),
    network: loadNetwork(config, parameters, kernels),
    kernels,
    heldOutLoss,
    description: describe(config, heldOutLoss, new Date().toISOString(), true),
    thresholds: DEFAULT_THRESHOLDS,
  };
}

function untaught(
  stage: Stage,
  loaded: Pick<ServedNetwork, 'network' | 'kernels'>,
  { info, mixture }: Pick<LoadedBase, 'info' | 'mixture'>,
  lexicon: Lexicon,
): ServedNetwork {
  return {
    stage,
    base: provenanceOf(info),
    path: info.path,
    lexicon,
    ...loaded,
    heldOutLoss: Number.POSITIVE_INFINITY,
    fitted: mixtureFromJson(mixture),
    thresholds: thresholdsFromJson(mixture) ?? DEFAULT_THRESHOLDS,
  };
}

/**
 * A snapshot of the training, ready to answer. Snapshots of one training take turns in the same memory, so that
 * training costs no more of it the longer it lasts: `previous` must not be read any more.
 */
export function networkOf(
  { config, parameters, heldOutLoss }: Snapshot,
  lexicon: Lexicon,
  previous: ServedNetwork | undefined,
  base: BaseProvenance | undefined,
  { fitted, thresholds = DEFAULT_THRESHOLDS }: FittedToText = {},
): ServedNetwork {
  const hasSameShape =
    previous !== undefined && JSON.stringify(previous.network.config) === JSON.stringify(config);
  const kernels = hasSameShape ? previous.kernels : loadKernels();
  return {
    stage: 'taught',
    base,
    lexicon,
    network: loadNetwork(config, parameters, kernels, hasSameShape ? previous.network : undefined),
    kernels,
    heldOutLoss,
    description: describe(config, heldOutLoss, new Date().toISOString(), false),
    fitted,
    thresholds,
  };
}

/** How a training went, as far as the model file tells it. */
export interface TrainingRecord extends FittedToText {
  readonly history: readonly TrainingPoint[];
  readonly threads: number;
  readonly seed: number;
  readonly tokens: number;
  /** The text that was held out, as the network reads it. */
  readonly heldOut: Int32Array;
  readonly base?: BaseProvenance;
}

/** The model as it is to be stored, its corpus as it is now. */
export function modelToStore(corpus: Corpus, snapshot: Snapshot, record: TrainingRecord): ModelToStore {
  const { history, fitted, thresholds, whole, threads, seed, tokens, heldOut, base } = record;
  const since = corpus.sinceTraining;
  const rest: ModelToStore['rest'] = {
    mode: 'prose',
    preset: snapshot.config.cell,
    config: snapshot.config,
    parameters: snapshot.parameters,
    mixture: fitted && {
      ...asObject(mixtureToJson(fitted)),
      ...(thresholds && { thresholds: { ...thresholds } }),
      ...(whole && { whole: { together: { ...whole.together }, counting: { ...whole.counting } } }),
    },
    history,
    provenance: {
      program: `inkling ${version}`,
      trainedAt: new Date().toISOString(),
      seed,
      threads,
      seconds: history.at(-1)?.seconds ?? 0,
      documents: corpus.fileCount,
      tokens,
      heldOutTokens: heldOut.length,
      heldOutLoss: snapshot.heldOutLoss,
      ...(base && { base }),
      ...(since.newTokens + since.goneTokens > 0 && { sinceTraining: since }),
    },
  };
  const { vocabularyText, lexicon, texts } = corpus;
  return { rest, vocabularyText, lexicon, texts, heldOut };
}

/** They travel with the mixture that they were measured on. */
function thresholdsFromJson(mixture: Json | undefined): Thresholds | undefined {
  const { quiet, balanced, eager } = asObject(asObject(mixture).thresholds);
  const isShare = (value: Json | undefined): value is number =>
    typeof value === 'number' && value > 0 && value <= 1;
  return isShare(quiet) && isShare(balanced) && isShare(eager) ? { quiet, balanced, eager } : undefined;
}

/** What all parts reached together on held-out text, beside counting, when the model was trained. */
export function wholeFromJson(mixture: Json | undefined): LossHistory['whole'] {
  const whole = asObject(asObject(mixture).whole);
  const together = partFigures(whole.together);
  const counting = partFigures(whole.counting);
  return together && counting ? { together, counting } : undefined;
}

function partFigures(json: Json | undefined): PartFigures | undefined {
  const { perplexity, top1, top3, keystrokeSavings1 } = asObject(json);
  const isFigure = (value: Json | undefined): value is number =>
    typeof value === 'number' && Number.isFinite(value);
  if (!isFigure(perplexity) || !isFigure(top1) || !isFigure(top3) || !isFigure(keystrokeSavings1))
    return undefined;
  return { perplexity, top1, top3, keystrokeSavings1 };
}

function asObject(json: Json | undefined): { readonly [key: string]: Json } {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isObject ? (json as { readonly [key: string]: Json }) : {}; // isArray does not narrow readonly arrays away
}

function describe(
  { cell, hiddenSize, vocabularySize }: LoadedNetwork['config'],
  heldOutLoss: number,
  trainedAt: string,
  restored: boolean,
): NonNullable<Status['model']> {
  return { cell, hiddenSize, vocabularySize, perplexity: Math.exp(heldOutLoss), trainedAt, restored };
}
