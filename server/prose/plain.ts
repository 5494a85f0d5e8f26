import { plainBlocks } from '../../model/tokenizer/paragraphs';
import type { Markup } from './markup';
import { eachLine, firstVisible, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/** Plain text whose lines are wrapped by hand: a paragraph and the blank lines after it are a segment. */
export const wrappedText = plainText(false);
/** Plain text in which each line is a paragraph: it and the blank lines after it are a segment. */
export const unwrappedText = plainText(true);

/** Nothing in plain text is anything but prose. */
function plainText(linesAreParagraphs: boolean): Markup {
  return {
    segment(text) {
      const builder = new SegmentBuilder(text);
      let isFresh = true;
      let afterBlank = false;
      eachLine(text, (start, end, _next, goesOn) => {
        const blank = isBlank(text, start, end);
        const length = builder.lengthAt(start);
        const tooLong = goesOn || length > LONGEST_SEGMENT;
        const begins = !isFresh && !blank && (linesAreParagraphs || afterBlank);
        const cuts = tooLong || (begins && builder.mayCutAt(start, end - start));
        if (cuts) builder.prose(start, tooLong);
        isFresh = (isFresh || cuts) && blank;
        afterBlank = blank;
      });
      builder.prose(text.length);
      return builder.segments;
    },
    parse: (text) => ({
      blocks: plainBlocks(text, linesAreParagraphs).map((block) => ({
        ...block,
        isLine: linesAreParagraphs,
      })),
      closed: [],
    }),
    isOpen: () => false,
  };
}

/** Whether there is nothing in a line but white space. */
function isBlank(text: string, start: number, end: number): boolean {
  const visible = firstVisible(text, start, end);
  if (visible === end) return true;
  const unit = text.charCodeAt(visible);
  return (unit < 33 || unit > 127) && !/\S/.test(text.slice(visible, end));
}
