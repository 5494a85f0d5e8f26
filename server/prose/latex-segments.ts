import { type Closing, closedBy, mayBeInFormula, Stretch, type StretchEnd } from './closing';
import { formulaEnvironments, otherEnvironments } from './latex-commands';
import type { Segment } from './markup';
import { eachLine, firstVisible, LONGEST_SEGMENT, SegmentBuilder } from './segment-builder';

/**
 * Cuts LaTeX at blank lines and headings. The preamble, what follows `\end{document}`, and environments without prose
 * that begin at a line's start are segments of their own that need no parser. What stands behind an environment's end
 * in its line is read like any line.
 */
export function segmentLatex(text: string): Segment[] {
  const builder = new SegmentBuilder(text);
  const endings = new Endings(text);
  let stretch: Stretch | undefined;
  let isUnclosed = false;
  let isFresh = true;
  let breakBefore = false;

  const begin = (start: number, end: number, next: number, goesOn: boolean): void => {
    const visible = firstVisible(text, start, end);
    const blank = visible === end || (mayBeSpace(text, visible) && /^\s*$/.test(text.slice(visible, end)));
    // Nothing but a command makes a line more than a paragraph's.
    const command = blank || text.charCodeAt(visible) !== BACKSLASH ? '' : text.slice(visible, end);
    const heading = command !== '' && isHeading(command);
    const length = builder.lengthAt(start);
    const tooLong = length > LONGEST_SEGMENT || goesOn;
    if (!isFresh && (tooLong || (!blank && (breakBefore || heading) && builder.mayCutAt(start, end - start))))
      builder.prose(start, tooLong);
    isFresh = false;
    breakBefore = blank || heading;

    const opening = command === '' ? undefined : openingOf(command);
    if (!opening) return;
    builder.prose(start);
    isUnclosed = opening.end !== never && !endings.has(opening.end, visible + opening.length);
    const closing = isUnclosed ? closedBy(never, (_line, afterBlank) => !afterBlank) : opening.closing;
    stretch = new Stretch(closing);
    stretch.take(text, start, end);
    // It may be over in its own line.
    const over = isUnclosed ? -1 : closing.endIn(command.slice(opening.length));
    if (over < 0) return;
    const at = visible + opening.length + over;
    finish({ at, lastInside: end, before: false }, end, next);
  };

  const finish = (over: StretchEnd, end: number, next: number): void => {
    stretch = undefined;
    isFresh = true;
    breakBefore = false;
    const rest = builder.endOther(over, end, next, isUnclosed);
    if (rest !== undefined) begin(rest, end, next, false);
  };

  eachLine(text, (start, end, next, goesOn) => {
    if (!stretch) begin(start, end, next, goesOn);
    else {
      const over = stretch.take(text, start, end);
      if (over) finish(over, end, next);
    }
  });
  if (stretch) builder.other(text.length, text.length, isUnclosed);
  else builder.prose(text.length);
  return builder.segments;
}

/** Where the ends of environments stand in a text. What is nowhere is looked for only once. */
class Endings {
  private readonly last = new Map<string, number>();

  constructor(private readonly text: string) {}

  /** Whether an expression without flags finds anything from `offset` on. */
  has({ source }: RegExp, offset: number): boolean {
    const known = this.last.get(source);
    if (known !== undefined && known >= offset) return true;
    if (known === NOWHERE) return false;
    const pattern = new RegExp(source, 'g');
    pattern.lastIndex = offset;
    const found = pattern.exec(this.text)?.index ?? NOWHERE;
    this.last.set(source, found);
    return found !== NOWHERE;
  }
}

const NOWHERE = -1;

/** White space that is neither a space nor a tab. */
function mayBeSpace(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit < 33 || unit > 159;
}

const isHeading = (command: string): boolean =>
  /^\\(?:part|chapter|(?:sub)*section|item|begin|end)(?![a-zA-Z])/.test(command);

/** The part without prose that a line opens. */
interface Opening {
  /** Of what opens it. */
  readonly length: number;
  /** What ends it; `never` where nothing does. */
  readonly end: RegExp;
  readonly closing: Closing;
}

function openingOf(command: string): Opening | undefined {
  const opening = (found: string, end: RegExp, closing = closedBy(end)) => ({
    length: found.length,
    end,
    closing,
  });
  const preamble = /^\\document(?:class|style)/.exec(command);
  if (preamble) return opening(preamble[0], /\\begin\s*\{document\}/);
  const last = /^\\end\s*\{document\}/.exec(command);
  if (last) return opening(last[0], never);
  const [found, name] = /^\\begin\s*\{([a-zA-Z]+\*?)\}/.exec(command) ?? [];
  if (!found || !name || !otherEnvironments.has(name)) return undefined;
  const end = new RegExp(`\\\\end\\s*\\{${name.replace('*', '\\*')}\\}`);
  return opening(found, end, formulaEnvironments.has(name) ? closedBy(end, mayBeInFormula) : undefined);
}

const never = /(?!)/;
const BACKSLASH = 92;
