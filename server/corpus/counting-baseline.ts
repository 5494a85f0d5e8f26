import { KneserNey } from '../../model/counts/kneser-ney';
import type { NgramCounts } from '../../model/counts/ngram-counts';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';

/** What counting alone reaches; figures as those of a network on the same text. */
export interface Baseline {
  /** Nats per token. */
  readonly heldOutLoss: number;
  readonly top1: number;
  readonly top3: number;
}

/** Held-out tokens that are measured: enough for two significant digits, in a fraction of a second. */
const MEASURED_TOKENS = 1500;

/**
 * Kneser–Ney counts on text that they have not seen. As for the network, words outside the vocabulary are one class,
 * so that the two losses can be compared. Undefined if nothing is held out.
 */
export function countingBaseline(
  counts: NgramCounts,
  valid: Int32Array,
  { size, closedSize }: Pick<Lexicon, 'size' | 'closedSize'>,
): Baseline | undefined {
  if (valid.length === 0) return undefined;
  const smoothed = new KneserNey(counts);
  const probabilities = new Float32Array(size); // (size)
  const known = probabilities.subarray(0, closedSize);
  const tokens = Math.min(valid.length, MEASURED_TOKENS);
  let loss = 0;
  let first = 0;
  let amongThree = 0;
  for (let index = 0; index < tokens; index++) {
    const position = Math.floor((index * valid.length) / tokens); // spread over the whole
    smoothed.distribution(valid, position, probabilities);
    for (let id = closedSize; id < size; id++) known[UNKNOWN]! += probabilities[id]!;
    const target = valid[position]!;
    const probability = known[target < closedSize ? target : UNKNOWN]!;
    loss -= Math.log(probability);
    let better = 0;
    for (let id = 0; id < closedSize; id++) if (known[id]! > probability) better++;
    if (better < 1) first++;
    if (better < 3) amongThree++;
  }
  return { heldOutLoss: loss / tokens, top1: first / tokens, top3: amongThree / tokens };
}
