import { KneserNey } from '../../model/counts/kneser-ney';
import { countText } from '../fitted-mixture';

/** What counting alone reaches; figures as those of a network on the same text. */
export interface Baseline {
  /** Nats per token. */
  readonly heldOutLoss: number;
  readonly top1: number;
  readonly top3: number;
}

/** Enough for two digits of the figures. */
const MEASURED_TOKENS = 4000;

/**
 * 5-gram Kneser–Ney trained and measured on the very ids that the network is: words outside the vocabulary are one
 * token, so the two losses can be compared. Undefined if nothing is held out.
 */
export function countingBaseline(
  train: Int32Array,
  valid: Int32Array,
  vocabularySize: number,
): Baseline | undefined {
  if (valid.length === 0) return undefined;
  const counts = new KneserNey(countText(train));
  const probabilities = new Float32Array(vocabularySize);
  const tokens = Math.min(valid.length, MEASURED_TOKENS);
  let loss = 0;
  let first = 0;
  let amongThree = 0;
  for (let position = 0; position < tokens; position++) {
    counts.distribution(valid, position, probabilities);
    const probability = probabilities[valid[position]!]!;
    loss -= Math.log(probability);
    let better = 0;
    for (let id = 0; id < vocabularySize; id++) if (probabilities[id]! > probability) better++;
    if (better < 1) first++;
    if (better < 3) amongThree++;
  }
  return { heldOutLoss: loss / tokens, top1: first / tokens, top3: amongThree / tokens };
}
