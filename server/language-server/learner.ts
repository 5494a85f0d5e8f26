import type { Snapshot, TrainingData, TrainingPoint } from '../../model/training/api';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';
import { Corpus } from '../corpus/corpus';
import { runCorpusJob } from '../corpus/run-job';
import { createPredictor } from '../predictor';
import type { Evaluation, Settings } from '../protocol';
import type { ModelStore } from '../store/model-store';
import { DEFAULT_THRESHOLDS, type SuggestionModel } from '../suggestion/model';
import { startTraining } from '../training/run';
import { Lane } from './lane';
import { type PauseReason, TrainingPause } from './pause';
import {
  type FittedToText,
  modelToStore,
  networkOf,
  restoredNetwork,
  type ServedNetwork,
  type TrainingRecord,
} from './served-network';
import type { StatusBoard } from './status-board';
import type { TrainingProgress } from './training-progress';

/** What the learner needs of the server around it. */
export interface LearnerHost {
  readonly status: StatusBoard;
  readonly store: ModelStore;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  settings(): Settings;
  forgotten(): ReadonlySet<string>;
  serve(model: SuggestionModel | undefined): void;
  progress(budgetSeconds: number, onCancel: () => void): Promise<TrainingProgress>;
  log(message: string): void;
  /** One message that the writer sees. */
  warn(message: string): void;
}

/** Fewer words than this make no network that predicts better than counting. */
const LEAST_WORDS = 300;
/** A model is trained anew when this much of the text is new to it: a share of the corpus, or tokens. */
const NEW_SHARE = 0.1;
const NEW_TOKENS = 5000;

/**
 * Nats per token by which a first network may be behind counting and still help, mixed with it: after a second and a half on the
 * State of the Union addresses it is 0.47 behind, and the mixture 5 % better than without it.
 */
const STILL_HELPS = 0.5;

/** Any constant: the same text and thread count give the same network. */
const SEED = 1;

/** As the loss view names it. */
const BASELINE = 'Kneser–Ney counts';

const PAUSED: Record<PauseReason, string> = {
  asked: 'Learning is paused. "Inkling: Pause/Resume Training" lets it go on.',
  battery:
    'Learning waits while the machine runs on battery. "Inkling: Pause/Resume Training" lets it go on.',
};
const NO_FOLDER = 'Open a folder with your texts to let Inkling learn from them.';
const NO_TEXT =
  'No text to learn from in this folder. Save some Markdown, LaTeX or plain text in it; until then suggestions come from the open document.';

/**
 * Keeps a model of the workspace's text: restores it, reads the files, trains, follows changes. At most one reading
 * and one training go on at a time, both in other threads.
 */
export class Learner {
  private readonly reading: Lane;
  private readonly training: Lane;
  private corpus: Corpus | undefined;
  private served: ServedNetwork | undefined;
  /** The writer cancelled the training on the corpus as it is. */
  private declined = false;
  /** Ends the training that goes on, and keeps what it has found. */
  private finishEarly: (() => void) | undefined;
  private pause: TrainingPause | undefined;
  private changedMeanwhile = false;
  /** What the log says of the corpus. */
  private told = '';

  constructor(private readonly host: LearnerHost) {
    this.reading = new Lane((error) => this.fail('Reading the folder failed', error));
    this.training = new Lane((error) => this.fail('Training failed', error));
  }

  /** Begins, or begins anew after the settings or the folders changed. */
  async begin(): Promise<void> {
    this.stop();
    if (!this.host.settings().enabled) {
      this.host.serve(undefined);
      this.host.status.update({ state: 'off', message: undefined });
      return;
    }
    this.serve();
    const done = await this.reading.run(async (signal) => {
      this.host.status.update({ state: 'reading', message: undefined });
      if (!this.corpus) await this.restore(signal);
      if (this.corpus) await this.update(this.corpus, signal);
      else this.adopt(await this.learn(signal));
    });
    if (done) await this.afterReading();
  }

  /** Another set of folders: nothing that was learned holds any longer. */
  async foldersChanged(): Promise<void> {
    this.stop();
    this.corpus = undefined;
    this.served = undefined;
    this.host.serve(undefined);
    this.host.status.update({ model: undefined, corpus: undefined });
    await this.begin();
  }

  /** Files have changed; how, the reading finds out. */
  async filesChanged(): Promise<void> {
    if (!this.host.settings().enabled) return;
    const { corpus } = this;
    if (this.reading.busy) this.changedMeanwhile = true;
    else if (!corpus) await this.begin();
    else if (await this.reading.run((signal) => this.update(corpus, signal))) await this.afterReading();
  }

  /** Reads everything and trains, whatever there was before. */
  async retrain(): Promise<void> {
    if (!this.host.settings().enabled) return;
    await this.train(true);
  }

  /** Ends the training and keeps the best network that it has found. */
  cancelTraining(): void {
    if (this.finishEarly) this.finishEarly();
    else if (this.training.busy) {
      this.training.cancel();
      this.settle();
    }
  }

  /** Holds the training, or lets it go on. */
  pauseTraining(): void {
    this.pause?.toggle();
  }

  /** The writer's forgotten words changed. */
  refresh(): void {
    this.serve();
  }

  /** How well the model would have served the writer of this text; null if there is not enough to tell. */
  async measure(languageId: string, text: string, signal: AbortSignal): Promise<Evaluation | null> {
    if (!this.served) return null;
    const modelPath = this.host.store.path;
    return (await runCorpusJob({ kind: 'measure', modelPath, text, languageId }, signal)).evaluation;
  }

  /** Stops all work at once. What is served goes on. */
  stop(): void {
    this.reading.cancel();
    this.training.cancel();
    this.changedMeanwhile = false;
  }

  private async restore(signal: AbortSignal): Promise<void> {
    const { model, problem } = await this.host.store.load();
    if (problem) this.host.warn(problem);
    if (!model || signal.aborted) return;
    this.served = restoredNetwork(model);
    this.serve();
    this.host.status.update({ model: this.served.description });
    this.host.status.setHistory({ points: [...model.history], baseline: undefined, running: false });
    if (!model.corpus) return;
    const { counts } = await runCorpusJob({ kind: 'count', corpus: model.corpus }, signal);
    this.corpus = Corpus.restored(this.served.lexicon, model.corpus, counts);
    this.serve();
  }

  private async learn(signal: AbortSignal): Promise<Corpus> {
    return Corpus.learned(await runCorpusJob({ kind: 'learn', paths: this.host.folders() }, signal));
  }

  private async update(corpus: Corpus, signal: AbortSignal): Promise<void> {
    const { files: known, vocabularyText: vocabulary } = corpus;
    const paths = this.host.folders();
    await corpus.update(await runCorpusJob({ kind: 'update', paths, known, vocabulary }, signal), signal);
  }

  /** Serves from another corpus, and from counting alone until there is a network for it. */
  private adopt(corpus: Corpus): void {
    this.corpus = corpus;
    this.served = undefined;
    this.serve();
  }

  private async afterReading(): Promise<void> {
    const { corpus } = this;
    if (!corpus) return;
    this.tellCorpus(corpus);
    if (corpus.words === 0) await this.unlearn(corpus);
    if (this.changedMeanwhile) {
      this.changedMeanwhile = false;
      await this.filesChanged();
      return;
    }
    if (this.training.busy) return;
    if (this.needsTraining(corpus)) await this.train(false);
    else this.settle();
  }

  /** All text is gone: what was learned from it must not be offered any more. */
  private async unlearn({ lexicon }: Corpus): Promise<void> {
    if (lexicon.size === SPECIAL_TOKENS.length) return;
    this.training.cancel();
    await this.reading.run(async (signal) => this.adopt(await this.learn(signal)));
    this.host.status.update({ model: undefined });
  }

  private needsTraining({ words, tokens, newTokens }: Corpus): boolean {
    if (words < LEAST_WORDS) return false;
    if (newTokens >= Math.min(NEW_TOKENS, NEW_SHARE * tokens) && newTokens > 0) return true;
    return !this.served && !this.declined;
  }

  private async train(always: boolean): Promise<void> {
    await this.training.run(async (signal) => {
      let { corpus } = this;
      if (always || !corpus?.trainingData) {
        this.host.status.update({ state: 'reading' });
        corpus = await this.learn(signal);
        this.tellCorpus(corpus);
      }
      if (corpus.words < LEAST_WORDS) {
        this.adopt(corpus);
        this.settle();
        return;
      }
      if (!this.served) this.adopt(corpus);
      await this.trainOn(corpus, signal);
    });
  }

  private async trainOn(corpus: Corpus, signal: AbortSignal): Promise<void> {
    const { status } = this.host;
    const { trainingSeconds: budgetSeconds, threads } = this.host.settings();
    const data = corpus.trainingData;
    if (!data) throw new Error('The corpus has no training data.'); // `train` saw to it that it has
    const previous = this.served;
    const history: TrainingPoint[] = [];
    const progress = await this.host.progress(budgetSeconds, () => this.cancelTraining());
    signal.throwIfAborted();
    const baseline = corpus.baseline && { name: BASELINE, ...corpus.baseline };
    status.setHistory({ points: [], baseline, running: true });
    status.update({ state: 'training', training: { seconds: 0, budgetSeconds } });
    const events = {
      onPoint: (point: TrainingPoint) => {
        history.push(point);
        status.addPoint(point, budgetSeconds);
        progress.report(point.seconds, point.heldOutLoss);
      },
      onSnapshot: (snapshot: Snapshot) => {
        // A network that is worse than the one before it, or much worse than counting, would only blur the suggestions.
        const counting = (baseline?.heldOutLoss ?? Number.POSITIVE_INFINITY) + STILL_HELPS;
        const rival = previous?.heldOutLoss ?? counting;
        if (!signal.aborted && snapshot.heldOutLoss <= rival) this.serveSnapshot(corpus, snapshot);
      },
    };
    try {
      const run = startTraining(data, { budget: { seconds: budgetSeconds }, threads, seed: SEED }, events);
      this.pause = new TrainingPause(run, (reason) => {
        const training = {
          seconds: 0,
          budgetSeconds,
          ...status.status.training,
          paused: reason !== undefined,
        };
        status.update({ message: reason && PAUSED[reason], training });
      });
      const finish = new AbortController();
      this.finishEarly = () => finish.abort();
      finish.signal.addEventListener('abort', () => run.cancel());
      signal.addEventListener('abort', () => {
        run.cancel();
        this.finishEarly = undefined;
      });
      const { best } = await run.done;
      this.pause.dispose();
      signal.throwIfAborted();
      if (best && !(finish.signal.aborted && previous)) {
        const fitted = await this.fit(corpus, best, data, AbortSignal.any([signal, finish.signal]));
        signal.throwIfAborted();
        this.serveSnapshot(corpus, best, fitted);
        const [tokens, heldOutTokens] = [data.train.length, data.valid.length];
        await this.save(corpus, best, { history, ...fitted, threads, seed: SEED, tokens, heldOutTokens });
      }
      this.declined = finish.signal.aborted;
      if (this.declined && this.corpus) this.corpus.newTokens = 0;
      corpus.trainingData = undefined;
    } finally {
      this.pause?.dispose();
      this.pause = undefined;
      this.finishEarly = undefined;
      progress.done();
      status.setHistory({ ...status.lossHistory, running: false });
    }
    this.settle();
    void this.filesChanged(); // what changed while this corpus was trained on
  }

  private async fit(
    { vocabularyText: vocabulary }: Corpus,
    snapshot: Snapshot,
    data: TrainingData,
    signal: AbortSignal,
  ): Promise<FittedToText> {
    try {
      return await runCorpusJob({ kind: 'fit', snapshot, vocabulary, data }, signal);
    } catch (error) {
      if (!signal.aborted) this.host.log(`Fitting the mixture failed, its defaults are used: ${error}`);
      return {}; // whoever cancels wants the processor back: the defaults must do
    }
  }

  private serveSnapshot(corpus: Corpus, snapshot: Snapshot, fitted?: FittedToText): void {
    this.corpus = corpus;
    this.served = networkOf(snapshot, corpus.lexicon, this.served, fitted);
    this.serve();
    this.host.status.update({ model: this.served.description });
  }

  private async save(corpus: Corpus, best: Snapshot, record: TrainingRecord): Promise<void> {
    const { store } = this.host;
    const problem = await store.save(modelToStore(corpus, best, record));
    if (problem) this.host.warn(problem);
    else this.host.log(`Saved the model to ${store.path}.`);
  }

  private serve(): void {
    const { corpus, served } = this;
    const lexicon = served?.lexicon ?? corpus?.lexicon;
    if (!this.host.settings().enabled || !lexicon) return;
    if (lexicon.closedSize === SPECIAL_TOKENS.length) {
      this.host.serve(undefined);
      return;
    }
    // Counts of another lexicon are of no use to this network.
    const counts = corpus?.lexicon === lexicon ? corpus.counts : undefined;
    const parts = { lexicon, counts, network: served?.network, fitted: served?.fitted };
    this.host.serve({
      lexicon,
      createPredictor: () => createPredictor(parts),
      blocked: this.host.forgotten(),
      doubled: corpus?.doubled,
      thresholds: served?.thresholds ?? DEFAULT_THRESHOLDS,
    });
  }

  /** The state when no work is left. */
  private settle(): void {
    const { status } = this.host;
    const words = this.corpus?.words ?? 0;
    if (this.host.folders().length === 0) status.update({ state: 'noText', message: NO_FOLDER });
    else if (words === 0) status.update({ state: 'noText', message: NO_TEXT });
    else if (words < LEAST_WORDS && !this.served) {
      const message = `Only ${words} words of text in this folder: the network learns from ${LEAST_WORDS} on. Until then suggestions come from counting.`;
      status.update({ state: 'noText', message });
    } else status.update({ state: 'ready' });
  }

  private tellCorpus({ fileCount: files, words, leftOut, leftOutCount }: Corpus): void {
    this.host.status.update({ corpus: { files, words, leftOut: [...leftOut], leftOutCount } });
    const reasons = leftOut.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    const told = `${words} words in ${files} files; left out: ${leftOutCount}${reasons}`;
    if (told !== this.told) this.host.log(told);
    this.told = told;
  }

  private fail(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.host.log(`${what}: ${error instanceof Error ? error.stack : reason}`);
    const message = `${what}: ${reason}. It is tried again when a file changes, or with the command Inkling: Retrain.`;
    this.host.status.update({ state: 'failed', message });
  }
}
