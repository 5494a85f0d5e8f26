import type { ProseBlock, ProseRange, Span } from '../../model/tokens/token';
import type { MarkupBlock } from './markup';

/** The end of a block, gaps included. */
export function lastEnd(block: ProseBlock): number {
  return Math.max(block.ranges.at(-1)?.end ?? 0, block.gaps?.at(-1)?.end ?? 0);
}

/** The block that text typed at the caret belongs to: the innermost one around it, or the one before it on its line or the line above. */
export function currentBlock(
  text: string,
  blocks: readonly MarkupBlock[],
  caret: number,
): MarkupBlock | undefined {
  let before: MarkupBlock | undefined;
  let around: MarkupBlock | undefined;
  for (const block of blocks) {
    if (block.ranges[0]!.start > caret) continue;
    if (block.ranges.some(({ start, end }) => start <= caret && caret <= end)) around = block;
    if (!before || lastEnd(block) >= lastEnd(before)) before = block;
  }
  if (around || !before) return around;
  const between = text.slice(lastEnd(before), caret);
  if (!between.includes('\n')) return before;
  return !before.isLine && /^[^\S\n]*\n[^\S\n]*$/.test(between) ? before : undefined;
}

/** The block as if the text stopped at the caret; white space up to it belongs to the block. */
export function cutAt(block: MarkupBlock, caret: number): ProseBlock {
  const before = (spans: readonly Span[]): Span[] => spans.filter((span) => span.start < caret);
  const ranges: ProseRange[] = block.ranges
    .filter(({ start, end, as }) => (as === undefined ? start < caret : end <= caret))
    .map((range) => ({ ...range, end: Math.min(range.end, caret) }));
  const last = ranges.at(-1);
  if (caret > lastEnd(block) && last) ranges.push({ start: caret, end: caret });
  return { ranges, gaps: before(block.gaps ?? []), ...(block.label !== undefined && { label: block.label }) };
}
