import type { Component } from '../prediction/component';
import { TokenHistory } from '../prediction/token-history';

// The four that follow gave the best perplexity, mixed with counts, on held-out chapters of Moby Dick and held-out State of the Union
// addresses.

/** Tokens looked back: thirty pages. */
const WINDOW = 10_000;
/** Makes a forgetting curve 1 / (age + OFFSET), with a longer tail than an exponential one. */
const OFFSET = 20;
/** The pair cache's weight is c = M / (M + RELUCTANCE), for M weighted matches. */
const RELUCTANCE = 10;
/** How many matches of the last word one match of the last two words is worth. */
const LONG_MATCH = 10;
/** Pseudo-count: the uniform distribution is worth this many tokens just read. */
const UNIFORM_TOKENS = 1;

/**
 * A cache of single words (Kuhn & De Mori 1990, "A cache-based natural language model for speech recognition",
 * https://doi.org/10.1109/34.56193), decaying with age a (Clarkson & Robinson 1997, https://doi.org/10.1109/ICASSP.1997.596049), and one of pairs:
 * what followed where the last word, or the last two, stood before. With w_a = 1 / (a + OFFSET), the token x_a read a tokens before the last,
 * and m_a = 1 where the last word stood before x_a, LONG_MATCH where the last two did, else 0:
 *
 *     P_single(w) ∝ Σ_a w_a [x_a = w], with UNIFORM_TOKENS more spread evenly      P_pair(w) ∝ Σ_a m_a w_a [x_a = w]
 *     P(w) = (1 − c) P_single(w) + c P_pair(w)                                     c = M / (M + RELUCTANCE),  M = Σ_a m_a
 *
 * Both are computed from the window each time, in five microseconds a thousand tokens, so that `truncate` has nothing to undo.
 */
export function createRecency(): Component {
  const history = new TokenHistory();
  const weights = Float64Array.from({ length: WINDOW }, (_, age) => 1 / (age + OFFSET)); // (WINDOW) w by age
  const matches = new Float64Array(WINDOW); // (WINDOW) m by age

  return {
    name: 'recency',
    get length() {
      return history.length;
    },
    advance: (id) => history.push(id),
    truncate: (length) => history.truncate(length),
    probabilities(out) {
      const { ids, length } = history;
      const span = Math.min(WINDOW, length);
      const last = ids[length - 1];
      const beforeLast = ids[length - 2];
      let single = UNIFORM_TOKENS * weights[0]!;
      let pairs = 0;
      let matched = 0;
      for (let age = 0; age < span; age++) {
        const position = length - 1 - age;
        const follows = position > 0 && ids[position - 1] === last;
        const match = follows ? (ids[position - 2] === beforeLast ? LONG_MATCH : 1) : 0;
        matches[age] = match;
        matched += match;
        pairs += match * weights[age]!;
        single += weights[age]!;
      }
      const confidence = matched / (matched + RELUCTANCE);
      const singleScale = (1 - confidence) / single;
      const pairScale = matched > 0 ? confidence / pairs : 0;
      out.fill((singleScale * UNIFORM_TOKENS * weights[0]!) / out.length);
      for (let age = 0; age < span; age++) {
        out[ids[length - 1 - age]!]! += weights[age]! * (singleScale + pairScale * matches[age]!);
      }
    },
  };
}
