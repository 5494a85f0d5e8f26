import type { TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import { seededRandom } from '../../model/training/random';
import { exportTutorial, type TutorialProgress, trainTutorial } from '../../model/tutorial/train-tutorial';
import { CommandFailure } from './failure';
import type { Output } from './output';
import { describePoint, type Trained } from './train';

/** Below this mean loss, in nats, a text is known by heart: the right word has 98 %. */
const LEARNED_LOSS = 0.02;
const SECONDS_BETWEEN_POINTS = 0.5;
/** So that an interrupt is noticed. */
const MILLISECONDS_BETWEEN_BREATHS = 10;

/** Trains the tutorial's network in this thread until the budget is spent or the text is known by heart. */
export async function runTutorial(
  { train, vocabularySize }: TrainingData,
  { budget, hiddenSize, seed }: TrainingRequest,
  output: Output,
): Promise<Trained> {
  const history: TrainingPoint[] = [];
  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000;
  let last: TutorialProgress | undefined;
  let reason: Trained['reason'] = 'deadline';
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);

  const sinceEpoch = { tokens: 0, loss: 0 };
  const sincePoint = { tokens: 0, loss: 0 };
  let tokens = 0;
  let lastBreath = begin;
  const addPoint = () => {
    const point = { seconds: elapsed(), tokens, trainingLoss: sincePoint.loss / sincePoint.tokens };
    history.push(point);
    output.progress(describePoint(point));
    sincePoint.tokens = sincePoint.loss = 0;
  };
  for (const progress of trainTutorial(train, { vocabularySize, hiddenSize, random: seededRandom(seed) })) {
    if (last && progress.epoch > last.epoch) {
      const loss = sinceEpoch.loss / sinceEpoch.tokens;
      if (loss < LEARNED_LOSS) reason = 'converged';
      if (loss < LEARNED_LOSS || ('epochs' in budget && last.epoch === budget.epochs)) break;
      sinceEpoch.tokens = sinceEpoch.loss = 0;
    }
    last = progress;
    tokens += progress.tokens;
    for (const sum of [sinceEpoch, sincePoint]) {
      sum.tokens += progress.tokens;
      sum.loss += progress.loss;
    }
    if (elapsed() - (history.at(-1)?.seconds ?? 0) >= SECONDS_BETWEEN_POINTS) addPoint();
    if ('seconds' in budget && elapsed() >= budget.seconds) break;
    if (performance.now() - lastBreath > MILLISECONDS_BETWEEN_BREATHS) {
      await new Promise((resolve) => setImmediate(resolve));
      lastBreath = performance.now();
    }
    if (interrupted) {
      reason = 'cancelled';
      break;
    }
  }
  process.removeListener('SIGINT', interrupt);
  if (!last) throw new CommandFailure('there is too little text to train a network');
  if (sincePoint.tokens > 0) addPoint();
  return { ...exportTutorial(last.network), history, reason };
}
