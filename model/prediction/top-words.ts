export interface ScoredWord {
  readonly id: number;
  readonly probability: number;
}

/**
 * The `count` most probable ids that are accepted, best first, equal ones by id. One pass: an id is compared with the
 * worst of the best so far, and `accept` is asked only about those that would enter. Ids of probability 0 never do.
 */
export function topWords(
  probabilities: ArrayLike<number>,
  count: number,
  accept: (id: number) => boolean = () => true,
): ScoredWord[] {
  const best: ScoredWord[] = [];
  let threshold = 0;
  for (let id = 0; id < probabilities.length && count > 0; id++) {
    const probability = probabilities[id]!; // id < length
    if (!(probability > threshold) || !accept(id)) {
      continue;
    }
    if (best.length === count) {
      best.pop();
    }
    let place = best.length;
    while (place > 0 && best[place - 1]!.probability < probability) {
      place--;
    }
    best.splice(place, 0, { id, probability });
    if (best.length === count) {
      threshold = best[count - 1]!.probability;
    }
  }
  return best;
}
