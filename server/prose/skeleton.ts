import type { Span } from '../../model/tokens/token';
import type { CaretSpan, MarkupBlock, ParsedSegment } from './markup';

/** A text with its plain words squeezed, and the way back from its offsets to the text's. */
export interface Skeleton {
  readonly text: string;
  /** For each squeezed run, in order: where it stands in the skeleton, where in the source, how long it was there. */
  readonly runs: readonly { readonly at: number; readonly start: number; readonly length: number }[];
}

/**
 * Squeezes what `pattern` (global) finds to one letter each. Parsers take time for every character, but the shape of a
 * paragraph does not depend on its plain words; and while words are typed the skeleton stays the same, so that its
 * parse can be kept.
 */
export function skeletonOf(source: string, pattern: RegExp): Skeleton {
  const runs: { at: number; start: number; length: number }[] = [];
  let shortened = 0;
  const text = source.replace(pattern, (found: string, ...rest: unknown[]) => {
    // The offset is the first number after the groups, of which the patterns have none.
    const start = rest[0] as number;
    runs.push({ at: start - shortened, start, length: found.length });
    shortened += found.length - 1;
    return 'a';
  });
  return { text, runs };
}

/** The parse of a skeleton with the offsets of its source. */
export function inSource(parsed: ParsedSegment, skeleton: Skeleton): ParsedSegment {
  if (skeleton.runs.length === 0) return parsed;
  const offset = (at: number): number => sourceOffset(skeleton, at);
  const span = ({ start, end }: Span): Span => ({ start: offset(start), end: offset(end) });
  return {
    blocks: parsed.blocks.map(
      (block): MarkupBlock => ({
        ...block,
        ranges: block.ranges.map((range) => ({ ...range, ...span(range) })),
        gaps: block.gaps?.map(span) ?? [],
      }),
    ),
    // The last caret inside stands before a kept character; the first stands after one.
    closed: parsed.closed.map(
      ({ first, last }): CaretSpan => ({ first: offset(first - 1) + 1, last: offset(last + 1) - 1 }),
    ),
  };
}

/** Before a run its start, after it its end. */
function sourceOffset({ runs }: Skeleton, at: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run ? run.start + run.length + (at - run.at - 1) : at;
}

/** Remembers the latest parses by skeleton. */
export function remembering(
  parse: (text: string) => ParsedSegment,
  limit = 256,
): (text: string) => ParsedSegment {
  const known = new Map<string, ParsedSegment>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const parsed = parse(text);
    if (known.size >= limit) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}
