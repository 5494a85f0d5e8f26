import { paragraphsOf } from '../../model/tokenizer/paragraphs';
import type { Markup, Segment } from './markup';

/** Plain text: a paragraph and the blank lines after it are a segment. Nothing in it is anything but prose. */
export const plain: Markup = {
  segment(text) {
    const starts = paragraphsOf(text).map((block) => lineStart(text, block.ranges[0]!.start));
    starts[0] = 0;
    return starts.map(
      (start, index): Segment => ({
        text: text.slice(start, starts[index + 1]),
        kind: 'prose',
        lastInside: -1,
      }),
    );
  },
  parse: (text) => ({ blocks: paragraphsOf(text).map((block) => ({ ...block, isLine: false })), closed: [] }),
  isOpen: () => false,
};

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
