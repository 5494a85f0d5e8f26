import type { BaseProvenance, TextSinceTraining } from '../../model/format/trained-model';
import type { Snapshot } from '../../model/training/api';
import { seededRandom } from '../../model/training/random';
import type { Measurement } from '../../model/training/trainer';
import { concatenate } from '../../model/vocabulary/concatenate';
import { extraWordsToJson } from '../../model/vocabulary/json';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';
import { provenanceOf } from '../bases/base-file';
import type { LoadedBase } from '../bases/load';
import { Corpus } from '../corpus/corpus';
import type { Counted } from '../corpus/jobs';
import type { KnownText } from '../jobs/jobs';
import type { SuggestionModel } from '../prediction/suggestion-model';
import type { StoredModel } from '../store/stored-model';
import type { Unfinished } from '../training/checkpoint-messages';
import { continuation } from './continuation';
import {
  baseNetwork,
  type FittedToText,
  type FurtherBase,
  furtherBase,
  networkOf,
  restoredNetwork,
  type ServedNetwork,
  startedNetwork,
  unfinishedNetwork,
  wholeFromJson,
} from './served-network';
import type { StatusBoard } from './status-board';
import { suggestionModel } from './suggestion-model';

/** Text samples that are kept of one training, for the loss view's list. */
const MOST_SAMPLES = 12;
/** Tokens from the held-out text's beginning that a sample continues. */
const PROMPT_TOKENS = 3;
/** Seed of the draws: the same each time, so that samples differ by the network alone. */
const SAMPLE_SEED = 7;

/** What a served model has learned from. */
export interface LearnedFrom {
  /** Fingerprint of its base. */
  readonly base?: string;
  /** Whether it knows text of the folder. */
  readonly text: boolean;
}

export interface ServingHost {
  readonly status: StatusBoard;
  /** Whether Inkling is on. */
  enabled(): boolean;
  forgotten(): ReadonlySet<string>;
  /** From now on documents are answered from this. Undefined: from their own words alone. */
  serve(model: SuggestionModel | undefined, learned: LearnedFrom | undefined): void;
}

/**
 * What documents are answered from, and what the status says of it. It goes through stages: nothing, a base, a base with the
 * text's words and counts (or counts alone), and a network that was taught the text.
 */
export class Serving {
  private currentCorpus: Corpus | undefined;
  private network: ServedNetwork | undefined;
  /** What was served before the text was gone. */
  private hidden: ServedNetwork | undefined;
  /** What the corpus's base reaches on its held-out text before it is taught. */
  private untaught: BaseProvenance | undefined;
  /** The base for what the texts say in another language. One at most: each takes the memory of a network. */
  private furtherBase: FurtherBase | undefined;
  private isSampling = false;
  /** The network that is served, until it is stored. */
  private snapshot: Snapshot | undefined;

  constructor(private readonly host: ServingHost) {}

  get corpus(): Corpus | undefined {
    return this.currentCorpus;
  }

  get served(): ServedNetwork | undefined {
    return this.network;
  }

  /** The network, if it has been taught the folder's text. */
  get taught(): ServedNetwork | undefined {
    return this.network?.stage === 'taught' ? this.network : undefined;
  }

  /** Fingerprint of the further base. */
  get further(): string | undefined {
    return this.furtherBase?.fingerprint;
  }

  /** Nothing that was learned holds any longer. */
  clear(): void {
    this.currentCorpus = undefined;
    this.network = undefined;
    this.hidden = undefined;
    this.snapshot = undefined;
    this.untaught = undefined;
    this.furtherBase = undefined;
    this.host.serve(undefined, undefined);
    this.host.status.update({ model: undefined, corpus: undefined, base: undefined });
  }

  /** A model that was stored. */
  restore(model: StoredModel): void {
    const { base } = model.provenance;
    this.network = restoredNetwork(model);
    this.untaught = base;
    const { name = '', heldOutLoss, top1, top3 } = base ?? {};
    const measured = heldOutLoss === undefined ? undefined : { name, heldOutLoss, top1, top3 };
    const whole = wholeFromJson(model.mixture);
    this.host.status.setHistory({ points: [...model.history], base: measured, whole, running: false });
    this.refresh();
  }

  /** The text that the restored model had read then. */
  restoreCorpus(ids: Int32Array, { counts }: Counted, since?: TextSinceTraining): void {
    if (!this.network) return;
    const { lexicon, base } = this.network;
    // Where nobody knows how many of the words are the base's, all are taken to be.
    const baseSize = base && (base.vocabularySize ?? lexicon.closedSize);
    this.currentCorpus = Corpus.restored(lexicon, ids, counts, baseSize, since);
    this.refresh();
  }

  /** What a training that was cut short had found. */
  beginUnfinished(unfinished: Unfinished): void {
    this.network = unfinishedNetwork(unfinished);
    const { base, untaught } = unfinished;
    this.untaught = base && {
      ...base,
      heldOutLoss: untaught?.loss,
      top1: untaught?.top1,
      top3: untaught?.top3,
    };
    this.refresh();
  }

  /** The text is gone: what was learned from it is not served, until `showAgain`. */
  hide(): void {
    if (!this.network || this.network.stage === 'base') return;
    this.hidden = this.network;
    this.network = undefined;
    this.refresh();
  }

  /** The text is back, and so is what was learned from it. False if nothing was hidden. */
  showAgain(): boolean {
    if (!this.hidden) return false;
    this.network = this.hidden;
    this.hidden = undefined;
    this.refresh();
    return true;
  }

  /** A base as it is. */
  begin(base: LoadedBase): void {
    this.network = baseNetwork(base);
    this.refresh();
  }

  /** Adds this base's network to the mixture, in place of the further base before. */
  join(base: LoadedBase | undefined): void {
    this.furtherBase = base && furtherBase(base);
    this.refresh();
  }

  /** From another corpus: from its base, and from counting, until there is a network for it. A mere base stays where there is no text. */
  adopt(corpus: Corpus): void {
    this.currentCorpus = corpus;
    this.untaught = undefined;
    this.hidden = undefined;
    const { base, start } = corpus;
    if (this.network?.stage === 'started' && hasVocabularyOf(this.network, corpus))
      this.network = { ...this.network, lexicon: corpus.lexicon };
    else if (base && start) this.network = startedNetwork(base, corpus.lexicon);
    else if (corpus.words > 0 || this.network?.stage !== 'base') this.network = undefined;
    this.refresh();
  }

  /** What training begins with was measured on the corpus's held-out text. */
  measured({ base, continues }: Corpus, { loss: heldOutLoss, top1, top3 }: Measurement): void {
    if (!base || continues) return;
    const { status } = this.host;
    this.untaught = { ...provenanceOf(base.info), heldOutLoss, top1, top3 };
    status.updateHistory({ base: { name: base.info.name, heldOutLoss, top1, top3 } });
    this.tell();
  }

  /** A network that was taught the corpus. */
  teach(corpus: Corpus, snapshot: Snapshot, fitted?: FittedToText): void {
    const base = corpus.base && { ...provenanceOf(corpus.base.info), ...this.untaught };
    this.currentCorpus = corpus;
    this.network = networkOf(snapshot, corpus.lexicon, this.network, base, fitted);
    this.snapshot = snapshot;
    if (fitted?.whole) this.host.status.updateHistory({ whole: fitted.whole });
    this.refresh();
  }

  /** The network that is served stands in the model's file. */
  noteStored(): void {
    this.snapshot = undefined;
  }

  /** The folder's text without one file, for a document to be measured on; undefined where the network does not know that text. */
  knownWithout(path: string): KnownText | undefined {
    const { currentCorpus: corpus, network, snapshot } = this;
    if (!corpus || (network && (network.stage !== 'taught' || network.lexicon !== corpus.lexicon)))
      return undefined;
    const { lexicon, vocabularyText: vocabulary } = corpus;
    const others = [...corpus.documentList].filter((document) => document.path !== path);
    return {
      vocabulary,
      extraWords: JSON.stringify(extraWordsToJson(lexicon.wordsFrom(lexicon.closedSize))),
      others: concatenate(others.map(({ ids }) => ids)),
      own: corpus.idsOf(path) ?? new Int32Array(0),
      snapshot: network && snapshot,
      fitted: network?.fitted,
    };
  }

  /** What the served model would write after the first words of a text, for the writer to see how training goes. */
  sampleAfter(heldOut: Int32Array, seconds: number, signal: AbortSignal): void {
    const { currentCorpus: corpus, network } = this;
    if (this.isSampling || !corpus || !network || network.lexicon !== corpus.lexicon) return;
    const { samples = [] } = this.host.status.lossHistory;
    if (samples.length >= MOST_SAMPLES) return;
    const prompt = heldOut.subarray(0, PROMPT_TOKENS);
    const predictor = suggestionModel(corpus.lexicon, network, corpus, new Set()).createPredictor();
    this.isSampling = true;
    void continuation({ lexicon: corpus.lexicon, predictor }, prompt, seededRandom(SAMPLE_SEED), signal)
      .then((sample) => {
        if (signal.aborted || sample.text === '') return;
        const { samples: so = [] } = this.host.status.lossHistory;
        this.host.status.updateHistory({ samples: [...so, { seconds, ...sample }] });
      })
      .finally(() => {
        this.isSampling = false;
      });
  }

  /** Serves anew: something that belongs to it has changed. */
  refresh(): void {
    this.tell();
    const { currentCorpus: corpus, network } = this;
    const lexicon = network?.lexicon ?? corpus?.lexicon;
    if (!this.host.enabled() || !lexicon) return;
    if (lexicon.closedSize === SPECIAL_TOKENS.length) {
      this.host.serve(undefined, undefined);
      return;
    }
    const learned = { base: network?.base?.fingerprint, text: network?.stage !== 'base' };
    const further = network && this.furtherBase;
    this.host.serve(suggestionModel(lexicon, network, corpus, this.host.forgotten(), further), learned);
  }

  private tell(): void {
    const { network, untaught } = this;
    const base = network?.base && {
      name: network.base.name,
      words: network.base.words,
      untaughtPerplexity: perplexity(untaught?.heldOutLoss),
      taughtPerplexity: network.stage === 'taught' ? perplexity(network.heldOutLoss) : undefined,
    };
    this.host.status.update({ model: network?.description, base });
  }
}

/** Whether its ids mean the same words. */
function hasVocabularyOf({ lexicon }: ServedNetwork, corpus: Corpus): boolean {
  const [ours, theirs] = [lexicon.vocabulary.keys, corpus.lexicon.vocabulary.keys];
  return ours.length === theirs.length && ours.every((key, id) => key === theirs[id]);
}

function perplexity(loss: number | undefined): number | undefined {
  return loss === undefined || !Number.isFinite(loss) ? undefined : Math.exp(loss);
}
