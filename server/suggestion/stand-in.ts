// Stands in for server/prose's ProseDocument until it lands; deleted then.
import { paragraphsOf } from '../../model/tokenizer/paragraphs';
import { tokenizeProse, tokenizeUnfinished } from '../../model/tokenizer/prose';
import type { Token } from '../../model/tokenizer/token';

export class ProseDocument {
  constructor(
    readonly languageId: string,
    public text: string,
  ) {}
  apply(change: { start: number; end: number; text: string }): void {
    this.text = this.text.slice(0, change.start) + change.text + this.text.slice(change.end);
  }
  isProse(_offset: number): boolean {
    return true;
  }
  /** Tokens from `start` on, as if the text ended at `end`. */
  tokensBetween(start: number, end: number): Token[] {
    const cut = this.text.slice(0, end);
    const blocks = paragraphsOf(cut, start, end);
    const last = blocks.at(-1);
    if (last === undefined || last.ranges.at(-1)!.end < end) return tokenizeProse(cut, blocks);
    return [...tokenizeProse(cut, blocks.slice(0, -1)), ...tokenizeUnfinished(cut, last)];
  }
}
