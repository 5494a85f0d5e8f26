import type { TrainingData } from '../../model/training/api';
import { splitHeldOut } from '../../model/training/split';
import { UNKNOWN } from '../../model/vocabulary/special';

/** A text cut in two: to train on, and held out. */
export interface SplitText {
  /** Ids of the lexicon. */
  readonly train: Int32Array;
  readonly valid: Int32Array;
  /** The same as the network reads it: words outside its vocabulary are unknown. */
  readonly data: TrainingData;
}

export function splitText(documents: readonly Int32Array[], vocabularySize: number): SplitText {
  const { train, valid } = splitHeldOut(documents);
  const known = (id: number) => (id < vocabularySize ? id : UNKNOWN);
  return { train, valid, data: { train: train.map(known), valid: valid.map(known), vocabularySize } };
}
