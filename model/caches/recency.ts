import type { Component } from '../prediction/component';
import { TokenHistory } from '../prediction/token-history';

export interface RecencySettings {
  /** Tokens looked back; what is older is forgotten. Default 10,000, thirty pages. */
  window: number;
  /**
   * A token read `age` tokens ago weighs 1 / (age + offset): a forgetting curve with a longer tail than an
   * exponential one. Default 20.
   */
  offset: number;
  /** The pair cache speaks with confidence m / (m + reluctance), m the matches, weighted. Default 10. */
  reluctance: number;
  /** How many matches of the last word one match of the last two words is worth. Default 10. */
  longMatch: number;
}

/** Best perplexity, mixed with counts, on held-out chapters of Moby Dick and held-out State of the Union addresses. */
const RECENCY_DEFAULTS: RecencySettings = {
  window: 10_000,
  offset: 20,
  reluctance: 10,
  longMatch: 10,
};

/** Before the first token the answer is uniform; that opinion weighs as much as so many tokens just read. */
const UNIFORM_TOKENS = 1;

/**
 * The words of this scene: a cache of single words (Kuhn & De Mori 1990, "A cache-based natural language model for
 * speech recognition"), decaying with age (Clarkson & Robinson 1997), and one of pairs: what followed the last word, or
 * better the last two, where they stood before.
 *
 * Both are read afresh from the window at each question, five microseconds a thousand tokens, so going back in the
 * text costs nothing and leaves no trace.
 *
 * @param session text read earlier in the session, older than the document's first token. Default none.
 */
export function createRecency(
  settings: Partial<RecencySettings> = {},
  session: ArrayLike<number> = [],
): Component {
  const { window, offset, reluctance, longMatch } = { ...RECENCY_DEFAULTS, ...settings };
  const history = new TokenHistory();
  for (let index = 0; index < session.length; index++) history.push(session[index]!);
  const before = history.length;
  const weights = Float64Array.from({ length: window }, (_, age) => 1 / (age + offset)); // (window) by age
  const matches = new Float64Array(window); // (window) by age: what the match before that token is worth

  return {
    name: 'recency',
    get length() {
      return history.length - before;
    },
    advance: (id) => history.push(id),
    truncate(length) {
      if (length < 0) throw new RangeError(`truncate(${length}), expected 0 or more`);
      history.truncate(before + length);
    },
    probabilities(out) {
      const { ids, length } = history;
      const span = Math.min(window, length);
      const last = ids[length - 1];
      const beforeLast = ids[length - 2];
      let single = UNIFORM_TOKENS * weights[0]!;
      let pairs = 0;
      let matched = 0;
      for (let age = 0; age < span; age++) {
        const position = length - 1 - age;
        const follows = position > 0 && ids[position - 1] === last;
        const match = follows ? (ids[position - 2] === beforeLast ? longMatch : 1) : 0;
        matches[age] = match;
        matched += match;
        pairs += match * weights[age]!;
        single += weights[age]!;
      }
      const confidence = matched / (matched + reluctance);
      const singleScale = (1 - confidence) / single;
      const pairScale = matched > 0 ? confidence / pairs : 0;
      out.fill((singleScale * UNIFORM_TOKENS * weights[0]!) / out.length);
      for (let age = 0; age < span; age++) {
        out[ids[length - 1 - age]!]! += weights[age]! * (singleScale + pairScale * matches[age]!);
      }
    },
  };
}
