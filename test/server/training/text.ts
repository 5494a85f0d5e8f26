import type { TrainingData } from '../../../model/training/api';
import { seededRandom } from '../../../model/training/random';

export const vocabularySize = 50;

/** Each word is followed by one of three, so that there is something to learn and something to hold out. */
export function text(length: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  let word = 1;
  return Int32Array.from({ length }, () => {
    word = (word * 7 + Math.floor(random() * 3)) % vocabularySize;
    return word;
  });
}

export const trainingData: TrainingData = { train: text(6000, 1), valid: text(1000, 2), vocabularySize };
