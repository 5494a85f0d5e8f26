import type { TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import { seededRandom } from '../../model/training/random';
import { exportTutorial, type TutorialProgress, trainTutorial } from '../../model/tutorial/train-tutorial';
import { CommandFailure } from './failure';
import type { Output } from './output';
import { describePoint, type Trained } from './trained';

/** Below this mean loss of a pass, in nats, a text is known by heart: the right word has 98 %. */
const LEARNED_LOSS = 0.02;
const SECONDS_BETWEEN_POINTS = 0.5;
/** Between two looks at whether the user wants it to end. */
const BREATHE_MILLISECONDS = 10;

/** Trains the tutorial's network in this thread until the budget is spent or the text is known by heart. */
export async function runTutorial(
  { train, vocabularySize }: TrainingData,
  { budget, hiddenSize, seed }: TrainingRequest,
  output: Output,
): Promise<Trained> {
  const sincePass = new MeanLoss();
  const sincePoint = new MeanLoss();
  const history: TrainingPoint[] = [];
  const begin = performance.now();
  let breath = begin;
  let tokens = 0;
  let last: TutorialProgress | undefined;
  /** Of the latest pass that ended since the last point: newer than the mean of many passes, and as complete. */
  let lossOfPass: number | undefined;
  let reason: Trained['reason'] | undefined;
  const interrupt = () => {
    reason = 'cancelled';
  };
  process.once('SIGINT', interrupt);

  for (const progress of trainTutorial(train, { vocabularySize, hiddenSize, random: seededRandom(seed) })) {
    if (last && progress.epoch > last.epoch) {
      lossOfPass = sincePass.take();
      if (lossOfPass < LEARNED_LOSS) reason = 'converged';
      else if ('epochs' in budget && last.epoch === budget.epochs) reason = 'deadline';
      if (reason) break;
    }
    last = progress;
    tokens += progress.tokens;
    sincePass.add(progress);
    sincePoint.add(progress);
    const seconds = (performance.now() - begin) / 1000;
    if ('seconds' in budget && seconds >= budget.seconds) reason ??= 'deadline';
    if (reason || seconds - (history.at(-1)?.seconds ?? 0) >= SECONDS_BETWEEN_POINTS) addPoint(seconds);
    if (reason) break;
    if (performance.now() - breath > BREATHE_MILLISECONDS) {
      await new Promise((resolve) => setImmediate(resolve));
      breath = performance.now();
    }
  }
  process.removeListener('SIGINT', interrupt);
  if (!last) throw new CommandFailure('there is too little text to train a network');
  if (sincePoint.tokens > 0) addPoint((performance.now() - begin) / 1000);
  return { ...exportTutorial(last.network), history, reason: reason ?? 'deadline' };

  function addPoint(seconds: number): void {
    const mean = sincePoint.take();
    const point = { seconds, tokens, trainingLoss: lossOfPass ?? mean };
    lossOfPass = undefined;
    history.push(point);
    output.progress(describePoint(point));
  }
}

/** Nats per token since it was last taken. */
class MeanLoss {
  tokens = 0;
  private loss = 0;

  add({ tokens, loss }: { tokens: number; loss: number }): void {
    this.tokens += tokens;
    this.loss += loss;
  }

  take(): number {
    const mean = this.loss / this.tokens;
    this.tokens = this.loss = 0;
    return mean;
  }
}
