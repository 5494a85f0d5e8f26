import type { TrainingData } from '../../model/training/api';
import { UNKNOWN } from '../../model/vocabulary/special';
import { allocateIds } from '../threads/shared-memory';

/** A text in ids of a lexicon, as the network reads it: words outside its vocabulary are unknown. */
export function trainingData(train: Int32Array, valid: Int32Array, vocabularySize: number): TrainingData {
  const shared = (ids: Int32Array) => {
    const copy = allocateIds(ids.length);
    for (let index = 0; index < ids.length; index++) {
      copy[index] = ids[index]! < vocabularySize ? ids[index]! : UNKNOWN;
    }
    return copy;
  };
  return { train: shared(train), valid: shared(valid), vocabularySize };
}
