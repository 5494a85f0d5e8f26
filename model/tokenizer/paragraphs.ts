import type { ProseBlock } from '../tokens/token';

/**
 * Plain text as blocks. Where lines are wrapped by hand, paragraphs stand between blank lines and lines within one
 * belong together; where they are not, each line is a paragraph. Default: what the text's lines look like.
 */
export function plainBlocks(
  text: string,
  linesAreParagraphs = new LineTally(text).linesAreParagraphs,
): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  let start = -1;
  let end = 0;
  const endBlock = () => {
    if (start >= 0) blocks.push({ ranges: [{ start, end }] });
    start = -1;
  };
  for (let line = 0; line < text.length; ) {
    const next = nextLine(text, line);
    const first = firstVisible(text, line, next);
    if (first === next) endBlock();
    else {
      if (start < 0) start = first;
      end = linesAreParagraphs ? visibleEnd(text, next) : next;
      if (linesAreParagraphs) endBlock();
    }
    line = next;
  }
  endBlock();
  return blocks;
}

/** Nobody wraps lines by hand beyond this: editors and mailers do at 65 to 80, some programmers at 100. */
const LONGEST_WRAPPED_LINE = 100;

/**
 * How much of a text stands in lines that are too long to be wrapped by hand. By characters rather than by lines, so
 * that the short lines of a dialogue between paragraphs do not outvote them. Texts are whole lines; they can be taken
 * out again, so that an open document need not be counted anew.
 */
export class LineTally {
  private unwrapped = 0;
  private characters = 0;

  constructor(text = '') {
    this.add(text);
  }

  /** Most of the text stands in such lines: they are paragraphs. */
  get linesAreParagraphs(): boolean {
    return 2 * this.unwrapped > this.characters;
  }

  add(text: string): void {
    this.count(text, 1);
  }

  remove(text: string): void {
    this.count(text, -1);
  }

  private count(text: string, sign: 1 | -1): void {
    this.characters += sign * text.length;
    for (let line = 0; line < text.length; ) {
      const next = nextLine(text, line);
      if (next - line > LONGEST_WRAPPED_LINE) this.unwrapped += sign * (next - line);
      line = next;
    }
  }
}

function nextLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed + 1;
}

function firstVisible(text: string, from: number, to: number): number {
  let index = from;
  while (index < to && isSpace(text, index)) index++;
  return index;
}

function visibleEnd(text: string, to: number): number {
  let index = to;
  while (isSpace(text, index - 1)) index--;
  return index;
}

function isSpace(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit < 128 ? unit === 32 || (unit >= 9 && unit <= 13) : /\s/.test(text.charAt(index));
}
