import type { BaseInfo } from '../bases/base-file';
import { Corpus } from '../corpus/corpus';
import type { Exclusions } from '../corpus/finding/exclusions';
import type { LearnJob } from '../corpus/jobs';
import { runCorpusJob } from '../jobs/run-job';
import type { Serving } from '../serving/serving';
import type { ThreadStore } from '../store/stored-model';
import type { Checkpoints } from '../training/checkpoints';
import type { Bases } from './bases';
import { LEAST_WORDS } from './training-due';

export interface FolderReaderHost {
  readonly store: ThreadStore;
  readonly checkpoints: Checkpoints;
  readonly bases: Bases;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  /** What the writer wants left out of them. */
  exclusions(): Exclusions;
  /** One message that the writer sees. */
  warn(message: string): void;
  log(message: string): void;
}

/** What suggestions can come from before there is a network of the writer's text, and the reading of that text. */
export class FolderReader {
  constructor(
    private readonly host: FolderReaderHost,
    private readonly serving: Serving,
  ) {}

  /** Whether there was a stored model to go on with. */
  async restore(signal: AbortSignal): Promise<boolean> {
    const { model, problem } = await this.host.store.load();
    if (problem) this.host.warn(problem);
    if (!model || signal.aborted) return false;
    if (model.provenance.base && !this.host.bases.wanted) return false; // it has learned from a base too, which the setting excludes by now
    this.serving.restore(model);
    if (!model.corpus) return true;
    const counted = await runCorpusJob({ kind: 'count', corpus: model.corpus }, signal);
    this.serving.restoreCorpus(model.corpus, counted, model.provenance.sinceTraining);
    return true;
  }

  /** Serves the best network of a training that was cut short, until that training goes on. */
  async beginUnfinished(signal: AbortSignal): Promise<void> {
    const unfinished = await this.host.checkpoints.peek();
    if (!unfinished || signal.aborted || (unfinished.base && !this.host.bases.wanted)) return;
    this.serving.beginUnfinished(unfinished);
  }

  /** Serves the base for the editor's language, until the folder's text has been read. */
  async beginWithBase(signal: AbortSignal): Promise<void> {
    const { bases } = this.host;
    if (!bases.wanted) return;
    try {
      const { base } = await bases.find(new Map(), { loaded: [] }, signal);
      if (base) this.serving.begin(base);
    } catch (error) {
      signal.throwIfAborted();
      this.host.log(`No base can be read: ${error}`);
    }
  }

  /** Whether the network was taught from another base than the one that fits the text now, and is to be taught anew. */
  async isOutdated(signal: AbortSignal): Promise<boolean> {
    const { corpus, served } = this.serving;
    if (!corpus || !served || !this.host.bases.wanted || corpus.tokens < LEAST_WORDS) return false;
    const incumbent = served.base?.fingerprint ?? null;
    const { chosen } = await this.host.bases.find(corpus.wordCounts, { incumbent }, signal);
    const isOutdated = (chosen[0]?.fingerprint ?? null) !== incumbent;
    if (!isOutdated && chosen[1]) await this.join(chosen[1], signal); // where none is chosen, a base that was joined for a document stays
    return isOutdated;
  }

  /** Adds the further base's network to the mixture in place of the one before; undefined: takes that out. */
  async join(further: BaseInfo | undefined, signal: AbortSignal): Promise<void> {
    if (further?.fingerprint === this.serving.further) return;
    try {
      this.serving.join(further && (await this.host.bases.read(further, signal)));
      if (this.serving.further) this.host.log(`${further?.name} answers too.`);
    } catch (error) {
      signal.throwIfAborted();
      this.host.log(`The base ${further?.path} can't be read: ${error}`);
    }
  }

  /** Reads the folder; of a large one first a part (`isGlance`), so that something can be suggested within seconds. */
  async readFirst(signal: AbortSignal): Promise<void> {
    let corpus = await this.learn(signal, { isGlance: true });
    if (corpus.isPartial) {
      if (corpus.words > 0) this.serving.adopt(corpus);
      corpus = await this.learn(signal);
    }
    await this.adopt(corpus, signal);
  }

  /** Reads everything. */
  async learn(signal: AbortSignal, how: Pick<LearnJob, 'isGlance' | 'presentPath'> = {}): Promise<Corpus> {
    const { bases } = this.host;
    const files = await bases.files();
    const paths = this.host.folders();
    const exclusions = this.host.exclusions();
    const job = { kind: 'learn', paths, exclusions, bases: files, locale: bases.locale, ...how } as const;
    const answer = await runCorpusJob(job, signal);
    await bases.tell(answer.baseProblems);
    const corpus = await Corpus.learnedInSlices(answer);
    if (!answer.base && corpus.words >= LEAST_WORDS) bases.tellUnfit(files);
    return corpus;
  }

  /** Serves the counts of a corpus, with its base's network if it has one, until a network is trained on it. */
  async adopt(corpus: Corpus, signal: AbortSignal): Promise<void> {
    this.serving.adopt(corpus);
    if (corpus.words > 0) await this.join(corpus.base?.further[0], signal);
    if (corpus.words === 0 && !this.serving.served) await this.beginWithBase(signal);
  }
}
