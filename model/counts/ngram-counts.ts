import { type Discounts, estimateDiscounts } from './discounts';
import { NgramTable, type NgramTableState, NONE, ROOT } from './ngram-table';

/** Longer contexts than four words are hardly ever seen again; Chen & Goodman (1999, §5.2) find nothing beyond 5. */
export const DEFAULT_ORDER = 5;

/** Counts-of-counts are kept for 1, 2, 3 and 4 (see discounts.ts). */
const HIGHEST_COUNTED = 4;

/** Plain data. Post it to another thread with `transferables(state)` as the transfer list: nothing is copied. */
export interface NgramCountsState {
  readonly order: number;
  readonly tokens: number;
  readonly table: NgramTableState;
  /** (order, 5): [k−1][c] is how many n-grams of k words have the count c; column 0 is unused. */
  readonly countsOfCounts: Int32Array;
  /** Nodes with a count above 0. */
  readonly living: number;
}

export function transferables(state: NgramCountsState): ArrayBuffer[] {
  return [state.table.nodes, state.table.slots, state.countsOfCounts].map(
    (array) => array.buffer as ArrayBuffer,
  );
}

/**
 * The counts behind Kneser–Ney smoothing, kept exact while documents come and go.
 *
 * An n-gram of the highest order is counted as often as it occurs. A shorter one is counted once for each *different*
 * word that stands to its left ("continuation count"; Kneser & Ney 1995, https://doi.org/10.1109/ICASSP.1995.479394), and once for each document that begins with
 * it. So an n-gram has a count above 0 exactly while it occurs, and a count changes only when a longer one appears or
 * vanishes: a token that repeats a known n-gram touches one number.
 *
 * `remove` undoes `add` of the same ids: what the counts answer afterwards is, bit for bit, what they would
 * answer had the document never been there. 2 million tokens take about 140 MB.
 *
 * To build in one thread and answer in another: `new NgramCounts()`, `add`…, post `counts.state` with
 * `transferables(counts.state)`, and there `new NgramCounts({ state })`. The sender's instance then has no memory and must not
 * be used.
 */
export class NgramCounts {
  readonly order: number;
  /** Changes whenever the counts do. For whoever keeps something derived from them. */
  version = 0;
  private table: NgramTable;
  private readonly countsOfCounts: Int32Array;
  private tokenCount: number;
  private living: number;
  /** (order + 1) the nodes of the last 0, 1, … words while a document is read. */
  private readonly suffixes: Int32Array;

  /** @param options `tokens` says how many will be added, so that the table need not be copied as it grows. Default unknown. */
  constructor(options: { order?: number; tokens?: number; state?: NgramCountsState } = {}) {
    const { state, tokens = 0 } = options;
    this.order = state?.order ?? options.order ?? DEFAULT_ORDER;
    if (!(Number.isInteger(this.order) && this.order >= 1))
      throw new RangeError(`order is ${this.order}, expected 1 or more`);
    this.table = new NgramTable(state?.table, tokens * this.order);
    this.countsOfCounts = state?.countsOfCounts ?? new Int32Array(this.order * (HIGHEST_COUNTED + 1));
    this.tokenCount = state?.tokens ?? 0;
    this.living = state?.living ?? 0;
    this.suffixes = new Int32Array(this.order + 1); // (order + 1)
  }

  /** Tokens of all documents. */
  get tokens(): number {
    return this.tokenCount;
  }

  /** Memory held by the arrays. */
  get bytes(): number {
    return this.table.bytes + this.countsOfCounts.byteLength;
  }

  get state(): NgramCountsState {
    const { order, tokenCount: tokens, countsOfCounts, living } = this;
    return { order, tokens, table: this.table.state, countsOfCounts, living };
  }

  /**
   * Counts a document. Its first words have no left neighbours; n-grams do not reach into other documents.
   *
   * @param from words before it are read as context, but not counted. Default 0.
   */
  add(ids: ArrayLike<number>, from = 0): void {
    const { suffixes, table } = this;
    for (let position = 0; position < ids.length; position++) {
      const longest = this.descend(ids, position, (context, word) => table.findOrAdd(context, word));
      if (position < from) continue;
      for (let length = longest; length > 0; length--) {
        const before = table.count(suffixes[length]!);
        this.setCount(suffixes[length]!, length, before + 1);
        if (before > 0) break; // not new, so nothing new for the shorter ones
      }
    }
    this.tokenCount += ids.length - from;
    this.version++;
  }

  /**
   * Takes back a document that was added with the same ids and `from`. Throws a RangeError if its n-grams show that it was not; the
   * counts are then as before.
   */
  remove(ids: ArrayLike<number>, from = 0): void {
    const { suffixes, table } = this;
    for (let position = 0; position < ids.length; position++) {
      const longest = this.descend(ids, position, (context, word) => table.find(context, word));
      if (position < from) continue;
      for (let length = longest; length > 0; length--) {
        const node = suffixes[length]!;
        const after = node === NONE ? -1 : table.count(node) - 1;
        if (after < 0) {
          this.restore(ids, from, position, longest, length);
          throw new RangeError('remove: this document was not added');
        }
        this.setCount(node, length, after);
        if (after > 0) break; // it still occurs elsewhere
      }
    }
    this.tokenCount -= ids.length - from;
    this.version++;
    if (this.table.size > 1024 && this.living < this.table.size / 2) this.table = this.table.compacted();
  }

  /** The node of the words ids[start, end), or NONE if they were never seen in this order. An empty span is the root. */
  node(ids: ArrayLike<number>, start: number, end: number): number {
    let node = ROOT;
    for (let index = start; index < end; index++) {
      node = this.table.find(node, ids[index]!);
      if (node === NONE || this.table.count(node) === 0) return NONE;
    }
    return node;
  }

  /** The count of `word` after the context's node. */
  countAfter(context: number, word: number): number {
    const node = this.table.find(context, word);
    return node === NONE ? 0 : this.table.count(node);
  }

  /** The words counted after the context's node, each with its count, in no particular order. */
  eachSuccessor(context: number, visit: (word: number, count: number) => void): void {
    const { table } = this;
    for (let node = table.firstSuccessor(context); node !== NONE; node = table.nextSuccessor(node)) {
      const count = table.count(node);
      if (count > 0) visit(table.word(node), count);
    }
  }

  /** Discounts of the n-grams of `length` words, from the counts as they are now. */
  discounts(length: number): Discounts {
    const row = (length - 1) * (HIGHEST_COUNTED + 1);
    const n = (count: number) => this.countsOfCounts[row + count]!;
    return estimateDiscounts(n(1), n(2), n(3), n(4));
  }

  /** Fills `suffixes` with the nodes of the last 1…longest words up to and including `position`; returns longest. */
  private descend(
    ids: ArrayLike<number>,
    position: number,
    step: (context: number, word: number) => number,
  ): number {
    const { suffixes } = this;
    const longest = Math.min(this.order, position + 1);
    const word = ids[position]!;
    // From the longest down, because suffixes[length − 1] still holds the previous position's node.
    for (let length = longest; length > 0; length--) {
      suffixes[length] = step(length === 1 ? ROOT : suffixes[length - 1]!, word);
    }
    return longest;
  }

  /** Undoes a removal that got as far as the n-gram of `length` words that ends at `position`; those from `longest` down were taken back. */
  private restore(
    ids: ArrayLike<number>,
    from: number,
    position: number,
    longest: number,
    length: number,
  ): void {
    for (let undone = length + 1; undone <= longest; undone++) {
      const node = this.suffixes[undone]!;
      this.setCount(node, undone, this.table.count(node) + 1);
    }
    const before = Array.from({ length: position }, (_, index) => ids[index]!);
    this.add(before, Math.min(from, position));
    this.tokenCount -= before.length - Math.min(from, position);
  }

  private setCount(node: number, length: number, count: number): void {
    const before = this.table.count(node);
    const row = (length - 1) * (HIGHEST_COUNTED + 1);
    if (before > 0 && before <= HIGHEST_COUNTED) this.countsOfCounts[row + before]!--;
    if (count > 0 && count <= HIGHEST_COUNTED) this.countsOfCounts[row + count]!++;
    this.living += Math.sign(count) - Math.sign(before);
    this.table.addToCount(node, count - before);
  }
}
