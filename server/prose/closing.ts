/** What ends a stretch of lines that holds no prose. Depends on the lines from the stretch's first one on, and on no others. */
export interface Closing {
  /** Where in a line the stretch is over, the marks that end it included; -1 if it goes on. */
  endIn(line: string): number;
  /**
   * Whether a line can be part of the stretch at all. Default: every line can. The stretch ends before the first that cannot;
   * then what opened it was never closed, or was something else.
   */
  takes?(line: string, afterBlank: boolean): boolean;
}

/** Over behind the first match of an expression. */
export function closedBy(pattern: RegExp, takes?: Closing['takes']): Closing {
  return {
    endIn(line) {
      const found = pattern.exec(line);
      return found ? found.index + found[0].length : -1;
    },
    ...(takes && { takes }),
  };
}

/** A formula has no blank lines, so that what reads as prose behind one shows that nobody closed it. */
export const mayBeInFormula = (line: string, afterBlank: boolean): boolean =>
  !afterBlank || !readsAsProse.test(line);

/** Two words, a heading, an item: nothing that a line of a formula begins with. */
const readsAsProse =
  /^\s*(?:["“„«'‘¿¡(]?\p{L}[\p{L}'’]+[,;:]?(?:\s+["“„«'‘(]?\p{L}[\p{L}'’]*|\s*$)|\p{Lu}\p{L}*[.!?]|#{1,6}\s|[-*+]\s+\p{L}{2}|\d+[.)]\s+\p{L}{2}|\\(?:part|chapter|(?:sub)*section|item)\b)/u;

/** Where a stretch is over, and the last caret that is in it. */
export interface StretchEnd {
  readonly at: number;
  readonly lastInside: number;
  /** It was over before the line that was looked at. */
  readonly before: boolean;
}

/** Goes through the lines that a stretch takes: where it ends, and behind which of its lines a caret is out of it. */
export class Stretch {
  private afterBlank = false;
  private isFirst = true;
  /** The end of its last line that is not blank. */
  private lastVisible = 0;

  constructor(readonly closing: Closing) {}

  /** Takes the line [start, end), of which the first opens the stretch; undefined if the stretch goes on. */
  take(text: string, start: number, end: number): StretchEnd | undefined {
    const line = text.slice(start, end);
    if (!this.isFirst && this.closing.takes && !this.closing.takes(line, this.afterBlank) && /\S/.test(line))
      return { at: start, lastInside: this.lastVisible, before: true };
    const over = this.isFirst ? -1 : this.closing.endIn(line);
    this.isFirst = false;
    this.afterBlank = !/\S/.test(line);
    if (!this.afterBlank) this.lastVisible = end;
    return over < 0 ? undefined : { at: start + over, lastInside: end, before: false };
  }
}
