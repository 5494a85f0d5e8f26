/**
 * A trie of n-grams in one flat Int32Array, with a hash table to go down it and linked lists to walk a node's
 * successors. A node is an n-gram; the same node is the context of the n-grams that extend it by one word.
 *
 * Nodes are never taken out: a node whose count is 0 is dead, skipped by all who walk, and comes back to life when
 * the n-gram does. `compacted()` copies the living.
 */

/** Int32 fields of a node, in order. */
const CONTEXT = 0; // node of all words but the last
const WORD = 1; // the last word's id
const COUNT = 2; // see NgramCounts: occurrences at the highest order, different left neighbours below
const FIRST = 3; // newest successor, 0 is none
const NEXT = 4; // next older successor of the same context, 0 is none
const FIELDS = 5;

/** The empty n-gram: the context of every single word. */
export const ROOT = 0;
/** The result of a search that found nothing. The root is no node's successor, so that its number is free. */
export const NONE = 0;

/** Nodes. Room that is not yet used costs address space, not memory: the system hands out zeroed pages when touched. */
const LEAST_ROOM = 1024;
/** Address space is not endless either: more than 160 MB of it is asked for as it is needed. */
const MOST_ROOM = 8_000_000;

/** The hash table is at most this full: linear probing then looks at 1.8 slots on average when it finds. */
const HIGHEST_LOAD = 0.62;

export interface NgramTableState {
  /** (capacity, 5), see the fields above. */
  readonly nodes: Int32Array;
  /** (power of two) node numbers, 0 is empty. */
  readonly slots: Int32Array;
  /** Nodes in use, the root and the dead included. */
  readonly size: number;
}

export class NgramTable {
  private nodes: Int32Array;
  private slots: Int32Array;
  private used: number;

  /** @param room for so many nodes before the table has to be copied into a larger one. */
  constructor(state?: NgramTableState, room = LEAST_ROOM) {
    this.nodes = state?.nodes ?? new Int32Array(Math.min(Math.max(room, LEAST_ROOM), MOST_ROOM) * FIELDS);
    this.slots = state?.slots ?? new Int32Array(2048);
    this.used = state?.size ?? 1;
  }

  /** The arrays themselves, not copies: whoever transfers them to another thread must not use this table again. */
  get state(): NgramTableState {
    return { nodes: this.nodes, slots: this.slots, size: this.used };
  }

  /** Nodes in use, the root and the dead included. */
  get size(): number {
    return this.used;
  }

  get bytes(): number {
    return this.nodes.byteLength + this.slots.byteLength;
  }

  word(node: number): number {
    return this.nodes[node * FIELDS + WORD]!;
  }

  count(node: number): number {
    return this.nodes[node * FIELDS + COUNT]!;
  }

  addToCount(node: number, amount: number): void {
    this.nodes[node * FIELDS + COUNT]! += amount;
  }

  /** The newest successor of a context, or NONE. Walk on with `nextSuccessor`. */
  firstSuccessor(context: number): number {
    return this.nodes[context * FIELDS + FIRST]!;
  }

  nextSuccessor(node: number): number {
    return this.nodes[node * FIELDS + NEXT]!;
  }

  find(context: number, word: number): number {
    return this.slots[this.slotOf(context, word)]!;
  }

  findOrAdd(context: number, word: number): number {
    const slot = this.slotOf(context, word);
    const found = this.slots[slot]!;
    if (found !== NONE) return found;
    const node = this.used++;
    if (node * FIELDS >= this.nodes.length) this.growNodes();
    const at = node * FIELDS;
    this.nodes[at + CONTEXT] = context;
    this.nodes[at + WORD] = word;
    this.nodes[at + NEXT] = this.nodes[context * FIELDS + FIRST]!;
    this.nodes[context * FIELDS + FIRST] = node;
    this.slots[slot] = node;
    if (this.used > this.slots.length * HIGHEST_LOAD) this.growSlots();
    return node;
  }

  /**
   * A copy without dead nodes, those excepted that are the context of a living one: words that were only read as context are not
   * counted. A context is always older than what extends it, so one pass back marks them, and one pass in order copies.
   */
  compacted(): NgramTable {
    const copy = new NgramTable();
    const isKept = new Uint8Array(this.used); // (nodes)
    for (let node = this.used - 1; node > 0; node--) {
      const at = node * FIELDS;
      if (this.nodes[at + COUNT] !== 0) isKept[node] = 1;
      if (isKept[node]) isKept[this.nodes[at + CONTEXT]!] = 1;
    }
    const moved = new Int32Array(this.used); // (nodes) their numbers in the copy
    for (let node = 1; node < this.used; node++) {
      const at = node * FIELDS;
      if (!isKept[node]) continue;
      const target = copy.findOrAdd(moved[this.nodes[at + CONTEXT]!]!, this.nodes[at + WORD]!);
      copy.addToCount(target, this.nodes[at + COUNT]!);
      moved[node] = target;
    }
    return copy;
  }

  /** The slot that holds the node (context, word), or the empty one where it belongs. */
  private slotOf(context: number, word: number): number {
    const { nodes, slots } = this;
    const mask = slots.length - 1;
    let slot = hash(context, word) & mask;
    for (;;) {
      const node = slots[slot]!;
      if (node === NONE) return slot;
      const at = node * FIELDS;
      if (nodes[at + WORD] === word && nodes[at + CONTEXT] === context) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private growNodes(): void {
    const grown = new Int32Array(Math.ceil((this.nodes.length / FIELDS) * 1.5) * FIELDS);
    grown.set(this.nodes);
    this.nodes = grown;
  }

  private growSlots(): void {
    const { nodes, used } = this;
    const slots = new Int32Array(this.slots.length * 2); // (power of two)
    const mask = slots.length - 1;
    for (let node = 1; node < used; node++) {
      const at = node * FIELDS;
      let slot = hash(nodes[at + CONTEXT]!, nodes[at + WORD]!) & mask;
      while (slots[slot] !== NONE) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.slots = slots;
  }
}

/** Two multiplications and a fold: enough for linear probing (the constants are those of MurmurHash3's finaliser). */
function hash(context: number, word: number): number {
  let h = Math.imul(context, 0x85ebca6b) ^ Math.imul(word + 1, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
