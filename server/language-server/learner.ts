import type { Snapshot, TrainingData } from '../../model/training/api';
import type { BaseInfo } from '../bases/base-file';
import { Corpus } from '../corpus/corpus';
import { runCorpusJob } from '../corpus/run-job';
import type { Evaluation } from '../protocol';
import type { ModelStore } from '../store/model-store';
import type { Bases } from './bases';
import { Lane } from './lane';
import { Retries } from './retries';
import { modelToStore, type ServedNetwork, type TrainingRecord } from './served-network';
import { Serving, type ServingHost } from './serving';
import { settled } from './settled';
import { isBetter, type SessionResult, type TrainingHost, TrainingSession } from './training-session';
import type { Writing } from './writing';

/** What the learner needs of the server around it. */
export interface LearnerHost extends TrainingHost, Omit<ServingHost, 'enabled'> {
  readonly store: ModelStore;
  readonly bases: Bases;
  /** Training waits for it. */
  readonly writing: Pick<Writing, 'begun'>;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  /** One message that the writer sees. */
  warn(message: string): void;
}

/** Fewer words than this make no network that predicts better than counting. */
const LEAST_WORDS = 300;
/** A model is trained anew when this much of the text is new to it: a share of the corpus, or tokens. */
const NEW_SHARE = 0.1;
const NEW_TOKENS = 5000;

/**
 * Keeps a model of the workspace's text: restores it, or begins with a base; reads the files, trains, follows changes. At
 * most one reading and one training go on at a time, both in other threads.
 */
export class Learner {
  private readonly reading: Lane;
  private readonly training: Lane;
  private readonly serving: Serving;
  /** The writer cancelled the training on the corpus as it is. */
  private declined = false;
  /** The network that was restored began from another base than one would begin from now. */
  private outdated = false;
  /** The training that goes on. */
  private session: TrainingSession | undefined;
  private changedMeanwhile = false;
  private readonly retries: Retries;
  /** What the log says of the corpus. */
  private told = '';

  constructor(private readonly host: LearnerHost) {
    this.reading = new Lane((error) => this.fail('Reading the folder failed', error));
    this.training = new Lane((error) => this.trainingFailed(error));
    this.retries = new Retries(host);
    this.serving = new Serving({
      status: host.status,
      enabled: () => host.settings().enabled,
      forgotten: () => host.forgotten(),
      serve: (model, learned) => host.serve(model, learned),
    });
  }

  /** Fingerprint of the base that suggestions come from. */
  get base(): string | undefined {
    return this.serving.served?.base?.fingerprint;
  }

  /** Begins, or begins anew after Inkling was turned on or off. */
  async begin(): Promise<void> {
    this.stop();
    if (!this.host.settings().enabled) {
      this.host.serve(undefined, undefined);
      this.host.status.update({ state: 'off', message: undefined });
      return;
    }
    const { serving } = this;
    serving.refresh();
    const done = await this.reading.run(async (signal) => {
      this.host.status.update({ state: 'reading', message: undefined });
      const isRestored = !serving.corpus && (await this.restore(signal));
      if (!serving.served && !serving.corpus) await this.beginUnfinished(signal);
      if (!serving.served && !serving.corpus) await this.beginWithBase(signal);
      if (serving.corpus) await this.update(serving.corpus, signal);
      else await this.adopt(await this.learn(signal), signal);
      if (isRestored) await this.reconsiderBase(signal);
      this.outdated ||= isRestored && this.host.checkpoints.exists; // it was being trained anew
    });
    if (done) await this.afterReading();
  }

  /** Another set of folders, or of bases: nothing that was learned holds any longer. */
  async startOver(): Promise<void> {
    this.stop();
    this.serving.clear();
    this.outdated = false;
    this.declined = false;
    await this.begin();
  }

  /** Files have changed; how, the reading finds out. */
  async filesChanged(): Promise<void> {
    if (!this.host.settings().enabled) return;
    const { corpus } = this.serving;
    if (this.reading.busy) this.changedMeanwhile = true;
    else if (!corpus) await this.begin();
    else if (await this.reading.run((signal) => this.update(corpus, signal))) await this.afterReading();
  }

  /** The writer has begun to write: what training there is to do is no longer put off. */
  async writingBegan(): Promise<void> {
    if (this.reading.busy || this.training.busy || !this.host.settings().enabled) return; // it is looked at afterwards
    await this.afterReading();
  }

  /** Reads everything and trains, whatever there was before. */
  async retrain(): Promise<void> {
    if (!this.host.settings().enabled) return;
    await this.train(true);
  }

  /** Ends the training and keeps the best network that it has found. */
  cancelTraining(): void {
    if (this.session) this.session.finish();
    else if (this.training.busy) {
      this.training.cancel();
      this.settle();
    }
  }

  /** Holds the training, or lets it go on. */
  pauseTraining(): void {
    this.session?.togglePause();
  }

  /** The writer's forgotten words changed. */
  refresh(): void {
    this.serving.refresh();
  }

  /** A document says much in the language of this base. What the folder's text has chosen stays. */
  async joinFor(further: BaseInfo, signal: AbortSignal): Promise<void> {
    if (this.serving.further === undefined) await this.join(further, signal);
  }

  /** How well the model would have served the writer of this text; null if there is not enough to tell. */
  async measure(languageId: string, text: string, signal: AbortSignal): Promise<Evaluation | null> {
    const { served, taught } = this.serving;
    const modelPath = taught ? this.host.store.path : served?.path;
    if (modelPath === undefined) return null;
    return (await runCorpusJob({ kind: 'measure', modelPath, text, languageId }, signal)).evaluation;
  }

  /** Stops all work at once. What is served goes on. */
  stop(): void {
    this.reading.cancel();
    this.training.cancel();
    this.changedMeanwhile = false;
  }

  /** Whether there was a stored model to go on with. */
  private async restore(signal: AbortSignal): Promise<boolean> {
    const { model, problem } = await this.host.store.load();
    if (problem) this.host.warn(problem);
    if (!model || signal.aborted) return false;
    if (model.provenance.base && !this.host.bases.wanted) return false; // it knows more than the folder's text
    this.serving.restore(model);
    if (!model.corpus) return true;
    const counted = await runCorpusJob({ kind: 'count', corpus: model.corpus }, signal);
    this.serving.restoreCorpus(model.corpus, counted);
    return true;
  }

  /** Suggestions come from what a training that was cut short had found, until it goes on. */
  private async beginUnfinished(signal: AbortSignal): Promise<void> {
    const unfinished = await this.host.checkpoints.peek();
    if (!unfinished || signal.aborted || (unfinished.base && !this.host.bases.wanted)) return;
    this.serving.beginUnfinished(unfinished);
  }

  /** Until there is something better, suggestions come from the base for what is known of the writer's language. */
  private async beginWithBase(signal: AbortSignal): Promise<void> {
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

  /** A network that was taught from another base than the one that fits the text now is to be taught anew. */
  private async reconsiderBase(signal: AbortSignal): Promise<void> {
    const { corpus, served } = this.serving;
    if (!corpus || !served || !this.host.bases.wanted || corpus.tokens < LEAST_WORDS) return;
    const incumbent = served.base?.fingerprint ?? null;
    const { chosen } = await this.host.bases.find(corpus.wordCounts, { incumbent }, signal);
    this.outdated = (chosen[0]?.fingerprint ?? null) !== incumbent;
    if (!this.outdated && chosen[1]) await this.join(chosen[1], signal); // without: what a document asked for stays
  }

  /** From now on the further base answers too; undefined: none does. */
  private async join(further: BaseInfo | undefined, signal: AbortSignal): Promise<void> {
    if (further?.fingerprint === this.serving.further) return;
    try {
      this.serving.join(further && (await this.host.bases.read(further, signal)));
      if (this.serving.further) this.host.log(`${further?.name} answers too.`);
    } catch (error) {
      signal.throwIfAborted();
      this.host.log(`The base ${further?.path} can't be read: ${error}`);
    }
  }

  private async learn(signal: AbortSignal): Promise<Corpus> {
    const { bases } = this.host;
    const files = await bases.files();
    const paths = this.host.folders();
    const job = { kind: 'learn', paths, bases: files, locale: bases.locale } as const;
    const answer = await runCorpusJob(job, signal);
    await bases.tell(answer.baseProblems);
    const corpus = Corpus.learned(answer);
    if (!answer.base && corpus.words >= LEAST_WORDS) bases.tellUnfit(files);
    return corpus;
  }

  private async update(corpus: Corpus, signal: AbortSignal): Promise<void> {
    const { files: known, vocabularyText: vocabulary } = corpus;
    const paths = this.host.folders();
    await corpus.update(await runCorpusJob({ kind: 'update', paths, known, vocabulary }, signal), signal);
  }

  private async adopt(corpus: Corpus, signal: AbortSignal): Promise<void> {
    this.serving.adopt(corpus);
    if (corpus.words > 0) await this.join(corpus.base?.further[0], signal);
    if (corpus.words === 0 && !this.serving.served) await this.beginWithBase(signal);
  }

  private async afterReading(): Promise<void> {
    const { corpus, served } = this.serving;
    if (!corpus) return;
    this.tellCorpus(corpus);
    if (corpus.words === 0) await this.unlearn(corpus);
    else if (served?.stage === 'base') {
      // The first words of a folder that had none: their base is chosen by them, and learns them.
      await this.reading.run(async (signal) => this.adopt(await this.learn(signal), signal));
    }
    if (this.changedMeanwhile) {
      this.changedMeanwhile = false;
      await this.filesChanged();
      return;
    }
    if (this.training.busy) return;
    if (this.host.writing.begun && this.serving.corpus && this.needsTraining(this.serving.corpus))
      await this.train(false);
    else this.settle();
  }

  /** All text is gone: what was learned from it must not be offered any more. */
  private async unlearn({ hadText }: Corpus): Promise<void> {
    if (!hadText) return;
    this.training.cancel();
    await this.reading.run(async (signal) => this.adopt(await this.learn(signal), signal));
  }

  private needsTraining({ words, tokens, newTokens }: Corpus): boolean {
    if (words < LEAST_WORDS) return false;
    if (newTokens >= Math.min(NEW_TOKENS, NEW_SHARE * tokens) && newTokens > 0) return true;
    return this.outdated || (!this.serving.taught && !this.declined);
  }

  private async train(always: boolean): Promise<void> {
    await this.training.run(async (signal) => {
      let { corpus } = this.serving;
      if (always) await this.host.checkpoints.discard();
      if (always || !corpus?.trainingData) {
        this.host.status.update({ state: 'reading' });
        corpus = await this.learn(signal);
        this.tellCorpus(corpus);
      }
      if (corpus.words < LEAST_WORDS) {
        await this.adopt(corpus, signal);
        this.settle();
        return;
      }
      if (!this.serving.taught && corpus !== this.serving.corpus) await this.adopt(corpus, signal);
      else if (corpus.base) await this.join(corpus.base.further[0], signal);
      await this.trainOn(corpus, signal);
    });
  }

  private async trainOn(corpus: Corpus, signal: AbortSignal): Promise<void> {
    const { trainingData: data, start } = corpus;
    if (start) corpus.dropTrainingData(); // large, and in the training's own memory from here on
    if (!data) throw new Error('The corpus has no training data.'); // `train` saw to it that it has
    const previous = this.serving.taught;
    const session = new TrainingSession(this.host, corpus, data);
    session.start = start;
    this.session = session;
    const leave = () => {
      if (this.session === session) this.session = undefined;
    };
    signal.addEventListener('abort', leave);
    try {
      await session.run(
        () => this.cancelTraining(),
        {
          onUntaught: (measurement) => this.serving.measured(corpus, measurement),
          onSnapshot: (snapshot) => {
            if (isBetter(snapshot, previous, corpus)) this.serving.teach(corpus, snapshot);
          },
          onTrained: (result) => this.keep(session, corpus, data, previous, result, signal),
        },
        signal,
      );
    } finally {
      leave();
    }
    this.settle();
    void this.filesChanged(); // what changed while this corpus was trained on
  }

  /** Serves and stores what a training has found. */
  private async keep(
    session: TrainingSession,
    corpus: Corpus,
    { train, valid }: TrainingData,
    previous: ServedNetwork | undefined,
    { finishedEarly, ...record }: SessionResult,
    signal: AbortSignal,
  ): Promise<void> {
    const { best } = record;
    if (best && !(finishedEarly && previous)) {
      const fitted = await session.fit(best, signal);
      signal.throwIfAborted();
      this.serving.teach(corpus, best, fitted);
      const base = this.serving.served?.base;
      const [tokens, heldOutTokens] = [train.length, valid.length];
      await this.save(corpus, best, { ...record, ...fitted, tokens, heldOutTokens, base });
    }
    this.outdated = false;
    this.retries.reset();
    this.declined = finishedEarly;
    if (finishedEarly && this.serving.corpus) this.serving.corpus.newTokens = 0;
    corpus.dropTrainingData();
  }

  private async save(corpus: Corpus, best: Snapshot, record: TrainingRecord): Promise<void> {
    const { store } = this.host;
    const problem = await store.save(modelToStore(corpus, best, record));
    if (problem) this.host.warn(problem);
    else this.host.log(`Saved the model to ${store.path}.`);
  }

  /** The state when no work is left. */
  private settle(): void {
    const { corpus, served } = this.serving;
    const hasFolder = this.host.folders().length > 0;
    const words = corpus?.words ?? 0;
    if (corpus && words < LEAST_WORDS) void this.host.checkpoints.discard(); // of text that is gone
    const waits = !this.host.writing.begun && corpus !== undefined && this.needsTraining(corpus);
    this.host.status.update(settled({ hasFolder, words, leastWords: LEAST_WORDS, served, waits }));
  }

  private tellCorpus({ fileCount: files, words, leftOut, leftOutCount }: Corpus): void {
    this.host.status.update({ corpus: { files, words, leftOut: [...leftOut], leftOutCount } });
    const reasons = leftOut.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    const told = `${words} words in ${files} files; left out: ${leftOutCount}${reasons}`;
    if (told !== this.told) this.host.log(told);
    this.told = told;
  }

  /** Training begins again where it was cut short, a few times; then it is left to the writer. */
  private trainingFailed(error: unknown): void {
    if (this.retries.isWorthIt(error)) void this.train(false);
    else this.fail('Training failed', error);
  }

  private fail(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.host.log(`${what}: ${error instanceof Error ? error.stack : reason}`);
    const message = `${what}: ${reason}. It is tried again when a file changes, or with the command Inkling: Retrain.`;
    this.host.status.update({ state: 'failed', message });
  }
}
