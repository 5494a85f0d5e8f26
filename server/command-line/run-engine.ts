import type { TrainingData, TrainingPoint, TrainingRequest } from '../../model/training/api';
import { startTraining } from '../training/run';
import { CommandFailure, reasonOf } from './failure';
import type { Output } from './output';
import { describePoint, type Trained } from './trained';

/** Trains in threads of its own. The first interrupt ends it and keeps what was learned; a second one ends the program. */
export async function runEngine(
  data: TrainingData,
  request: TrainingRequest,
  output: Output,
): Promise<Trained> {
  const history: TrainingPoint[] = [];
  const run = startTraining(data, request, {
    onPoint: (point) => {
      history.push(point);
      output.progress(describePoint(point));
    },
    onSnapshot: () => {}, // the best one comes at the end
  });
  const interrupt = () => run.cancel();
  process.once('SIGINT', interrupt);
  try {
    const { reason, best } = await run.done;
    if (!best) throw new CommandFailure('there was too little text or time to train a network');
    return { ...best, history, reason };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(`training failed: ${reasonOf(error)}`);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
