import type { Lexicon } from '../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';

/**
 * The lexicon's words in the order of their keys, so that the words under a prefix stand side by side and those
 * under a longer one within them: all prefixes of a word are answered in one pass from the longest to the shortest.
 */
export class KeyTable {
  /** (size) ids by key, special tokens left out; only the first `size` are valid. */
  ids = new Int32Array(0);
  size = 0;
  /** (≥ lexicon) 1 for ids with a letter. */
  private letters = new Uint8Array(0);
  private seen: number = SPECIAL_TOKENS.length;

  constructor(private readonly lexicon: Lexicon) {}

  /** Takes in what has joined the lexicon since. */
  update(): void {
    const { lexicon } = this;
    const fresh = lexicon.size - this.seen;
    if (fresh === 0) return;
    this.noteLetters();
    const ids = [...this.ids.subarray(0, this.size)];
    if (fresh > 64) {
      for (; this.seen < lexicon.size; this.seen++) ids.push(this.seen);
      const keyed = ids.map((id) => ({ id, key: lexicon.key(id) }));
      keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      this.ids = Int32Array.from(keyed, ({ id }) => id);
      this.size = this.ids.length;
      return;
    }
    if (this.ids.length < this.size + fresh) {
      const longer = new Int32Array(this.ids.length + 4096);
      longer.set(this.ids);
      this.ids = longer;
    }
    for (; this.seen < lexicon.size; this.seen++) {
      const key = lexicon.key(this.seen);
      const place = this.firstAtLeast(0, this.size, (other) => other >= key);
      this.ids.copyWithin(place + 1, place, this.size);
      this.ids[place] = this.seen;
      this.size++;
    }
  }

  /** Whether the id has a letter, unlike punctuation and numbers. */
  isWord(id: number): boolean {
    return this.letters[id] === 1;
  }

  /** The likeliest id of the table. */
  likeliest(probabilities: Float32Array): number {
    let best = 0;
    let bestProbability = -1;
    for (let id: number = SPECIAL_TOKENS.length; id < probabilities.length; id++) {
      if (probabilities[id]! > bestProbability) {
        best = id;
        bestProbability = probabilities[id]!;
      }
    }
    return best;
  }

  keyAt(place: number): string {
    return this.lexicon.key(this.ids[place] ?? 0);
  }

  /**
   * For each prefix of `key` from none to all of its letters, where its words begin and end in `ids`: pairs
   * (letters + 1, 2). A letter is a UTF-16 code unit, which is right for every alphabet.
   */
  ranges(key: string): Int32Array {
    const ranges = new Int32Array(2 * (key.length + 1)); // (letters + 1, 2)
    let from = 0;
    let to = this.size;
    ranges[1] = to;
    for (let letters = 1; letters <= key.length; letters++) {
      const prefix = key.slice(0, letters);
      from = this.firstAtLeast(from, to, (other) => other >= prefix);
      to = this.firstAtLeast(from, to, (other) => !other.startsWith(prefix));
      ranges[2 * letters] = from;
      ranges[2 * letters + 1] = to;
    }
    return ranges;
  }

  private noteLetters(): void {
    const { lexicon } = this;
    if (this.letters.length < lexicon.size) {
      const longer = new Uint8Array(lexicon.size + 4096);
      longer.set(this.letters);
      this.letters = longer;
    }
    for (let id = this.seen; id < lexicon.size; id++) {
      this.letters[id] = /\p{L}/u.test(lexicon.key(id)) ? 1 : 0;
    }
  }

  /** The first place from which on `reached` holds; it holds for all after that. */
  private firstAtLeast(from: number, to: number, reached: (key: string) => boolean): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (reached(this.keyAt(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
