import { PARAGRAPH_END } from '../../model/vocabulary/special';

/**
 * The corpus as paragraphs: the unit in which the counts learn and unlearn, because it is the unit in which writers
 * change a text. An edited chapter costs its edited paragraphs, not the chapter.
 */
export function paragraphsOf(ids: Int32Array): Int32Array[] {
  const paragraphs: Int32Array[] = [];
  for (let start = 0; start < ids.length; ) {
    const end = ids.indexOf(PARAGRAPH_END, start);
    const next = end < 0 ? ids.length : end + 1;
    paragraphs.push(ids.subarray(start, next));
    start = next;
  }
  return paragraphs;
}

/** Which paragraphs one text has that the other lacks, as multisets. What merely moved is in neither list. */
export function differenceOf(
  before: readonly Int32Array[],
  after: readonly Int32Array[],
): { removed: Int32Array[]; added: Int32Array[] } {
  const remaining = new Map<number, Int32Array[]>();
  for (const ids of before.flatMap(paragraphsOf)) {
    const hash = hashOf(ids);
    const same = remaining.get(hash);
    if (same) same.push(ids);
    else remaining.set(hash, [ids]);
  }
  const added: Int32Array[] = [];
  for (const ids of after.flatMap(paragraphsOf)) {
    const found = remaining.get(hashOf(ids));
    const index = found?.findIndex((other) => isSame(other, ids)) ?? -1;
    if (index >= 0) found!.splice(index, 1);
    else added.push(ids);
  }
  return { removed: [...remaining.values()].flat(), added };
}

/** The paragraphs that a training has seen: enough to tell how much of a text is new to it. */
export function paragraphHashes(documents: readonly Int32Array[]): ReadonlySet<number> {
  return new Set(documents.flatMap(paragraphsOf).map(hashOf));
}

/** Tokens of the paragraphs that are not among `seen`. */
export function newTokens(documents: readonly Int32Array[], seen: ReadonlySet<number>): number {
  let tokens = 0;
  for (const ids of documents.flatMap(paragraphsOf)) if (!seen.has(hashOf(ids))) tokens += ids.length;
  return tokens;
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
