import type { NgramCounts } from '../../model/counts/ngram-counts';
import { PARAGRAPH_END } from '../../model/vocabulary/special';

/**
 * The corpus as paragraphs: the unit in which the counts learn and unlearn, because it is the unit in which writers
 * change a text. An edited chapter costs its edited paragraphs, not the chapter.
 */
export function* paragraphsOf(ids: Int32Array): Generator<Int32Array> {
  for (let start = 0; start < ids.length; ) {
    const end = ids.indexOf(PARAGRAPH_END, start);
    const next = end < 0 ? ids.length : end + 1;
    yield ids.subarray(start, next);
    start = next;
  }
}

/**
 * Counts a paragraph as what follows the end of another, so that the words that paragraphs begin with are known, and
 * each paragraph can be taken back by itself. On held-out Moby Dick this is within 1 % of counting whole chapters (perplexity
 * 221.7 and 219.7); without the end before it, a paragraph's first word is a surprise, and it is 229.0.
 */
export function countParagraph(counts: NgramCounts, paragraph: Int32Array): void {
  counts.add([PARAGRAPH_END, ...paragraph], 1);
}

export function uncountParagraph(counts: NgramCounts, paragraph: Int32Array): void {
  counts.remove([PARAGRAPH_END, ...paragraph], 1);
}

/**
 * Which paragraphs one text has that the other lacks, as multisets. What merely moved is in neither list.
 *
 * @param breathe is called, and waited for, after each paragraph.
 */
export async function differenceOf(
  before: readonly Int32Array[],
  after: readonly Int32Array[],
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<{ removed: Int32Array[]; added: Int32Array[] }> {
  const remaining = new Map<number, Int32Array[]>();
  for (const text of before) {
    for (const paragraph of paragraphsOf(text)) {
      const hash = hashOf(paragraph);
      const same = remaining.get(hash);
      if (same) same.push(paragraph);
      else remaining.set(hash, [paragraph]);
      await breathe();
    }
  }
  const added: Int32Array[] = [];
  for (const text of after) {
    for (const paragraph of paragraphsOf(text)) {
      const found = remaining.get(hashOf(paragraph));
      const index = found?.findIndex((other) => isSame(other, paragraph)) ?? -1;
      if (index >= 0) found!.splice(index, 1);
      else added.push(paragraph);
      await breathe();
    }
  }
  return { removed: [...remaining.values()].flat(), added };
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
