import { LineTally } from '../../model/tokenizer/paragraphs';
import type { ProseBlock, Span } from '../../model/tokens/token';
import { endOf, labelBlocks, leadBefore } from './labels';
import { latex } from './latex';
import { asciidoc, commitMessage, org, restructuredText, subtitles } from './line-languages';
import { markdown, mdx } from './markdown';
import type { Markup } from './markup';
import { unwrappedText, wrappedText } from './plain';

/** The prose of a document by its VS Code language id. What is no markup we know is plain text. Never throws. */
export function proseBlocks(text: string, languageId: string): ProseBlock[] {
  return [...eachProseBlock(text, languageId)];
}

/** The same, one after the other. */
export function* eachProseBlock(text: string, languageId: string): Generator<ProseBlock> {
  const markup = markupOf(languageId) ?? plainText(new LineTally(text));
  let offset = 0;
  const segments = markup.segment(text, true);
  const ends = segments.map(endOf);
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'prose') {
      const lead = leadBefore(index, (before) => ends[before]!);
      for (const block of labelBlocks(segment.text, markup.parse(segment.text).blocks, lead)) {
        yield moved(block, offset);
      }
    }
    offset += segment.text.length;
  }
}

/** Undefined: the language is plain text to us, and its lines say how to read it. */
export function markupOf(languageId: string): Markup | undefined {
  switch (languageId) {
    case 'mdx':
      return mdx;
    case 'markdown':
    case 'quarto':
    case 'rmd':
      return markdown;
    case 'latex':
    case 'tex':
    case 'context':
      return latex;
    case 'restructuredtext':
      return restructuredText;
    case 'asciidoc':
      return asciidoc;
    case 'org':
      return org;
    case 'srt':
    case 'subrip':
    case 'vtt':
    case 'webvtt':
      return subtitles;
    case 'git-commit':
    case 'scminput':
      return commitMessage;
    default:
      return undefined;
  }
}

export function plainText({ linesAreParagraphs }: LineTally): Markup {
  return linesAreParagraphs ? unwrappedText : wrappedText;
}

/** A block `by` code units further on. */
export function moved(block: ProseBlock, by: number): ProseBlock {
  const span = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    ranges: block.ranges.map((range) => ({ ...range, ...span(range) })),
    ...(block.gaps?.length && { gaps: block.gaps.map(span) }),
    ...(block.label !== undefined && { label: block.label }),
  };
}
