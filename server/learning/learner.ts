import type { TrainingData } from '../../model/training/api';
import type { BaseInfo } from '../bases/base-file';
import type { Corpus } from '../corpus/corpus';
import { PendingChanges } from '../corpus/following/pending-changes';
import { shownText } from '../corpus/reading/shown-text';
import { runCorpusJob } from '../jobs/run-job';
import type { Known } from '../learned/overview';
import type { MeasureAnswer } from '../protocol';
import type { ServedNetwork } from '../serving/served-network';
import { Serving, type ServingHost } from '../serving/serving';
import type { ModelSaver } from '../store/model-saver';
import type { ThreadStore } from '../store/stored-model';
import type { Bases } from './bases';
import type { Work } from './command-answers';
import { FolderReader, type FolderReaderHost } from './folder-reader';
import { followChanges } from './follow';
import { Lane } from './lane';
import { Retries } from './retries';
import { settled } from './settled';
import { StoredModel } from './stored-model';
import { TakingBack } from './taking-back';
import { LEAST_WORDS, type Pace, type TrainingNeed, trainingNeed } from './training-due';
import { isBetter, type SessionResult, type TrainingHost, TrainingSession } from './training-session';
import { Upkeep } from './upkeep';
import type { Writing } from './writing';

/** What the learner needs of the server around it. */
export interface LearnerHost extends TrainingHost, FolderReaderHost, Omit<ServingHost, 'enabled'> {
  readonly store: ThreadStore;
  readonly saver: ModelSaver;
  /** Whether this process trains and writes the model; else it follows one that does (shared-storage.ts). */
  leads(): boolean;
  readonly bases: Bases;
  /** Training waits for it. */
  readonly writing: Pick<Writing, 'begun'>;
  readonly pace: Pace;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  /** One message that the writer sees. */
  warn(message: string): void;
}

/** Characters of a path in the status and the log. */
const MOST_SHOWN = 400;

/**
 * Keeps a model of the workspace's text: restores it, or begins with a base; reads the files, trains, follows changes. At
 * most one reading and one training go on at a time, both in other threads.
 */
export class Learner {
  private readonly reading: Lane;
  private readonly training: Lane;
  private readonly serving: Serving;
  private readonly reader: FolderReader;
  /** The writer cancelled the training on the corpus as it is. */
  private declined = false;
  /** The network that was restored began from another base than one would begin from now. */
  private outdated = false;
  /** The training that goes on. */
  private session: TrainingSession | undefined;
  private readonly retries: Retries;
  private readonly pending = new PendingChanges();
  private readonly upkeep: Upkeep;
  private readonly stored: StoredModel;
  readonly takingBack: TakingBack;
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
    this.reader = new FolderReader(host, this.serving);
    this.stored = new StoredModel(host);
    this.takingBack = new TakingBack({
      ...{ host, reading: this.reading, training: this.training },
      corpus: () => this.serving.corpus,
      update: (corpus, signal) => {
        this.pending.add();
        return this.update(corpus, signal);
      },
      afterReading: () => this.afterReading(),
      cleanStored: (signal) => this.cleanStored(signal),
      clear: () => this.serving.clear(),
      begin: () => this.begin(),
      startOver: () => this.startOver(),
      stop: () => this.stop(),
    });
    this.upkeep = new Upkeep({
      pace: host.pace,
      corpus: () => this.serving.corpus,
      need: () => this.need(),
      train: (need) => void this.train(need),
      cleanStored: async () => {
        await this.reading.after((signal) => this.cleanStored(signal));
        if (!this.reading.busy) await this.lookAgain();
      },
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
      const isRestored = !serving.corpus && (await this.reader.restore(signal));
      if (!serving.served && !serving.corpus) await this.reader.beginUnfinished(signal);
      if (!serving.served && !serving.corpus) await this.reader.beginWithBase(signal);
      if (serving.corpus) {
        this.pending.add(); // nobody knows what has changed
        await this.update(serving.corpus, signal);
      } else await this.reader.readFirst(signal);
      if (isRestored) this.outdated = await this.reader.isOutdated(signal);
      this.outdated ||= isRestored && this.host.checkpoints.exists; // it was being trained anew
    });
    if (done) await this.afterReading();
  }

  /** Another set of folders, or of bases: nothing that was learned holds any longer. */
  async startOver(): Promise<void> {
    this.stop();
    this.host.saver.forget();
    this.serving.clear();
    this.outdated = false;
    this.declined = false;
    await this.begin();
  }

  /** These files or folders have changed; without, any may have. How, the reading finds out. */
  async filesChanged(paths?: Iterable<string>): Promise<void> {
    if (!this.host.settings().enabled) return;
    this.pending.add(paths);
    const { corpus } = this.serving;
    if (this.reading.busy) return; // they are looked at afterwards
    if (!corpus) await this.begin();
    else if (await this.reading.run((signal) => this.update(corpus, signal))) await this.afterReading();
  }

  /** Another process has stored a model: what it has learned is served here too. */
  async follow(): Promise<void> {
    if (!this.host.settings().enabled) return;
    const done = await this.reading.run(async (signal) => {
      if (!(await this.reader.restore(signal)) || !this.serving.corpus) return;
      this.pending.add();
      await this.update(this.serving.corpus, signal);
    });
    if (done && !this.serving.corpus) await this.begin();
    else if (done) await this.afterReading();
  }

  /** The writer has begun to write: what training there is to do is no longer put off. */
  async writingBegan(): Promise<void> {
    if (this.reading.busy || this.training.busy || !this.host.settings().enabled) return; // it is looked at afterwards
    await this.afterReading();
  }

  /** What the writer may look at. */
  get known(): Known {
    const { corpus, served } = this.serving;
    return { corpus, served, modelPath: this.host.store.path };
  }

  /** What decides about the commands that start, hold and end training. */
  get work(): Work {
    const { session, training, host } = this;
    const enabled = host.settings().enabled;
    const isRunning = session?.isPaused ? 'paused' : 'running';
    return {
      enabled,
      hasFolder: host.folders().length > 0,
      leads: host.leads(),
      training: session ? isRunning : training.busy ? 'preparing' : 'none',
      words: this.serving.corpus?.words,
      leastWords: LEAST_WORDS,
    };
  }

  /** Reads everything and trains, whatever there was before. */
  async retrain(): Promise<void> {
    await this.train({ from: 'anew', when: 'now' }, true);
  }

  /** The writer types. */
  noteTyping(): void {
    this.upkeep.noteTyping();
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
    if (this.serving.further === undefined) await this.reader.join(further, signal);
  }

  /** How well the model would have served the writer of this text. */
  async measure(languageId: string, text: string, signal: AbortSignal): Promise<MeasureAnswer> {
    const { served, taught } = this.serving;
    const modelPath = taught ? this.host.store.path : served?.path;
    if (modelPath === undefined) return { outcome: 'nothingLearned' };
    return (await runCorpusJob({ kind: 'measure', modelPath, text, languageId }, signal)).answer;
  }

  /** Stops all work at once. What is served goes on. */
  stop(): void {
    this.reading.cancel();
    this.training.cancel();
    this.upkeep.stop();
    this.pending.take();
  }

  private async update(corpus: Corpus, signal: AbortSignal): Promise<void> {
    try {
      const sources = { folders: this.host.folders(), exclusions: this.host.exclusions() };
      await followChanges(corpus, sources, this.pending.take(), signal);
    } catch (error) {
      this.pending.add(); // what was to be looked at was not
      throw error;
    }
  }

  private async afterReading(): Promise<void> {
    const { corpus } = this.serving;
    if (!corpus) return;
    this.tellCorpus(corpus);
    if (corpus.hadText && corpus.tokens === 0) await this.hide();
    else if (!this.serving.showAgain() && corpus.words > 0 && this.serving.served?.stage === 'base') {
      // The first words of a folder that had none: their base is chosen by them, and learns them.
      await this.reading.run(async (signal) => this.reader.adopt(await this.reader.learn(signal), signal));
    }
    this.upkeep.considerStored();
    if ((await this.lookAgain()) || this.training.busy) return;
    if (!this.upkeep.considerTraining()) this.settle();
  }

  /** Whether files have changed during the work that has just ended. */
  private async lookAgain(): Promise<boolean> {
    if (!this.pending.some) return false;
    await this.filesChanged([]);
    return true;
  }

  /** All text is gone: what was learned from it must not be offered. Should it be back in a moment, so is what was learned. */
  private async hide(): Promise<void> {
    this.training.cancel();
    this.serving.hide();
    if (!this.serving.served) await this.reading.run((signal) => this.reader.beginWithBase(signal));
  }

  /** What is gone from the text goes from the stored model. */
  private async cleanStored(signal: AbortSignal): Promise<void> {
    const { corpus } = this.serving;
    if (!this.training.busy && this.host.leads()) await this.host.checkpoints.discard(); // it knows what has gone
    if (!corpus || !(await this.stored.clean(corpus, signal))) return;
    this.upkeep.noteStored();
    if (corpus.tokens > 0) return;
    await this.reader.adopt(await this.reader.learn(signal), signal);
    this.settle();
  }

  /** What training the text calls for now. */
  private need(): TrainingNeed | undefined {
    const { writing, settings } = this.host;
    return writing.begun && settings().trainsByItself && !this.training.busy ? this.wanted() : undefined;
  }

  /** The same as soon as somebody writes. */
  private wanted(): TrainingNeed | undefined {
    const { corpus, taught } = this.serving;
    if (!corpus || !this.host.leads() || (taught && corpus.hasUnread)) return undefined;
    const { words, tokens, sinceTraining: since } = corpus;
    const { declined, outdated } = this;
    return trainingNeed({ words, tokens, since, taught: taught !== undefined, declined, outdated });
  }

  private async train({ from, when }: TrainingNeed, always = false): Promise<void> {
    await this.training.run(async (signal) => {
      let { corpus } = this.serving;
      if (always) await this.host.checkpoints.discard();
      if (always || when !== 'now' || !corpus?.trainingData) {
        this.host.status.update({ state: 'reading' });
        corpus = await this.reader.learn(signal, {
          presentPath: from === 'present' ? this.host.store.path : undefined,
        });
        this.tellCorpus(corpus);
      }
      if (corpus.words < LEAST_WORDS) {
        await this.reader.adopt(corpus, signal);
        this.settle();
        return;
      }
      if (!this.serving.taught && corpus !== this.serving.corpus) await this.reader.adopt(corpus, signal);
      else if (corpus.base) await this.reader.join(corpus.base.further[0], signal);
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
            if (!isBetter(snapshot, previous, corpus)) return;
            this.serving.teach(corpus, snapshot);
            this.serving.sampleAfter(data.valid, session.seconds, signal);
          },
          onTrained: (result) => this.keep(session, corpus, data, previous, result, signal),
        },
        signal,
      );
    } finally {
      leave();
    }
    this.upkeep.noteTrained();
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
      const tokens = train.length;
      const isSaved = await this.stored.save(corpus, best, {
        ...record,
        ...fitted,
        tokens,
        heldOut: valid,
        base,
      });
      if (isSaved) this.upkeep.noteStored();
    }
    this.outdated = false;
    this.retries.reset();
    this.declined = finishedEarly;
    if (finishedEarly) this.serving.corpus?.acceptChanges();
    corpus.dropTrainingData();
  }

  /** The state when no work is left. */
  private settle(): void {
    const { corpus, served } = this.serving;
    const hasFolder = this.host.folders().length > 0;
    const words = corpus?.words ?? 0;
    if (corpus && words < LEAST_WORDS && this.host.leads()) void this.host.checkpoints.discard(); // of text that is gone
    const waits = !this.host.writing.begun && this.wanted() !== undefined;
    this.host.status.update(settled({ hasFolder, words, leastWords: LEAST_WORDS, served, waits }));
  }

  private tellCorpus({ fileCount: files, words, leftOut: all, leftOutCount, secrets }: Corpus): void {
    const leftOut = all.map(({ path, reason }) => ({ path: shownText(path, MOST_SHOWN), reason }));
    this.host.status.update({ corpus: { files, words, leftOut, leftOutCount } });
    const reasons = leftOut.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    const told = `${words} words in ${files} files; left out: ${leftOutCount}${reasons}${secrets && `; withheld: ${secrets}`}`;
    if (told !== this.told) this.host.log(told);
    this.told = told;
  }

  /** Training begins again where it was cut short, a few times; then it is left to the writer. */
  private trainingFailed(error: unknown): void {
    if (this.retries.isWorthIt(error)) void this.train({ from: 'anew', when: 'now' });
    else this.fail('Training failed', error);
  }

  private fail(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.host.log(`${what}: ${error instanceof Error ? error.stack : reason}`);
    const message = `${what}: ${reason}. It is tried again when a file changes, or with the command Inkling: Retrain.`;
    this.host.status.update({ state: 'failed', message });
  }
}
