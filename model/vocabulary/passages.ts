import { PARAGRAPH_END, SENTENCE_END } from './special';

/**
 * A text in ids as its paragraphs: the unit in which writers change a text. Each is a view that ends with PARAGRAPH_END; what
 * stands behind the last end is one too.
 */
export function* paragraphsOf(ids: Int32Array): Generator<Int32Array> {
  for (let start = 0; start < ids.length; ) {
    const end = ids.indexOf(PARAGRAPH_END, start);
    const next = end < 0 ? ids.length : end + 1;
    yield ids.subarray(start, next);
    start = next;
  }
}

/** Views of its sentences, without what ends them. */
export function* sentencesOf(ids: Int32Array): Generator<Int32Array> {
  let start = 0;
  for (let index = 0; index <= ids.length; index++) {
    const ends = index === ids.length || ids[index] === SENTENCE_END || ids[index] === PARAGRAPH_END;
    if (!ends) continue;
    if (index > start) yield ids.subarray(start, index);
    start = index + 1;
  }
}

/** Numbers different passages from 0 in the order in which they first come; the same passage has the same number. */
export class PassageNumbers {
  private readonly byHash = new Map<number, { readonly passage: Int32Array; readonly number: number }[]>();
  private size = 0;

  of(passage: Int32Array): number {
    const hash = hashOf(passage);
    const same = this.byHash.get(hash);
    const found = same?.find((other) => isSame(other.passage, passage));
    if (found) return found.number;
    const entry = { passage, number: this.size++ };
    if (same) same.push(entry);
    else this.byHash.set(hash, [entry]);
    return entry.number;
  }
}

/** Sentences or paragraphs, by what stands in them; the same one may be there more than once. */
export class PassageBag {
  private readonly byHash = new Map<number, Int32Array[]>();

  add(passage: Int32Array): void {
    const hash = hashOf(passage);
    const same = this.byHash.get(hash);
    if (same) same.push(passage);
    else this.byHash.set(hash, [passage]);
  }

  has(passage: Int32Array): boolean {
    return this.byHash.get(hashOf(passage))?.some((other) => isSame(other, passage)) ?? false;
  }

  /** Takes one out that is the same as `passage`; false if there is none. */
  take(passage: Int32Array): boolean {
    const found = this.byHash.get(hashOf(passage));
    const index = found?.findIndex((other) => isSame(other, passage)) ?? -1;
    if (!found || index < 0) return false;
    const last = found.pop()!; // an index was found in it
    if (index < found.length) found[index] = last; // not `splice`: the same passage may be there a hundred thousand times
    return true;
  }

  /** All that are in it. */
  get passages(): Int32Array[] {
    return [...this.byHash.values()].flat();
  }
}

/** FNV-1a (Fowler, Noll & Vo), 32 bits, over whole ids. */
function hashOf(ids: Int32Array): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ids.length; index++) hash = Math.imul(hash ^ ids[index]!, 0x01000193);
  return hash >>> 0;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
