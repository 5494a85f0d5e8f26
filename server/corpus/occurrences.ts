import type { Lexicon } from '../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';

/** Words by which the buffers grow, so that a new word does not cost an allocation each. */
const ROOM = 4096;

/** How often each word of a lexicon stands in a text: what tells which words are known from text that is gone. */
export class Occurrences {
  private counts = new Uint32Array(ROOM); // (≥ lexicon)
  /** (≥ lexicon then) 1 for words that the text had at the last `note`. */
  private noted = new Uint8Array(0);

  /** @param baseSize ids below it are a base's words, special tokens included: those a text can't take away. */
  constructor(
    private readonly lexicon: Lexicon,
    private readonly baseSize: number,
  ) {}

  add(ids: Int32Array): void {
    for (const id of ids) {
      if (id >= this.counts.length) this.grow(id);
      this.counts[id]!++;
    }
  }

  remove(ids: Int32Array): void {
    for (const id of ids) if (this.counts[id]! > 0) this.counts[id]!--;
  }

  /** Whether a word stands neither in the text nor in what a base has read. */
  isGone(id: number): boolean {
    if (id < this.baseSize || id < SPECIAL_TOKENS.length || (this.counts[id] ?? 0) > 0) return false;
    return id < this.lexicon.closedSize || this.lexicon.count(id) === 0;
  }

  /** Words of the network's vocabulary that are gone. */
  get goneWords(): number {
    let gone = 0;
    for (let id = 0; id < this.lexicon.closedSize; id++) if (this.isGone(id)) gone++;
    return gone;
  }

  /** Remembers which words the text has now; what is returned brings back what was remembered before. */
  note(): () => void {
    const { noted } = this;
    this.noted = Uint8Array.from(this.counts, (count) => (count > 0 ? 1 : 0));
    return () => {
      this.noted = noted;
    };
  }

  get lostSinceNoted(): boolean {
    return this.noted.some((had, id) => had === 1 && this.isGone(id));
  }

  private grow(id: number): void {
    const longer = new Uint32Array(id + 1 + ROOM);
    longer.set(this.counts);
    this.counts = longer;
  }
}
