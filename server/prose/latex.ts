import type * as Ast from '@unified-latex/unified-latex-types';
import { parse } from '@unified-latex/unified-latex-util-parse';
import { plainBlocks } from '../../model/tokenizer/paragraphs';
import type { ProseRange, Span } from '../../model/tokens/token';
import { latexIsOpen } from './latex-caret';
import {
  accentedWord,
  accents,
  declarations,
  isEscapedSign,
  otherEnvironments,
  proseCommands,
  silentCommand,
} from './latex-commands';
import { lettersIn, withLetters } from './latex-letters';
import { scanLatex } from './latex-scan';
import { segmentLatex } from './latex-segments';
import {
  type CaretSpan,
  caretsInside,
  type Markup,
  type MarkupBlock,
  nothing,
  type ParsedSegment,
} from './markup';
import { inSource, remembering, skeletonOf } from './skeleton';

/**
 * LaTeX. Prose is what stands in paragraphs and in the arguments of commands that print them (`\emph`, `\section`,
 * `\footnote`); not commands, formulas, verbatim text, comments, keys, the preamble.
 */
export const latex: Markup = {
  segment: segmentLatex,
  parse(text) {
    if (!/[\\{}$%&~#^_[\]]|\p{L}"[aouAOUs|~=-]/u.test(text)) return plainParagraphs(text);
    const skeleton = skeletonOf(text, plainWords);
    return canBeParsed(skeleton.text) ? inSource(parseShape(skeleton.text), skeleton) : scanLatex(text);
  },
  isOpen: latexIsOpen,
};

/**
 * The parser takes about 10 µs for each character, and where something opens that nothing closes it goes through the
 * rest for each. Longer paragraphs than this, or with more openings, are scanned instead (latex-scan.ts).
 */
const LONGEST_SKELETON = 600;
const MOST_OPENINGS = 64;

function canBeParsed(skeleton: string): boolean {
  return skeleton.length <= LONGEST_SKELETON && (skeleton.match(/[{[$(]/g)?.length ?? 0) <= MOST_OPENINGS;
}

/** Words with nothing but space and commas around them, and no command before them that they may be an argument of. */
const plainWords = /(?<!\S|\\[a-zA-Z@]*\*?\s*)\p{L}+(?:[,.;:!?]? \p{L}+)*(?=[,.;:!?]?(?:\s|$))/gu;

const parseShape = remembering((text) => parseLatex(text));

/** The slow way, without a skeleton: what the quick one is tested against. */
export function parseLatex(text: string): ParsedSegment {
  try {
    const reader = new Reader(text);
    reader.content(parse(text).content);
    reader.endBlock();
    return {
      blocks: reader.blocks.sort((a, b) => a.ranges[0]!.start - b.ranges[0]!.start),
      closed: reader.closed,
    };
  } catch {
    // A text that the parser cannot read is left out rather than guessed at.
    return { ...nothing, closed: [{ first: 0, last: text.length }] };
  }
}

function plainParagraphs(text: string): ParsedSegment {
  const blocks = plainBlocks(text, false).map(({ ranges }): MarkupBlock => {
    const { start, end } = ranges[0]!; // plain paragraphs have one
    return { ranges: [{ start, end: text.slice(0, end).trimEnd().length }], gaps: [], isLine: false };
  });
  return { blocks, closed: [] };
}

/** Goes through a syntax tree and collects what a reader reads. */
class Reader {
  readonly blocks: MarkupBlock[] = [];
  readonly closed: CaretSpan[] = [];
  private ranges: ProseRange[] = [];
  private gaps: Span[] = [];
  private readonly letters: ReadonlyMap<number, ProseRange>;

  constructor(private readonly source: string) {
    this.letters = lettersIn(source);
  }

  content(nodes: readonly Ast.Node[]): void {
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      if (node.type === 'macro') index = this.command(node, nodes, index);
      else this.node(node);
    }
  }

  endBlock(): void {
    if (this.ranges.some(({ start, end }) => /\S/.test(this.source.slice(start, end)))) {
      const ranges = withLetters(this.ranges, this.letters);
      this.blocks.push({ ranges, gaps: this.gaps, isLine: false });
    }
    this.ranges = [];
    this.gaps = [];
  }

  private node(node: Ast.Node): void {
    const span = spanOf(node);
    switch (node.type) {
      case 'string':
        if (span && !silentSigns.has(node.content)) this.range(span);
        return;
      case 'whitespace':
        if (span) this.range(span);
        return;
      case 'parbreak':
        this.endBlock();
        return;
      case 'group':
        this.content(node.content);
        return;
      case 'environment':
        this.environment(node, span);
        return;
      case 'comment':
        if (span) this.closed.push({ first: span.start + 1, last: this.endOfLine(span) });
        return;
      case 'inlinemath':
      case 'verb':
        if (span) this.gap(span);
        return;
      case 'displaymath':
      case 'mathenv':
      case 'verbatim':
        if (span) this.gap(span);
        return;
    }
  }

  private environment(node: Ast.Environment, span: Span | undefined): void {
    // Theorems and the like are prose: what is not known to hold none is read.
    const name =
      typeof node.env === 'string' ? node.env : String((node.env as { content?: unknown }).content ?? '');
    this.endBlock();
    if (otherEnvironments.has(name)) {
      if (span) this.closed.push(caretsInside(span));
      return;
    }
    this.content(node.content);
    this.endBlock();
  }

  /** A command with its arguments; answers the index of the last node that belongs to it. */
  private command(node: Ast.Macro, nodes: readonly Ast.Node[], index: number): number {
    const span = spanOf(node);
    const name = node.content;
    if (!span) return index;
    if (isEscapedSign(name)) {
      this.range({ start: span.end - 1, end: span.end });
      return index;
    }
    const letter = this.letters.get(span.start);
    if (letter) return this.letter(letter, nodes, index);
    if (accents.has(name)) return this.accented(span, nodes, index);
    this.closed.push({ first: span.start + 1, last: span.end });
    if (name === 'item') {
      this.endBlock();
      for (const argument of node.args ?? []) this.content(argument.content);
      return index;
    }
    if (name === '\\' || name === ' ' || name === ',' || name === '-' || declarations.has(name)) return index;

    const { groups, last } = argumentsOf(node, nodes, index);
    const command = proseCommands.get(name);
    const read = command ? groups.slice(-command.last) : [];
    for (const group of groups) {
      if (!read.includes(group) && group.span)
        this.closed.push({ first: group.span.start, last: group.span.end });
    }
    if (!command) {
      // `\ref{…}`, `\LaTeX` and the like print something that is not known here.
      if (!silentCommand.test(name)) this.gaps.push({ start: span.start, end: this.endOf(groups, span) });
      return last;
    }
    if (command.place === 'within') for (const group of read) this.content(group.content);
    else for (const group of read) this.apart(group.content);
    return last;
  }

  /** A footnote or heading: a block of its own, after which the one around it goes on. */
  private apart(content: readonly Ast.Node[]): void {
    const { ranges, gaps } = this;
    this.ranges = [];
    this.gaps = [];
    this.content(content);
    this.endBlock();
    this.ranges = ranges;
    this.gaps = gaps;
  }

  /** A command that spells a letter, with what it takes of the nodes behind it. */
  private letter(letter: ProseRange, nodes: readonly Ast.Node[], index: number): number {
    this.ranges.push(letter);
    this.closed.push({ first: letter.start + 1, last: letter.end - 1 });
    let last = index;
    for (let next = nodes[last + 1]; next; next = nodes[last + 1]) {
      const span = spanOf(next);
      if (!span || span.start >= letter.end) break;
      last++;
      if (span.end > letter.end) this.range({ start: letter.end, end: span.end });
    }
    return last;
  }

  /** The word with an accent that cannot be read here; all of it is a gap. */
  private accented(span: Span, nodes: readonly Ast.Node[], index: number): number {
    const { start, end } = accentedWord(this.source, span);
    while (this.ranges.length > 0 && this.ranges.at(-1)!.end > start) {
      const last = this.ranges.pop()!;
      if (last.start < start) this.ranges.push({ start: last.start, end: start });
    }
    this.gap({ start, end });
    let last = index;
    while (last + 1 < nodes.length && (spanOf(nodes[last + 1]!)?.end ?? Number.POSITIVE_INFINITY) <= end)
      last++;
    return last;
  }

  private gap(span: Span): void {
    this.gaps.push(span);
    this.closed.push(caretsInside(span));
  }

  private range(span: Span): void {
    const last = this.ranges.at(-1);
    if (last?.end === span.start && last.as === undefined)
      this.ranges[this.ranges.length - 1] = { start: last.start, end: span.end };
    else if (span.end > span.start) this.ranges.push(span);
  }

  /** The parser counts a comment's line end to it; the caret there is still in the comment, on the next line not. */
  private endOfLine({ start, end }: Span): number {
    const feed = this.source.indexOf('\n', start);
    return feed >= 0 && feed < end ? feed : end;
  }

  private endOf(groups: readonly Argument[], span: Span): number {
    const end = groups.reduce((last, group) => Math.max(last, group.span?.end ?? 0), span.end);
    return this.source.charAt(end) === '}' ? end + 1 : end;
  }
}

/** A space that does not break, a cell's end, and braces without their other half. */
const silentSigns: ReadonlySet<string> = new Set(['~', '&', '{', '}']);

interface Argument {
  readonly content: readonly Ast.Node[];
  readonly span: Span | undefined;
}

/**
 * A command's arguments: those that the parser attached because it knows the command, or the groups and brackets that
 * follow it at once. `last` is the index of the last node that belongs to it.
 */
function argumentsOf(
  node: Ast.Macro,
  nodes: readonly Ast.Node[],
  index: number,
): { groups: Argument[]; last: number } {
  const groups: Argument[] = [];
  for (const argument of node.args ?? []) {
    if (argument.openMark !== '{') continue;
    const first = argument.content[0] && spanOf(argument.content[0]);
    const final = argument.content.at(-1);
    const end = final && spanOf(final)?.end;
    groups.push({
      content: argument.content,
      span: first && end !== undefined ? { start: first.start, end } : undefined,
    });
  }
  if (node.args) return { groups, last: index };

  let last = index;
  let end = spanOf(node)?.end ?? -1;
  for (let next = nodes[last + 1]; next && spanOf(next)?.start === end; next = nodes[last + 1]) {
    if (next.type === 'group') groups.push({ content: next.content, span: spanOf(next) });
    else if (next.type === 'string' && next.content === '[') {
      const closing = nodes.findIndex(
        (other, at) => at > last && other.type === 'string' && other.content === ']',
      );
      if (closing < 0) break;
      last = closing - 1;
    } else if (!(next.type === 'string' && next.content === '*' && last === index)) break;
    last++;
    end = spanOf(nodes[last]!)?.end ?? -1;
  }
  return { groups, last };
}

function spanOf(node: Ast.Node): Span | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}
