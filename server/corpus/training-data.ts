import type { TrainingData } from '../../model/training/api';
import { splitHeldOut } from '../../model/training/split';
import { UNKNOWN } from '../../model/vocabulary/special';

/** Documents in ids of a lexicon, as the network is trained on them: words outside its vocabulary are unknown. */
export function trainingData(documents: readonly Int32Array[], vocabularySize: number): TrainingData {
  const { train, valid } = splitHeldOut(documents);
  const known = (id: number) => (id < vocabularySize ? id : UNKNOWN);
  return { train: train.map(known), valid: valid.map(known), vocabularySize };
}
