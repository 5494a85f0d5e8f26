import type { ProseBlock } from './token';

/** Plain text as blocks: paragraphs stand between blank lines, and lines within one belong together. */
export function paragraphsOf(text: string, from = 0, to = text.length): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  let start = -1;
  let end = from;
  for (let line = from; line < to; ) {
    let next = text.indexOf('\n', line);
    next = next < 0 || next >= to ? to : next + 1;
    const first = firstVisible(text, line, next);
    if (first < next) {
      if (start < 0) start = first;
      end = next;
    } else if (start >= 0) {
      blocks.push({ ranges: [{ start, end }] });
      start = -1;
    }
    line = next;
  }
  if (start >= 0) blocks.push({ ranges: [{ start, end }] });
  return blocks;
}

function firstVisible(text: string, from: number, to: number): number {
  let index = from;
  while (index < to && /\s/.test(text.charAt(index))) index++;
  return index;
}
