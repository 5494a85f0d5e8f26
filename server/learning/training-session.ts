import type { Snapshot, StartingPoint, TrainingPoint, TrainingRequest } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import type { Measurement } from '../../model/training/trainer';
import { extraWordsToJson } from '../../model/vocabulary/json';
import { provenanceOf } from '../bases/base-file';
import type { Corpus } from '../corpus/corpus';
import type { TextToLearn } from '../corpus/jobs';
import { runCorpusJob } from '../jobs/run-job';
import type { Settings } from '../protocol';
import { sentence } from '../sentences';
import type { FittedToText, ServedNetwork } from '../serving/served-network';
import type { StatusBoard } from '../serving/status-board';
import type { TrainingRun } from '../training/api';
import type { Checkpoints, OpenCheckpoint } from '../training/checkpoints';
import { startTraining } from '../training/run';
import { thinned } from '../training/thinned';
import { type PauseReason, TrainingPause } from './pause';
import { runsOnBattery } from './power';
import type { TrainingProgress } from './training-progress';

/** What a training needs of the server around it. */
export interface TrainingHost {
  readonly status: StatusBoard;
  settings(): Settings;
  progress(budgetSeconds: number, onCancel: () => void): Promise<TrainingProgress>;
  log(message: string): void;
  /** What a training keeps while it goes on. */
  readonly checkpoints: Checkpoints;
}

export interface SessionEvents {
  /** What the network that training begins with, if it is not a random one, reaches on held-out text. */
  onUntaught(measurement: Measurement): void;
  onSnapshot(snapshot: Snapshot): void;
  /** The network is trained; what is done about it still belongs to the training. */
  onTrained(result: SessionResult): Promise<void>;
}

export interface SessionResult {
  /** Never worse than a base that training began with. Absent where it ended before the first one. */
  readonly best?: Snapshot;
  readonly history: readonly TrainingPoint[];
  readonly threads: number;
  readonly seed: number;
}

/**
 * Nats per token by which a first network may be behind counting and still help, mixed with it: after a second and a half on the
 * State of the Union addresses it is 0.47 behind, and the mixture 5 % better than without it.
 */
const STILL_HELPS = 0.5;

/** Fixed, so that the same text and thread count give the same network; its value does not matter. */
const SEED = 1;

/** As the loss view names it. */
const BASELINE = sentence('Kneser–Ney counts');

const PAUSED: Record<PauseReason, string> = {
  asked: sentence('Learning is paused. "Inkling: Pause/Resume Training" lets it go on.'),
  battery: sentence(
    'Learning waits while the machine runs on battery. "Inkling: Pause/Resume Training" lets it go on.',
  ),
};

/** One training on a corpus, and what the editor is told of it. */
export class TrainingSession {
  private pause: TrainingPause | undefined;
  private readonly early = new AbortController();
  /** Weights to begin with; let go of when training has taken them over. */
  start: StartingPoint | undefined;

  constructor(
    private readonly host: TrainingHost,
    private readonly corpus: Corpus,
    private readonly data: TextToLearn,
  ) {}

  /** Ends the training, and keeps what it has found. */
  finish(): void {
    this.early.abort();
  }

  /** Of training, so far. */
  get seconds(): number {
    return this.host.status.status.training?.seconds ?? 0;
  }

  get isPaused(): boolean {
    return this.pause?.isHeld ?? false;
  }

  /** Holds the training, or lets it go on. */
  togglePause(): void {
    this.pause?.toggle();
  }

  /** Throws when the signal is aborted. */
  async run(onCancel: () => void, events: SessionEvents, signal: AbortSignal): Promise<void> {
    const { status } = this.host;
    const { trainingSeconds: budgetSeconds, threads } = this.host.settings();
    const { corpus, data, early } = this;
    const progress = await this.host.progress(budgetSeconds, onCancel);
    let kept: OpenCheckpoint | undefined;
    try {
      signal.throwIfAborted();
      kept = await this.openCheckpoint(budgetSeconds);
      signal.throwIfAborted();
      const { resume } = kept;
      let untaught = kept.notes?.untaught;
      const onStart = (measurement: Measurement) => {
        untaught = measurement;
        events.onUntaught(measurement);
      };
      if (resume) this.host.log(`Training goes on after ${resume.seconds.toFixed(1)} s.`);
      const history = (kept.notes?.history ?? []).filter(({ tokens }) => resume && tokens <= resume.tokens);
      const baseline = corpus.baseline && { name: BASELINE, ...corpus.baseline };
      status.setHistory({ points: [...history], baseline, running: true });
      status.update({ state: 'training', training: { seconds: resume?.seconds ?? 0, budgetSeconds } });
      if (resume && untaught) onStart(untaught);
      const run = startTraining(data, this.takeRequest(budgetSeconds, threads, resume), {
        onStart,
        onPoint: (point) => {
          history.push(point);
          status.addPoint(point, budgetSeconds);
          progress.report(point.seconds, point.heldOutLoss);
        },
        onSnapshot: (snapshot) => {
          if (!signal.aborted) events.onSnapshot(snapshot);
        },
        onCheckpoint: (checkpoint) => kept?.write(checkpoint, { history: thinned(history), untaught }),
      });
      this.pause = new TrainingPause(
        run,
        (reason) => {
          const shown = { seconds: 0, budgetSeconds, ...status.status.training };
          const training = { ...shown, paused: reason !== undefined };
          status.update({ message: reason && PAUSED[reason], training });
          status.updateHistory({ paused: reason !== undefined });
        },
        async () => !this.host.settings().trainsOnBattery && (await runsOnBattery()),
      );
      const { best } = await untilCancelled(run, [signal, early.signal]);
      this.pause.dispose();
      signal.throwIfAborted();
      await events.onTrained({ best, history, threads, seed: SEED });
      await kept.remove();
    } finally {
      this.pause?.dispose();
      this.pause = undefined;
      progress.done();
      status.updateHistory({ running: false, paused: false });
      await kept?.close();
    }
  }

  private openCheckpoint(seconds: number): Promise<OpenCheckpoint> {
    const { corpus, data, start } = this;
    const base = corpus.base && provenanceOf(corpus.base.info);
    const request = { seconds, seed: SEED };
    return this.host.checkpoints.open({ data, start, request, vocabulary: corpus.vocabularyText, base });
  }

  private takeRequest(seconds: number, threads: number, resume: Checkpoint | undefined): TrainingRequest {
    const { start } = this;
    this.start = undefined;
    const checkpointSeconds = this.host.checkpoints.seconds;
    return { budget: { seconds }, threads, seed: SEED, start, resume, checkpointSeconds };
  }

  /** Fits the mixture's weights to the network that was found. After a cancel nothing is fitted and the default weights hold, as the processor is to be free at once. */
  async fit(snapshot: Snapshot, signal: AbortSignal): Promise<FittedToText> {
    const { data, early } = this;
    const { vocabularyText: vocabulary, lexicon } = this.corpus;
    const extraWords = JSON.stringify(extraWordsToJson(lexicon.wordsFrom(lexicon.closedSize)));
    const either = AbortSignal.any([signal, early.signal]);
    try {
      return await runCorpusJob({ kind: 'fit', snapshot, vocabulary, extraWords, data }, either);
    } catch (error) {
      if (!either.aborted) this.host.log(`Fitting the mixture failed, its defaults are used: ${error}`);
      return {};
    }
  }
}

/** What a run ends with; an abort of any of the signals ends it early. Neither holds the run, and the network in it, afterwards. */
async function untilCancelled(
  run: TrainingRun,
  signals: readonly AbortSignal[],
): Promise<Awaited<TrainingRun['done']>> {
  const cancel = () => run.cancel();
  for (const signal of signals) signal.addEventListener('abort', cancel);
  try {
    if (signals.some(({ aborted }) => aborted)) cancel();
    return await run.done;
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', cancel);
  }
}

/**
 * Whether a snapshot is served while training goes on. One that began with the same base as the served network must have no higher
 * held-out loss than it. Otherwise one that began with a base is served (training never returns a worse one than the base), and one
 * from random weights if its loss is at most `STILL_HELPS` above that of the counts.
 */
export function isBetter(
  { heldOutLoss }: Snapshot,
  previous: ServedNetwork | undefined,
  { base, baseline, continues }: Corpus,
): boolean {
  if (continues) return true; // the first snapshot is the network that it began with
  if (previous && previous.base?.fingerprint === base?.info.fingerprint)
    return heldOutLoss <= previous.heldOutLoss;
  return (
    base !== undefined || heldOutLoss <= (baseline?.heldOutLoss ?? Number.POSITIVE_INFINITY) + STILL_HELPS
  );
}
