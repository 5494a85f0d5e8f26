/**
 * How far a text has moved from the one that a network was trained on, in tokens. A token counts with the two before it: one changed
 * letter in a paragraph of 300 tokens makes 3 of them new and 3 gone, and changing it back makes it none. What moves from
 * one file to another, goes and comes back, counts for nothing.
 */
export class Drift {
  /** By the hash of a token and the two before it: how many more of them there are now than in the trained text. Zeros are left out. */
  private readonly balance = new Map<number, number>();
  private newCount: number;
  private goneCount: number;

  /** @param start what a stored model says of the text that was stored with it. Default: it was trained on just that. */
  constructor({ newTokens = 0, goneTokens = 0 }: Partial<TextDrift> = {}) {
    this.newCount = newTokens;
    this.goneCount = goneTokens;
  }

  /** Tokens that the trained text lacks. */
  get newTokens(): number {
    return this.newCount;
  }

  /** Tokens of the trained text that are no longer there. */
  get goneTokens(): number {
    return this.goneCount;
  }

  /** A paragraph is there that was not. */
  add(paragraph: Int32Array): void {
    this.count(paragraph, 1);
  }

  /** A paragraph is no longer there. */
  remove(paragraph: Int32Array): void {
    this.count(paragraph, -1);
  }

  /** From now on the present text is the one to compare with. */
  reset(): void {
    this.balance.clear();
    this.newCount = 0;
    this.goneCount = 0;
  }

  private count(paragraph: Int32Array, by: 1 | -1): void {
    for (let index = 0; index < paragraph.length; index++) {
      const key = hashOf(paragraph[index - 2] ?? NOTHING, paragraph[index - 1] ?? NOTHING, paragraph[index]!);
      const before = this.balance.get(key) ?? 0;
      const after = before + by;
      if (after === 0) this.balance.delete(key);
      else this.balance.set(key, after);
      this.newCount += Math.max(0, after) - Math.max(0, before);
      this.goneCount += Math.max(0, -after) - Math.max(0, -before);
    }
  }
}

export interface TextDrift {
  readonly newTokens: number;
  readonly goneTokens: number;
}

/** In place of the tokens before a paragraph's first one. */
const NOTHING = -1;

/** 52 bits of two multiplicative hashes: among a million trigrams the chance that any two collide is one in 9,000. */
function hashOf(a: number, b: number, c: number): number {
  const low = mix(mix(mix(0x811c9dc5, a), b), c);
  const high = mix(mix(mix(0x2545f491, c), a), b);
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

/** A step of MurmurHash3 (Appleby). */
function mix(hash: number, value: number): number {
  const product = Math.imul(value, 0xcc9e2d51);
  const turned = Math.imul((product << 15) | (product >>> 17), 0x1b873593) ^ hash;
  return Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64;
}
