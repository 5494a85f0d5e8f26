import { paragraphsOf } from '../../model/tokenizer/paragraphs';
import type { Markup, Segment } from './markup';

/** Plain text whose lines are wrapped by hand: a paragraph and the blank lines after it are a segment. */
export const wrappedText = plainText(false);
/** Plain text in which each line is a paragraph: it and the blank lines after it are a segment. */
export const unwrappedText = plainText(true);

/** Nothing in plain text is anything but prose. */
function plainText(linesAreParagraphs: boolean): Markup {
  return {
    segment(text) {
      const starts = paragraphsOf(text, linesAreParagraphs).map((block) =>
        lineStart(text, block.ranges[0]!.start),
      );
      starts[0] = 0;
      return starts.map(
        (start, index): Segment => ({
          text: text.slice(start, starts[index + 1]),
          kind: 'prose',
          lastInside: -1,
        }),
      );
    },
    parse: (text) => ({
      blocks: paragraphsOf(text, linesAreParagraphs).map((block) => ({
        ...block,
        isLine: linesAreParagraphs,
      })),
      closed: [],
    }),
    isOpen: () => false,
  };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
