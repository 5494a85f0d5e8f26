import type { TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import { seededRandom } from '../../model/training/random';
import { exportTutorial, type TutorialProgress, trainTutorial } from '../../model/tutorial/train-tutorial';
import { continuation, type InputKind, type TutorialNetwork } from '../../model/tutorial/tutorial-network';
import { PARAGRAPH_END, SENTENCE_END } from '../../model/vocabulary/special';
import { CommandFailure } from './failure';
import type { Output } from './output';
import { describePoint, type Trained } from './trained';

/** Mean loss of a pass, in nats per token, below which training ends: e^−0.02 is 98 % for the right word, so the text is memorised. */
const LEARNED_LOSS = 0.02;
const SECONDS_BETWEEN_POINTS = 0.5;
/** Between two returns to the event loop, in which an interrupt (Ctrl+C) is noticed. */
const BREATHE_MILLISECONDS = 10;
/** Of what it would say next, at each point. */
const MOST_WORDS = 8;

export interface TutorialRequest extends Pick<TrainingRequest, 'budget' | 'hiddenSize' | 'seed'> {
  readonly inputs?: InputKind;
  /** How a word is written. */
  readonly wordOf: (id: number) => string;
}

/**
 * Trains the tutorial's network in this thread until the budget is spent or the text has been memorised. Tells the loss as it falls, after
 * passes 1, 2, 4, 8 and so on and every half second, and what the network would say after the text's first word.
 */
export async function runTutorial(
  { train, vocabularySize }: TrainingData,
  { budget, hiddenSize, seed, inputs, wordOf }: TutorialRequest,
  output: Output,
): Promise<Trained> {
  const sincePass = new MeanLoss();
  const sincePoint = new MeanLoss();
  const history: TrainingPoint[] = [];
  const begin = performance.now();
  let breath = begin;
  let tokens = 0;
  let last: TutorialProgress | undefined;
  let nextPass = 1;
  /** Of the latest pass that ended since the last point: newer than the mean of many passes, and as complete. */
  let lossOfPass: number | undefined;
  let reason: Trained['reason'] | undefined;
  const interrupt = () => {
    reason = 'cancelled';
  };
  process.once('SIGINT', interrupt);

  const options = { vocabularySize, hiddenSize, inputs, random: seededRandom(seed) };
  for (const progress of trainTutorial(train, options)) {
    if (!Number.isFinite(progress.loss)) {
      throw new CommandFailure('the loss is no number any more: a smaller --hidden may help');
    }
    if (last && progress.epoch > last.epoch) {
      lossOfPass = sincePass.take();
      if (last.epoch === nextPass) {
        addPoint((performance.now() - begin) / 1000, last.network);
        nextPass *= 2;
      }
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
    if (reason || seconds - (history.at(-1)?.seconds ?? 0) >= SECONDS_BETWEEN_POINTS)
      addPoint(seconds, progress.network);
    if (reason) break;
    if (performance.now() - breath > BREATHE_MILLISECONDS) {
      await new Promise((resolve) => setImmediate(resolve));
      breath = performance.now();
    }
  }
  process.removeListener('SIGINT', interrupt);
  if (!last) throw new CommandFailure('there is too little text to train a network');
  if (sincePoint.tokens > 0) addPoint((performance.now() - begin) / 1000, last.network);
  return { ...exportTutorial(last.network), history, reason: reason ?? 'deadline' };

  function addPoint(seconds: number, network: TutorialNetwork): void {
    const mean = sincePoint.take();
    const point = { seconds, tokens, trainingLoss: lossOfPass ?? mean };
    lossOfPass = undefined;
    history.push(point);
    output.progress(`${describePoint(point)}; would say: ${wouldSay(network)}`);
  }

  /** The text's first word, and on from there. */
  function wouldSay(network: TutorialNetwork): string {
    const ends = (id: number) => id === SENTENCE_END || id === PARAGRAPH_END;
    const first = train[0]!; // there is text
    const said = continuation(network, [first], { most: MOST_WORDS, ends });
    return [first, ...said.filter((id) => !ends(id))].map(wordOf).join(' ');
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
