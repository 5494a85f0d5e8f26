/**
 * Stretches that are cut for their length alone: a line of a megabyte, paragraphs or lists without end. After a change there
 * all cuts up to the stretch's end would move, at each letter. So in a long stretch the cuts behind the change stay where they are: where
 * they are then depends on how the text was written, and nothing else does, as what begins at a cut depends on nothing before it.
 */
import type { Segment } from './markup';
import { LONGEST_SEGMENT } from './segment-builder';
import type { SegmentList } from './segment-list';

/** In shorter stretches, in characters, the cuts are those of a text that is read afresh; moving them takes a millisecond or two. */
const LONG_STRETCH = 4 * LONGEST_SEGMENT;
/** A segment that has become shorter joins the next one, if there is room. */
const SHORT = LONGEST_SEGMENT / 16;

/** Whether segment `index` and those behind it were cut short for a long stretch; what is no prose may be among them. */
export function isCutShortFrom(segments: SegmentList<Segment>, index: number): boolean {
  if (index === segments.count - 1) return false;
  let characters = 0;
  for (let at = index; at < segments.count && characters < LONG_STRETCH; at++) {
    const { kind, isCutShort, text } = segments.get(at);
    if (!isCutShort && (kind === 'prose' || at === index)) return false;
    characters += text.length;
  }
  return characters >= LONG_STRETCH;
}

/**
 * `cut`, what a changed text was cut into, as the segments before `next`; `joined` is 1 if `next` is among them now. Undefined:
 * the change has opened something that goes on behind it.
 */
export function cutAlone<Kind extends Segment>(
  cut: readonly Kind[],
  next: Kind,
  again: (text: string) => readonly Kind[],
): { readonly segments: Kind[]; readonly joined: 0 | 1 } | undefined {
  const last = cut.at(-1);
  if (last?.kind !== 'prose' || cut.some(({ isUnclosed }) => isUnclosed)) return undefined;
  const before = cut.slice(0, -1);
  if (last.text.length < SHORT && next.kind === 'prose') {
    const [one, ...more] = again(last.text + next.text);
    if (one?.kind === 'prose' && more.length === 0)
      return { segments: [...before, { ...one, isCutShort: next.isCutShort }], joined: 1 };
  }
  return { segments: [...before, { ...last, isCutShort: true }], joined: 0 };
}

/** Whether two segments of the same text are the same. */
export function isCutAlike(a: Segment, b: Segment): boolean {
  return (
    a.kind === b.kind &&
    a.lastInside === b.lastInside &&
    a.isCutShort === b.isCutShort &&
    a.isUnclosed === b.isUnclosed
  );
}
