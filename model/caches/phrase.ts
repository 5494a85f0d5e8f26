import type { NgramCounts } from '../counts/ngram-counts';
import { NONE } from '../counts/ngram-table';
import type { Component } from '../prediction/component';
import { TokenHistory } from '../prediction/token-history';

/** Tokens of the document that are searched for what stands before the caret: as far as recency looks. */
const WINDOW = 10_000;
/** Longer matches are right no more often. */
const LONGEST = 24;
/** Shorter matches are left to counts and recency. */
const LEAST = 2;

/**
 * What followed the longest stretch of text that ends as the text does now, with nothing left for other words (the match model of
 * Mahoney 2005, "Adaptive weighing of context models for lossless data compression", https://cs.fit.edu/~mmahoney/compression/cs200516.pdf).
 * Smoothed counts give a phrase that was seen once little probability, as is right where a text does not repeat itself; how often a match
 * of this length is right in this text is learned by the mixture's weights (MixtureOptions.byMatch). Uniform where no two tokens match.
 *
 * The stretch is looked for in what was read of the document, and in the text that was counted: there a match is as long as its
 * n-grams follow on one another.
 *
 * @param counts of the text, its order 2 or more. Default: the document alone is looked at.
 */
export function createPhrase(counts?: NgramCounts): Component {
  const history = new TokenHistory();
  let found: Match | undefined; // for the present text and counts
  let version = counts?.version;

  function match(): Match {
    if (found === undefined || version !== counts?.version) {
      const before = inDocument(history);
      const counted = counts ? inCounts(history, counts) : NO_MATCH;
      found = before.length >= counted.length ? before : counted;
      version = counts?.version;
    }
    return found;
  }

  return {
    name: 'phrase',
    get length() {
      return history.length;
    },
    advance(id) {
      history.push(id);
      found = undefined;
    },
    truncate(length) {
      history.truncate(length);
      found = undefined;
    },
    matched: () => match().length,
    probabilities(out) {
      const { words, total } = match();
      if (total === 0) {
        out.fill(1 / out.length);
        return;
      }
      out.fill(0);
      for (const [id, times] of words) out[id] = times / total;
    },
  };
}

interface Match {
  /** Tokens. */
  readonly length: number;
  /** How often each word followed. */
  readonly words: ReadonlyMap<number, number>;
  readonly total: number;
}

const NO_MATCH: Match = { length: 0, words: new Map(), total: 0 };

function inDocument({ ids, length }: TokenHistory): Match {
  const last = ids[length - 1];
  let longest = 0;
  let words = new Map<number, number>();
  let total = 0;
  for (let end = length - 1; end > Math.max(0, length - WINDOW); end--) {
    if (ids[end - 1] !== last) continue;
    let span = 1;
    while (span < LONGEST && span < end && ids[end - 1 - span] === ids[length - 1 - span]) span++;
    if (span < longest) continue;
    if (span > longest) {
      longest = span;
      words = new Map();
      total = 0;
    }
    words.set(ids[end]!, (words.get(ids[end]!) ?? 0) + 1);
    total++;
  }
  return longest < LEAST ? { ...NO_MATCH, length: longest } : { length: longest, words, total };
}

function inCounts({ ids, length }: TokenHistory, counts: NgramCounts): Match {
  const { order } = counts;
  for (let span = Math.min(order - 1, length); span > 0; span--) {
    const context = counts.node(ids, length - span, length);
    if (context === NONE) continue;
    if (span < LEAST) return { ...NO_MATCH, length: span };
    const words = new Map<number, number>();
    let total = 0;
    counts.eachSuccessor(context, (word, count) => {
      words.set(word, count);
      total += count;
    });
    if (total === 0) continue;
    return { length: span === order - 1 ? stretch(ids, length, counts) : span, words, total };
  }
  return NO_MATCH;
}

/** As far back as every n-gram of the highest order was counted. */
function stretch(ids: ArrayLike<number>, length: number, counts: NgramCounts): number {
  let span = counts.order - 1;
  for (let end = length; span < LONGEST && end >= counts.order; end--, span++) {
    if (counts.node(ids, end - counts.order, end) === NONE) break;
  }
  return span;
}
