import type { Component } from '../../model/prediction/component';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import { DEFAULT_THRESHOLDS, type SuggestionModel } from '../prediction/suggestion-model';

/** Tokens back within which a word's count is doubled: a few paragraphs. */
const RECENT_TOKENS = 300;

/**
 * Predicts from nothing but the text read so far: what followed the last word before, then the words by frequency,
 * recent ones twice over. Answers while nothing has been trained. Witten–Bell (1991) decides how much is left to
 * the lower order and, at the bottom, to a word not seen yet: contexts that have been followed by many different
 * words are likely to be followed by another.
 */
function createOwnWords(lexicon: Lexicon): Component {
  const read: number[] = [];
  const unigrams = new Followers();
  const bigrams = new Map<number, Followers>();
  const followersOf = (id: number) => {
    const known = bigrams.get(id);
    if (known) return known;
    const fresh = new Followers();
    bigrams.set(id, fresh);
    return fresh;
  };
  const count = (index: number, amount: 1 | -1) => {
    const id = read[index]!;
    unigrams.add(id, amount);
    if (index > 0) followersOf(read[index - 1]!).add(id, amount);
    // Half of the count of the token that leaves the last RECENT_TOKENS is taken off, or given back when it returns.
    const leaving = read[index - RECENT_TOKENS];
    if (leaving !== undefined) unigrams.add(leaving, amount === 1 ? -0.5 : 0.5);
  };

  return {
    name: 'recency',
    get length() {
      return read.length;
    },
    advance(id) {
      read.push(id);
      count(read.length - 1, 1);
    },
    truncate(length) {
      while (read.length > length) {
        count(read.length - 1, -1);
        read.pop();
      }
    },
    probabilities(out) {
      out.fill(0, 0, lexicon.size);
      const last = read.at(-1);
      let left = 1;
      for (const followers of [last === undefined ? undefined : bigrams.get(last), unigrams]) {
        if (followers) left = followers.spread(out, left);
      }
      out[UNKNOWN]! += left; // within `size`: every vocabulary begins with it
    },
  };
}

/** What was seen after one context. Counts of half a token belong to words read long ago. */
class Followers {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(id: number, amount: number): void {
    const count = (this.counts.get(id) ?? 0) + amount;
    if (count > 0) this.counts.set(id, count);
    else this.counts.delete(id);
    this.total += amount;
  }

  /** Adds its share of `mass` to `out`, in proportion to the counts, and returns the rest for the lower order. */
  spread(out: Float32Array, mass: number): number {
    const types = this.counts.size;
    if (types === 0) return mass;
    const scale = mass / (this.total + types);
    for (const [id, count] of this.counts) out[id]! += count * scale;
    return types * scale;
  }
}

/** The model of a document that nobody has trained for: its own words, learned as it is read. */
export function untrainedModel(lexicon: Lexicon, blocked: ReadonlySet<string> = new Set()): SuggestionModel {
  return {
    lexicon,
    createPredictor: () => createOwnWords(lexicon),
    blocked,
    thresholds: DEFAULT_THRESHOLDS,
  };
}
