import type { CommandAnswer } from '../protocol';

/** What the answers to the commands that start, pause and end training depend on. */
export interface Work {
  readonly enabled: boolean;
  readonly hasFolder: boolean;
  /** Whether this process trains; else another window on the folder does. */
  readonly leads: boolean;
  /** `preparing`: the folder is read to be trained on. `ending`: what was found is fitted and stored. */
  readonly training: 'none' | 'preparing' | 'running' | 'paused' | 'ending';
  /** In the folder's text, as far as it was read; undefined before that. */
  readonly words: number | undefined;
  /** From so many words on the network learns. */
  readonly leastWords: number;
}

/** @param isSure the writer was asked whether the training that goes on may be thrown away. */
export function retrainAnswer(work: Work, isSure: boolean): CommandAnswer {
  const barred = barredBy(work);
  if (barred) return barred;
  if (work.training !== 'none' && !isSure) return { outcome: 'asks' };
  const { words, leastWords } = work;
  if (words !== undefined && words < leastWords) return { outcome: 'tooLittle', words, leastWords };
  return { outcome: 'started' };
}

export function cancelAnswer(work: Work): CommandAnswer {
  return barredBy(work) ?? { outcome: work.training === 'none' ? 'nothingToCancel' : 'cancelled' };
}

export function pauseAnswer(work: Work): CommandAnswer {
  const barred = barredBy(work);
  if (barred) return barred;
  switch (work.training) {
    case 'running':
      return { outcome: 'paused' };
    case 'paused':
      return { outcome: 'resumed' };
    case 'preparing':
      return { outcome: 'stillReading' };
    case 'ending':
    case 'none':
      return { outcome: 'nothingToPause' };
  }
}

/** Whether a command's answer says that it is to be done. */
export function isDone({ outcome }: CommandAnswer): boolean {
  return ['started', 'tooLittle', 'cancelled', 'paused', 'resumed'].includes(outcome);
}

/** Why there is no training here at all. */
function barredBy({ enabled, hasFolder, leads }: Work): CommandAnswer | undefined {
  if (!enabled) return { outcome: 'off' };
  if (!hasFolder) return { outcome: 'noFolder' };
  return leads ? undefined : { outcome: 'follows' };
}
