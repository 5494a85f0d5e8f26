import type { BaseInfo } from '../bases/base-file';
import type { Corpus } from '../corpus/corpus';
import { PendingChanges } from '../corpus/following/pending-changes';
import type { Known } from '../learned/overview';
import type { MeasureAnswer } from '../protocol';
import { sentence } from '../sentences';
import { Serving, type ServingHost } from '../serving/serving';
import type { ModelSaver } from '../store/model-saver';
import type { ThreadStore } from '../store/stored-model';
import type { Bases } from './bases';
import type { Work } from './command-answers';
import { CorpusReport } from './corpus-report';
import { FolderReader, type FolderReaderHost } from './folder-reader';
import { followChanges } from './follow';
import { Lane } from './lane';
import { type MeasuredDocument, measureDocument } from './measure-document';
import { settled } from './settled';
import { type Effect, type LearnerEvent, type LearnerState, type Reading, transition } from './states';
import { StoredModel } from './stored-model';
import { TakingBack } from './taking-back';
import { TextTrainer } from './text-trainer';
import { LEAST_WORDS, type Pace, type TrainingNeed, trainingNeed } from './training-due';
import type { TrainingHost } from './training-session';
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

const FAILED = {
  reading: sentence('Reading the folder failed'),
  training: sentence('Training failed'),
} as const;

/**
 * Keeps a model of the workspace's text: restores it, or begins with a base; reads the files, trains, follows changes. What it does
 * when, states.ts says; here that is carried out, reading and training in other threads.
 */
export class Learner {
  private state: LearnerState = { kind: 'off', verdict: 'open' };
  private readonly events: LearnerEvent[] = [];
  private isCarryingOut = false;
  private readonly reading: Lane;
  private readonly trainer: TextTrainer;
  private readonly serving: Serving;
  private readonly reader: FolderReader;
  private readonly pending = new PendingChanges();
  private readonly upkeep: Upkeep;
  private readonly stored: StoredModel;
  private readonly report: CorpusReport;
  readonly takingBack: TakingBack;

  constructor(private readonly host: LearnerHost) {
    const dispatch = (event: LearnerEvent) => this.dispatch(event);
    this.reading = new Lane((error) => dispatch({ kind: 'readingFailed', error }));
    this.serving = new Serving({
      status: host.status,
      enabled: () => host.settings().enabled,
      forgotten: () => host.forgotten(),
      serve: (model, learned) => host.serve(model, learned),
    });
    this.reader = new FolderReader(host, this.serving);
    this.stored = new StoredModel(host);
    this.report = new CorpusReport(host);
    this.upkeep = new Upkeep({
      pace: host.pace,
      corpus: () => this.serving.corpus,
      need: () => this.need(),
      train: (need) => dispatch({ kind: 'trainingDue', need }),
      cleanStored: () => dispatch({ kind: 'cleaningDue' }),
    });
    this.trainer = new TextTrainer({
      ...host,
      serving: this.serving,
      reader: this.reader,
      stored: this.stored,
      tellCorpus: (corpus) => this.report.tell(corpus),
      noteStored: () => this.upkeep.noteStored(),
      isFinishing: () => this.training === 'finishing',
      dispatch,
    });
    this.takingBack = new TakingBack({
      host,
      leaveOut: () => dispatch({ kind: 'exclusionsChanged', known: this.serving.corpus !== undefined }),
      clear: () => this.serving.clear(),
      ended: async () => void (await Promise.all([this.trainer.ended, this.reading.ended])),
      startOver: () => this.startOver(),
      stop: () => this.stop(),
    });
  }

  /** Fingerprint of the base that suggestions come from. */
  get base(): string | undefined {
    return this.serving.served?.base?.fingerprint;
  }

  /** Begins, or begins anew after Inkling was turned on or off. */
  begin(): void {
    this.dispatch({ kind: this.host.settings().enabled ? 'turnedOn' : 'turnedOff' });
  }

  /** Another set of folders, or of bases: nothing that was learned holds any longer. Resolves when they have been read. */
  async startOver(): Promise<void> {
    this.dispatch({ kind: 'replaced', on: this.host.settings().enabled });
    await this.reading.ended;
  }

  /** These files or folders have changed; without, any may have. How, the reading finds out. */
  filesChanged(paths?: Iterable<string>): void {
    if (this.state.kind === 'off') return; // turning it on has every file looked at
    this.pending.add(paths);
    this.dispatch({ kind: 'filesChanged', known: this.serving.corpus !== undefined });
  }

  /** Another process has stored a model: what it has learned is served here too. */
  follow(): void {
    this.dispatch({ kind: 'modelStored' });
  }

  /** The writer has begun to write: what training there is to do is no longer put off. */
  writingBegan(): void {
    this.dispatch({ kind: 'writingBegan' });
  }

  /** What the writer may look at. */
  get known(): Known {
    const { corpus, served } = this.serving;
    return { corpus, served, modelPath: this.host.store.path };
  }

  /** What the answers to the commands that start, pause and end training depend on. */
  get work(): Work {
    const { host, training } = this;
    const isEnding = training === 'finishing' || training === 'fitting';
    return {
      enabled: host.settings().enabled,
      hasFolder: host.folders().length > 0,
      leads: host.leads(),
      training: isEnding ? 'ending' : this.trainer.isPaused ? 'paused' : training,
      words: this.serving.corpus?.words,
      leastWords: LEAST_WORDS,
    };
  }

  /** Reads everything and trains, whatever there was before. */
  retrain(): void {
    this.dispatch({ kind: 'retrain' });
  }

  /** Ends the training and keeps the best network that it has found. */
  cancelTraining(): void {
    this.dispatch({ kind: 'cancel' });
  }

  /** Holds the training, or lets it go on. */
  pauseTraining(): void {
    this.dispatch({ kind: 'pause' });
  }

  /** Stops all work at once. What is served goes on. */
  stop(): void {
    this.dispatch({ kind: 'stopped' });
  }

  /** The writer types. */
  noteTyping(): void {
    this.upkeep.noteTyping();
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
  measure(document: MeasuredDocument, signal: AbortSignal): Promise<MeasureAnswer> {
    return measureDocument(document, this.serving, this.host.store.path, signal);
  }

  private get training() {
    return this.state.kind === 'on' ? this.state.training : 'none';
  }

  /** Events that come while effects are carried out wait for those to end. */
  private dispatch(event: LearnerEvent): void {
    this.events.push(event);
    if (this.isCarryingOut) return;
    this.isCarryingOut = true;
    try {
      for (let next = this.events.shift(); next; next = this.events.shift()) {
        const { state, effects } = transition(this.state, next);
        this.state = state;
        for (const effect of effects) this.carryOut(effect);
      }
    } finally {
      this.isCarryingOut = false;
    }
  }

  private carryOut(effect: Effect): void {
    const { host, trainer, upkeep, pending } = this;
    switch (effect.kind) {
      case 'stop':
        this.reading.cancel();
        trainer.stop();
        upkeep.stop();
        pending.take();
        break;
      case 'serveNothing':
        host.serve(undefined, undefined);
        host.status.update({ state: 'off', message: undefined });
        break;
      case 'forget':
        host.saver.forget();
        this.serving.clear();
        break;
      case 'read':
        this.read(effect.what);
        break;
      case 'train':
        trainer.train(effect.need, effect.asked);
        break;
      case 'stopTraining':
        trainer.stop();
        break;
      case 'finishTraining':
        trainer.finish();
        break;
      case 'togglePause':
        trainer.togglePause();
        break;
      case 'considerTraining':
        if (this.serving.corpus && !upkeep.considerTraining()) this.settle();
        break;
      case 'settle':
        this.settle();
        break;
      case 'noteTrained':
        upkeep.noteTrained();
        break;
      case 'noteChanges':
        pending.add();
        break;
      case 'fail':
        this.fail(FAILED[effect.what], effect.error);
        break;
    }
  }

  private read(what: Reading): void {
    if (what === 'first') this.serving.refresh();
    void this.reading.run(async (signal) => {
      const ended = await this.readings[what](signal);
      if (!signal.aborted) this.dispatch(ended);
    });
  }

  /** By kind of reading: does it, and resolves to the event that reports its end. */
  private readonly readings: Readonly<Record<Reading, (signal: AbortSignal) => Promise<LearnerEvent>>> = {
    first: async (signal) => {
      const { serving, reader, host } = this;
      host.status.update({ state: 'reading', message: undefined });
      const isRestored = !serving.corpus && (await reader.restore(signal));
      if (!serving.served && !serving.corpus) await reader.beginUnfinished(signal);
      if (!serving.served && !serving.corpus) await reader.beginWithBase(signal);
      if (serving.corpus) {
        this.pending.add(); // any file may have changed since the model was stored
        await this.update(serving.corpus, signal);
      } else await reader.readFirst(signal);
      // With a checkpoint it was being trained anew.
      const isOutdated = isRestored && ((await reader.isOutdated(signal)) || host.checkpoints.exists);
      if (isOutdated && !signal.aborted) this.dispatch({ kind: 'networkOutdated' });
      return this.takeIn(signal);
    },
    changes: async (signal) => {
      if (this.serving.corpus) await this.update(this.serving.corpus, signal);
      return this.takeIn(signal);
    },
    stored: async (signal) => {
      if ((await this.reader.restore(signal)) && this.serving.corpus) {
        this.pending.add();
        await this.update(this.serving.corpus, signal);
      }
      return this.serving.corpus ? this.takeIn(signal) : { kind: 'nothingStored' };
    },
    leavingOut: async (signal) => {
      await this.trainer.ended;
      this.pending.add();
      if (this.serving.corpus) await this.update(this.serving.corpus, signal);
      const ended = await this.takeIn(signal);
      await this.readings.cleaning(signal);
      return ended;
    },
    cleaning: async (signal) => {
      this.upkeep.noteCleaning();
      await this.cleanStored(signal);
      return { kind: 'modelCleaned', next: this.pending.some ? 'changes' : undefined };
    },
  };

  private async update(corpus: Corpus, signal: AbortSignal): Promise<void> {
    try {
      const sources = { folders: this.host.folders(), exclusions: this.host.exclusions() };
      await followChanges(corpus, sources, this.pending.take(), signal);
    } catch (error) {
      this.pending.add(); // the taken changes were not looked at
      throw error;
    }
  }

  /** Serves by what was read: a base where the text is gone, the counts of a first text. */
  private async takeIn(signal: AbortSignal): Promise<LearnerEvent> {
    const { serving, reader, upkeep } = this;
    const { corpus } = serving;
    signal.throwIfAborted();
    if (corpus) {
      this.report.tell(corpus);
      if (corpus.hadText && corpus.tokens === 0) {
        // What was learned from it must not be offered. Should it be back in a moment, so is what was learned.
        this.dispatch({ kind: 'textGone' });
        serving.hide();
        if (!serving.served) await reader.beginWithBase(signal);
      } else if (!serving.showAgain() && corpus.words > 0 && serving.served?.stage === 'base') {
        // The first words of a folder that had none: their base is chosen by them, and learns them.
        await reader.adopt(await reader.learn(signal), signal);
      }
      signal.throwIfAborted();
      upkeep.considerStored();
    }
    const next = upkeep.isCleaningDue ? 'cleaning' : this.pending.some ? 'changes' : undefined;
    return { kind: 'textRead', next };
  }

  /** What is gone from the text goes from the stored model. */
  private async cleanStored(signal: AbortSignal): Promise<void> {
    const { corpus } = this.serving;
    if (this.training === 'none' && this.host.leads()) await this.host.checkpoints.discard(); // the checkpoint's network was trained on the gone text
    if (!corpus || !(await this.stored.clean(corpus, signal))) return;
    this.upkeep.noteStored();
    if (corpus.tokens > 0) return;
    await this.reader.adopt(await this.reader.learn(signal), signal);
    this.settle();
  }

  /** What training the text calls for now. */
  private need(): TrainingNeed | undefined {
    const { writing, settings } = this.host;
    return writing.begun && settings().trainsByItself && this.training === 'none' ? this.wanted() : undefined;
  }

  /** The same, whether or not anybody writes. */
  private wanted(): TrainingNeed | undefined {
    const { corpus, taught } = this.serving;
    if (!corpus || !this.host.leads() || (taught && corpus.hasUnread)) return undefined;
    const { words, tokens, sinceTraining: since } = corpus;
    const { verdict } = this.state;
    const [declined, outdated] = [verdict === 'declined', verdict === 'outdated'];
    return trainingNeed({ words, tokens, since, taught: taught !== undefined, declined, outdated });
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

  private fail(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.host.log(`${what}: ${error instanceof Error ? error.stack : reason}`);
    const message = sentence(
      '{0}: {1}. It is tried again when a file changes, or with the command Inkling: Retrain.',
      ...[what, reason],
    );
    this.host.status.update({ state: 'failed', message });
  }
}
