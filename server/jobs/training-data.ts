import { UNKNOWN } from '../../model/vocabulary/special';
import type { TextToLearn } from '../corpus/jobs';
import { allocateIds } from '../threads/shared-memory';

/** A text in ids of a lexicon, as the network reads it: words outside its vocabulary are unknown. */
export function trainingData(train: Int32Array, valid: Int32Array, vocabularySize: number): TextToLearn {
  const shared = (ids: Int32Array) => {
    const copy = allocateIds(ids.length);
    for (let index = 0; index < ids.length; index++) {
      copy[index] = ids[index]! < vocabularySize ? ids[index]! : UNKNOWN;
    }
    return copy;
  };
  const rare = (ids: Int32Array) => ids.filter((id) => id === UNKNOWN || id >= vocabularySize);
  return {
    train: shared(train),
    valid: shared(valid),
    vocabularySize,
    rareWords: { train: rare(train), valid: rare(valid) },
  };
}

/** The text in ids of the lexicon again. */
export function withRareWords({ train, valid, rareWords }: TextToLearn): {
  readonly train: Int32Array;
  readonly valid: Int32Array;
} {
  const filled = (ids: Int32Array, rare: Int32Array) => {
    let next = 0;
    return Int32Array.from(ids, (id) => (id === UNKNOWN ? (rare[next++] ?? UNKNOWN) : id));
  };
  return { train: filled(train, rareWords.train), valid: filled(valid, rareWords.valid) };
}
