/**
 * Interpolated modified Kneser–Ney smoothing (Chen & Goodman 1999, https://doi.org/10.1006/csla.1999.0128, §3.5 and
 * eq. 25) over `NgramCounts`.
 *
 *   P(w | c) = max(0, n(c w) − D(n(c w))) / n(c) + γ(c) · P(w | c without its first word)
 *   γ(c)     = (D1·N1(c) + D2·N2(c) + D3·N3+(c)) / n(c)
 *
 * where n(c) = Σ_w n(c w), and Nk(c) is how many different words were counted k times after c. The recursion ends in
 * the uniform distribution over the lexicon. A context that was never seen answers with the shorter one's.
 *
 * Where the vocabulary is open, <unk> stands for all words that are not in the lexicon, and has NOVEL_SHARE of the probability that would
 * be left to the uniform distribution.
 *
 * Where a base has unigram probabilities of its own library, the recursion ends in those, as a prior of BASE_TOKENS pseudo-counts: P(w) = (Σ n · P_text(w) + K · P_base(w)) / (Σ n + K).
 */
import { LEXICON_ROOM } from '../vocabulary/lexicon';
import { UNKNOWN } from '../vocabulary/special';
import { discountOf } from './discounts';
import type { NgramCounts } from './ngram-counts';
import { NONE, ROOT } from './ngram-table';

/** One context's terms of the interpolation. */
interface Level {
  /** (successors) the words seen after the context, in no particular order. */
  readonly words: Int32Array;
  /** (successors) (n(c w) − D) / n(c), by word. */
  readonly shares: Float64Array;
  /** γ(c), the probability left to the shorter context. 1 if nothing was seen. */
  readonly backOff: number;
}

/** Walking the trie jumps through memory, so contexts with this many successors are kept once read. */
const WORTH_KEEPING = 50;
/** Most successors kept at a time, over all contexts: 12 MB. A million words of text stay below it. */
const MOST_KEPT = 1_000_000;

/**
 * Of what is left after single words, how much belongs to words never seen before. A half: reading chapters 129–135 of Moby
 * Dick after 1–121, 3.4 % are expected and 3.2 % come.
 */
const NOVEL_SHARE = 0.5;

/** Pseudo-count: a base's unigram probabilities are worth this many tokens of the text. */
const BASE_TOKENS = 20_000;
/** Of a word that a base's library does not have; one in a hundred million. */
const LEAST_BASE_PROBABILITY = 1e-8;
/** A sum of probabilities may be off by so much, as the sum of 30,000 numbers of 32 bits is. */
const NEGLIGIBLE = 1e-6;

export class KneserNey {
  private readonly kept = new Map<number, Level>();
  private keptSuccessors = 0;
  /** (≥ lexicon) the distribution of single words, with room for words that join; `baseSize` of them are in it. */
  private base = new Float32Array(0);
  private baseSize = 0;
  /** Of the base's probabilities, which are divided by it, 0 where they are not in it; and what words that have joined since would add to it. */
  private baseTotal = 0;
  private joined = 0;
  private version = -1;

  /**
   * @param closed whether <unk> is a word like others, and every word is in the lexicon. Default true.
   * @param baseProbability P(word) elsewhere, of <unk> that of all that have no id; see Lexicon. Default: nothing is known.
   */
  constructor(
    private readonly counts: NgramCounts,
    private readonly closed: () => boolean = () => true,
    private readonly baseProbability?: (id: number) => number,
  ) {}

  /**
   * Fills out[id] with P(id | the words before `end`) for every id below out.length; sums to 1 over it. `ids` must
   * hold at least the last order − 1 words before `end`, and all ids ever added must be below out.length.
   */
  distribution(ids: ArrayLike<number>, end: number, out: Float32Array): void {
    this.forgetIfChanged();
    const levels = this.levels(ids, end);
    let weight = levels.reduce((product, level) => product * level.backOff, 1);
    const base = this.baseOf(out.length);
    out.set(base.subarray(0, out.length));
    if (levels.length > 0) for (let id = 0; id < out.length; id++) out[id]! *= weight;
    for (const { words, shares, backOff } of levels) {
      weight /= backOff; // the product of the longer contexts' γ
      for (let index = 0; index < words.length; index++) out[words[index]!]! += weight * shares[index]!;
    }
  }

  /** P(id | the words before `end`) where the lexicon has `size` ids. */
  probability(ids: ArrayLike<number>, end: number, id: number, size: number): number {
    this.forgetIfChanged();
    let probability = this.lastResortOf(size)[id]!;
    for (const { words, shares, backOff } of [this.level(ROOT, 1), ...this.levels(ids, end)]) {
      const index = words.indexOf(id);
      probability = (index < 0 ? 0 : shares[index]!) + backOff * probability;
    }
    return probability;
  }

  /** The contexts of 1, 2, … words before `end` that were seen with something after them, shortest first. */
  private levels(ids: ArrayLike<number>, end: number): Level[] {
    const levels: Level[] = [];
    for (let length = 1; length < this.counts.order && length <= end; length++) {
      const context = this.counts.node(ids, end - length, end);
      if (context === NONE) break; // then no longer one was seen either
      const level = this.level(context, length + 1);
      if (level.words.length > 0) levels.push(level);
    }
    return levels;
  }

  /** Reads a context's successors, which are n-grams of `length` words. */
  private level(context: number, length: number): Level {
    const kept = this.kept.get(context);
    if (kept) return kept;
    const words: number[] = [];
    const counted: number[] = [];
    let total = 0;
    this.counts.eachSuccessor(context, (word, count) => {
      words.push(word);
      counted.push(count);
      total += count;
    });
    const discounts = this.counts.discounts(length);
    const known = context === ROOT && this.baseProbability ? BASE_TOKENS : 0;
    // Discounts are added by their number, not one after the other: the sum does not depend on the order of the list.
    const seen = (count: number) => counted.reduce((sum, n) => sum + (n === count ? 1 : 0), 0);
    const [once, twice] = [seen(1), seen(2)];
    const taken =
      discounts.one * once + discounts.two * twice + discounts.more * (words.length - once - twice);
    const level = {
      words: Int32Array.from(words),
      shares: Float64Array.from(counted, (count) => (count - discountOf(discounts, count)) / (total + known)),
      backOff: total + known > 0 ? (taken + known) / (total + known) : 1,
    };
    if (words.length >= WORTH_KEEPING) {
      if (this.keptSuccessors > MOST_KEPT) this.forget();
      this.kept.set(context, level);
      this.keptSuccessors += words.length;
    }
    return level;
  }

  /** (≥ size) The distribution of single words. */
  private baseOf(size: number): Float32Array {
    if (this.baseSize === size || this.append(size)) return this.base;
    const { words, shares, backOff } = this.level(ROOT, 1);
    this.baseTotal = 0;
    const lastResort = this.lastResortOf(size);
    if (this.base.length < size) this.base = new Float32Array(size + LEXICON_ROOM);
    for (let id = 0; id < size; id++) this.base[id] = backOff * lastResort[id]!;
    for (let index = 0; index < words.length; index++) this.base[words[index]!]! += shares[index]!;
    this.baseSize = size;
    this.joined = 0;
    return this.base;
  }

  /**
   * Words that joined the lexicon since, where a base knows so little of them that the others keep their probabilities: a new word joins
   * with every few letters typed, and to go through the lexicon each time would cost more than the answer.
   */
  private append(size: number): boolean {
    const { baseSize } = this;
    if (this.baseTotal === 0 || baseSize === 0 || size < baseSize || size > this.base.length) return false;
    let joining = 0;
    for (let id = baseSize; id < size; id++) joining += this.elsewhere(id);
    if (this.joined + joining > NEGLIGIBLE) return false;
    const { backOff } = this.level(ROOT, 1);
    for (let id = baseSize; id < size; id++) {
      this.base[id] = (backOff * this.elsewhere(id)) / this.baseTotal;
    }
    this.joined += joining;
    this.baseSize = size;
    return true;
  }

  /** (size) What the recursion ends in. */
  private lastResortOf(size: number): Float32Array {
    if (this.closed()) return new Float32Array(size).fill(1 / size);
    if (!this.baseProbability) {
      const uniform = new Float32Array(size).fill((1 - NOVEL_SHARE) / size); // (lexicon)
      uniform[UNKNOWN]! += NOVEL_SHARE;
      return uniform;
    }
    const elsewhere = new Float32Array(size); // (lexicon)
    let total = 0;
    for (let id = 0; id < size; id++) {
      elsewhere[id] = this.elsewhere(id);
      total += elsewhere[id]!;
    }
    for (let id = 0; id < size; id++) elsewhere[id]! /= total;
    this.baseTotal = total;
    return elsewhere;
  }

  /** In proportion to P(word) in a base's library; 0 where there is no base. */
  private elsewhere(id: number): number {
    return this.baseProbability ? this.baseProbability(id) + LEAST_BASE_PROBABILITY : 0;
  }

  private forgetIfChanged(): void {
    if (this.version === this.counts.version) return;
    this.version = this.counts.version;
    this.baseSize = 0;
    this.forget();
  }

  private forget(): void {
    this.kept.clear();
    this.keptSuccessors = 0;
  }
}
