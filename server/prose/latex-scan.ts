import type { ProseRange, Span } from '../../model/tokens/token';
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
import { type CaretSpan, caretsInside, type MarkupBlock, type ParsedSegment } from './markup';

/**
 * LaTeX in one pass, in time linear in the text and with no recursion: for paragraphs on which the parser would take seconds.
 * Of well-formed text it gives what the parser gives, but for the optional arguments of a few commands.
 */
export function scanLatex(text: string): ParsedSegment {
  const scanner = new Scanner(text);
  scanner.run();
  return {
    blocks: scanner.blocks.sort((a, b) => a.ranges[0]!.start - b.ranges[0]!.start),
    closed: scanner.closed,
  };
}

/** What was being read around a group that is a paragraph of its own. */
interface Around {
  readonly ranges: ProseRange[];
  readonly gaps: Span[];
}

class Scanner {
  readonly blocks: MarkupBlock[] = [];
  readonly closed: CaretSpan[] = [];
  private ranges: ProseRange[] = [];
  private readonly letters: ReadonlyMap<number, ProseRange>;
  private gaps: Span[] = [];
  private at = 0;
  /** By `{`: where its `}` stands. */
  private readonly closings: ReadonlyMap<number, number>;
  /** The `{` of arguments that are paragraphs of their own. */
  private readonly apart = new Set<number>();
  /** One entry a group that is open. */
  private readonly groups: (Around | undefined)[] = [];
  /** The bracket that closes the label of the latest `\\item[…]`, which is prose. */
  private labelEnd = -1;
  /** Signs that stand nowhere behind the place where they were looked for. */
  private readonly missing = new Set<string>();

  constructor(private readonly text: string) {
    this.closings = closingBraces(text);
    this.letters = lettersIn(text);
  }

  run(): void {
    const { text } = this;
    while (this.at < text.length) {
      const start = this.at;
      switch (text.charAt(start)) {
        case '\\':
          this.command(start);
          break;
        case '%':
          this.comment(start);
          break;
        case '$':
          this.formula(start, text.startsWith('$$', start) ? '$$' : '$');
          break;
        case '{':
          this.open(start);
          break;
        case '}':
          this.close();
          break;
        case '~':
        case '&':
          this.at++;
          break;
        default:
          this.plain(start);
      }
    }
    while (this.groups.length > 0) this.close();
    this.endBlock();
  }

  /** Up to the next sign that may mean something, or a blank line. */
  private plain(start: number): void {
    special.lastIndex = start;
    const found = special.exec(this.text);
    const end = found ? found.index : this.text.length;
    if (this.labelEnd >= start && this.labelEnd < end) {
      this.range({ start, end: this.labelEnd });
      this.at = this.labelEnd + 1;
      return;
    }
    this.range({ start, end });
    this.at = end;
    if (!found?.[0].startsWith('\n')) return;
    this.endBlock();
    this.at = end + found[0].length;
  }

  private open(start: number): void {
    this.at = start + 1;
    if (!this.closings.has(start)) return; // a brace without its other half
    if (!this.apart.has(start)) {
      this.groups.push(undefined);
      return;
    }
    this.groups.push({ ranges: this.ranges, gaps: this.gaps });
    this.ranges = [];
    this.gaps = [];
  }

  private close(): void {
    this.at++;
    const around = this.groups.pop();
    if (!around) return;
    this.endBlock();
    this.ranges = around.ranges;
    this.gaps = around.gaps;
  }

  private comment(start: number): void {
    const feed = this.text.indexOf('\n', start);
    const end = feed < 0 ? this.text.length : feed;
    this.closed.push({ first: start + 1, last: end });
    this.at = end + 1;
  }

  private formula(start: number, sign: string): void {
    const end = this.find(sign, start + sign.length);
    if (end < 0) this.at = start + sign.length;
    else this.gap({ start, end: end + sign.length });
  }

  private command(start: number): void {
    const { text } = this;
    commandName.lastIndex = start + 1;
    const name = commandName.exec(text)?.[0] ?? text.charAt(start + 1);
    const end = start + 1 + name.length;
    this.at = end;
    const letter = this.letters.get(start);
    if (letter) {
      this.ranges.push(letter);
      this.closed.push(caretsInside(letter));
      this.at = letter.end;
    } else if (isEscapedSign(name)) this.range({ start: end - 1, end });
    else if (accents.has(name)) this.accented({ start, end });
    else if (name === '(' || name === '[') this.displayed(start, name === '(' ? '\\)' : '\\]');
    else if (name === 'verb' || name === 'verb*') this.verbatim(start, end);
    else if (name === 'begin') this.begin(start, end);
    else {
      this.closed.push({ first: start + 1, last: end });
      if (name === 'item' || name === 'end') this.endBlock();
      if (name === 'end') this.at = this.argumentEnd(end) ?? end;
      else if (name === 'item') this.label(end);
      else if (/^[a-zA-Z@]/.test(name) && !declarations.has(name)) this.arguments(name, start, end);
    }
  }

  private label(start: number): void {
    const end = this.optionEnd(start);
    if (end === undefined) return;
    this.labelEnd = end - 1;
    this.at = start + 1;
  }

  private displayed(start: number, closing: string): void {
    const end = this.find(closing, start + 2);
    if (end >= 0) this.gap({ start, end: end + 2 });
  }

  private verbatim(start: number, nameEnd: number): void {
    const delimiter = this.text.charAt(nameEnd);
    const end = delimiter === '' || delimiter === '\n' ? -1 : this.find(delimiter, nameEnd + 1);
    if (end >= 0) this.gap({ start, end: end + 1 });
  }

  private begin(start: number, nameEnd: number): void {
    const end = this.argumentEnd(nameEnd) ?? nameEnd;
    const name = this.text.slice(nameEnd + 1, end - 1);
    const closing = `\\end{${name}}`;
    const found = otherEnvironments.has(name) ? this.find(closing, end) : -1;
    if (found >= 0) {
      // A formula or code is part of the sentence around it.
      if (notInSentence.test(name)) this.endBlock();
      this.gap({ start, end: found + closing.length });
    } else {
      this.endBlock();
      // What follows its name at once says how it is set.
      this.at = end;
      for (let next: number | undefined = end; next !== undefined; ) {
        this.at = next;
        next = this.optionEnd(next) ?? this.argumentEnd(next);
      }
      this.closed.push({ first: start + 1, last: this.at });
    }
  }

  /** What follows a command's name at once; of the groups, the last are read where the command prints them. */
  private arguments(name: string, start: number, nameEnd: number): void {
    const groups: Span[] = [];
    let end = this.text.charAt(nameEnd) === '*' ? nameEnd + 1 : nameEnd;
    for (let next: number | undefined = end; next !== undefined; ) {
      end = next;
      next = this.optionEnd(end);
      if (next !== undefined) continue;
      next = this.argumentEnd(end);
      if (next !== undefined) groups.push({ start: end, end: next });
    }
    const starred = this.text.slice(start + 1, this.text.charAt(nameEnd) === '*' ? nameEnd + 1 : nameEnd);
    const command = proseCommands.get(starred) ?? proseCommands.get(name);
    const read = command ? groups.slice(-command.last) : [];
    for (const group of groups) {
      if (!read.includes(group)) this.closed.push({ first: group.start + 1, last: group.end - 1 });
      else if (command?.place === 'apart') this.apart.add(group.start);
    }
    if (!command && !silentCommand.test(name)) this.gaps.push({ start, end });
    this.at = read[0]?.start ?? end;
  }

  private accented(span: Span): void {
    const { start, end: wordEnd } = accentedWord(this.text, span);
    const command = this.text.slice(span.end, wordEnd).search(/\\[a-zA-Z]{2}/);
    const end = command < 0 ? wordEnd : span.end + command;
    while (this.ranges.length > 0 && this.ranges.at(-1)!.end > start) {
      const last = this.ranges.pop()!;
      if (last.start < start) this.ranges.push({ start: last.start, end: start });
    }
    this.gap({ start, end });
  }

  /** The end of the group that begins at `start`, if one does. */
  private argumentEnd(start: number): number | undefined {
    const closing = this.closings.get(start);
    return closing === undefined ? undefined : closing + 1;
  }

  private optionEnd(start: number): number | undefined {
    if (this.text.charAt(start) !== '[') return undefined;
    const closing = this.find(']', start);
    return closing < 0 ? undefined : closing + 1;
  }

  /** As `indexOf`; what is not there is looked for only once. */
  private find(sign: string, from: number): number {
    if (this.missing.has(sign)) return -1;
    const found = this.text.indexOf(sign, from);
    if (found < 0) this.missing.add(sign);
    return found;
  }

  private endBlock(): void {
    if (this.ranges.some(({ start, end }) => /\S/.test(this.text.slice(start, end)))) {
      const ranges = withLetters(this.ranges, this.letters);
      this.blocks.push({ ranges, gaps: this.gaps, isLine: false });
    }
    this.ranges = [];
    this.gaps = [];
  }

  private gap(span: Span): void {
    this.gaps.push(span);
    this.closed.push(caretsInside(span));
    this.at = span.end;
  }

  private range(span: Span): void {
    const last = this.ranges.at(-1);
    if (last?.end === span.start && last.as === undefined)
      this.ranges[this.ranges.length - 1] = { start: last.start, end: span.end };
    else if (span.end > span.start) this.ranges.push(span);
  }
}

const special = /[\\%${}~&]|\n[ \t]*\r?\n\s*/g;
const notInSentence =
  /^(?:tabular|longtable|array|matrix|tikz|pgf|picture|axis|scope|forest|algorithm|thebib)/;
const commandName = /[a-zA-Z@]+/y;

/** Where each `{` that has one finds its `}`; not in comments, nor behind a backslash. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: sign, index } of text.matchAll(/[{}]|\\.|%.*/g)) {
    if (sign === '{') open.push(index);
    else if (sign === '}') {
      const opening = open.pop();
      if (opening !== undefined) closings.set(opening, index);
    }
  }
  return closings;
}
