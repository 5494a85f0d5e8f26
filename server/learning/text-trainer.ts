import type { Corpus } from '../corpus/corpus';
import type { TextToLearn } from '../corpus/jobs';
import type { ServedNetwork } from '../serving/served-network';
import type { Serving } from '../serving/serving';
import type { FolderReader, FolderReaderHost } from './folder-reader';
import { Lane } from './lane';
import { Retries } from './retries';
import type { LearnerEvent } from './states';
import type { StoredModel } from './stored-model';
import { LEAST_WORDS, type TrainingNeed } from './training-due';
import { isBetter, type SessionResult, type TrainingHost, TrainingSession } from './training-session';

export interface TextTrainerHost extends TrainingHost, FolderReaderHost {
  readonly serving: Serving;
  readonly reader: FolderReader;
  readonly stored: StoredModel;
  /** The text has been read. */
  tellCorpus(corpus: Corpus): void;
  /** The stored model has no more in it than the text. */
  noteStored(): void;
  /** Whether the writer has asked for the training's end. */
  isFinishing(): boolean;
  dispatch(event: LearnerEvent): void;
}

/** Trains a network on the folder's text, serves what it finds and stores it. One training at a time. */
export class TextTrainer {
  private readonly lane: Lane;
  private readonly retries: Retries;
  /** The training that goes on. */
  private session: TrainingSession | undefined;

  constructor(private readonly host: TextTrainerHost) {
    this.retries = new Retries(host);
    this.lane = new Lane((error) =>
      host.dispatch({ kind: 'trainingFailed', error, again: this.retries.isWorthIt(error) }),
    );
  }

  /** In place of a training that goes on. @param asked by the writer: the checkpoint of an earlier training is discarded. */
  train(need: TrainingNeed, asked: boolean): void {
    void this.lane.run(async (signal) => {
      const corpus = await this.prepare(need, asked, signal);
      if (corpus.words < LEAST_WORDS) await this.host.reader.adopt(corpus, signal);
      else await this.trainOn(corpus, signal);
      if (!signal.aborted) this.host.dispatch({ kind: 'trainingEnded' });
    });
  }

  /** Resolves when no training goes on. */
  get ended(): Promise<unknown> {
    return this.lane.ended;
  }

  /** Drops what it has found. */
  stop(): void {
    this.lane.cancel();
  }

  /** Ends the training, and keeps what it has found. */
  finish(): void {
    this.session?.finish();
  }

  get isPaused(): boolean {
    return this.session?.isPaused ?? false;
  }

  /** Holds the training, or lets it go on. */
  togglePause(): void {
    this.session?.togglePause();
  }

  /** The text to train on, read anew unless it has just been read; it is served if no network knows the folder's text yet. */
  private async prepare({ from, when }: TrainingNeed, asked: boolean, signal: AbortSignal): Promise<Corpus> {
    const { host } = this;
    const { serving, reader } = host;
    let { corpus } = serving;
    if (asked) await host.checkpoints.discard();
    if (asked || when !== 'now' || !corpus?.trainingData) {
      host.status.update({ state: 'reading' });
      corpus = await reader.learn(signal, { presentPath: from === 'present' ? host.store.path : undefined });
      host.tellCorpus(corpus);
    }
    if (corpus.words < LEAST_WORDS) return corpus;
    if (!serving.taught && corpus !== serving.corpus) await reader.adopt(corpus, signal);
    else if (corpus.base) await reader.join(corpus.base.further[0], signal);
    return corpus;
  }

  private async trainOn(corpus: Corpus, signal: AbortSignal): Promise<void> {
    const { trainingData: data, start } = corpus;
    if (start) corpus.dropTrainingData(); // large, and in the training's own memory from here on
    if (!data) throw new Error('The corpus has no training data.'); // `prepare` saw to it that it has
    signal.throwIfAborted();
    const { serving, dispatch } = this.host;
    const previous = serving.taught;
    const session = new TrainingSession(this.host, corpus, data);
    session.start = start;
    this.session = session;
    dispatch({ kind: 'prepared' });
    try {
      await session.run(
        () => dispatch({ kind: 'cancel' }),
        {
          onUntaught: (measurement) => serving.measured(corpus, measurement),
          onSnapshot: (snapshot) => {
            if (!isBetter(snapshot, previous, corpus)) return;
            serving.teach(corpus, snapshot);
            serving.sampleAfter(data.valid, session.seconds, signal);
          },
          onTrained: async (result) => {
            dispatch({ kind: 'networkFound' });
            await this.keep(session, corpus, data, previous, result, signal);
          },
        },
        signal,
      );
    } finally {
      if (this.session === session) this.session = undefined;
    }
  }

  /** Serves and stores what a training has found. Cut short, it is worth keeping only where nothing was taught before. */
  private async keep(
    session: TrainingSession,
    corpus: Corpus,
    { train, valid }: TextToLearn,
    previous: ServedNetwork | undefined,
    result: SessionResult,
    signal: AbortSignal,
  ): Promise<void> {
    const { serving, stored } = this.host;
    const isCutShort = this.host.isFinishing();
    const { best } = result;
    if (best && !(isCutShort && previous)) {
      const fitted = await session.fit(best, signal);
      signal.throwIfAborted();
      serving.teach(corpus, best, fitted);
      const base = serving.served?.base;
      const record = { ...result, ...fitted, tokens: train.length, heldOut: valid, base };
      if (await stored.save(corpus, best, record)) {
        serving.noteStored();
        this.host.noteStored();
      }
    }
    this.retries.reset();
    if (isCutShort) serving.corpus?.acceptChanges();
    corpus.dropTrainingData();
  }
}
