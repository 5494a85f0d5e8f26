import type { Component } from '../../model/mixture/component';
import type { Token } from '../../model/tokenizer/token';
import { encodeTokens } from '../../model/vocabulary/encode';
import type { Lexicon } from '../../model/vocabulary/lexicon';

/**
 * Keeps a predictor at the caret: what it has read and what stands before the caret share a beginning, so it
 * goes back to the end of that and reads on. Typing costs one token a word.
 */
export class Reader {
  private readonly read: Token[] = [];
  /** (≥ lexicon) the buffer; `filled` is its part that the lexicon's size calls for. */
  private buffer = new Float32Array(0);
  private filled = this.buffer;
  /** The predictor's length at which `filled` was filled; −1 after it has moved. */
  private filledAt = -1;

  constructor(
    readonly lexicon: Lexicon,
    readonly predictor: Component,
  ) {}

  /** Tokens read. */
  get length(): number {
    return this.read.length;
  }

  /** Brings the predictor to the end of `tokens`. */
  align(tokens: readonly Token[]): void {
    let shared = 0;
    while (shared < tokens.length && shared < this.read.length && same(tokens[shared]!, this.read[shared]!)) {
      shared++;
    }
    if (shared < this.read.length) {
      this.predictor.truncate(shared);
      this.read.length = shared;
      this.filledAt = -1;
    }
    for (let index = shared; index < tokens.length; index++) this.advance(tokens[index]!);
  }

  /** P(next token) by lexicon id; the reader's own buffer, valid until it moves. */
  distribution(): Float32Array {
    const { size } = this.lexicon;
    if (this.filledAt !== this.read.length || this.filled.length !== size) {
      // Room to grow, so that a document's new words do not cost an allocation each.
      if (this.buffer.length < size) this.buffer = new Float32Array(Math.ceil(size * 1.1) + 256);
      this.filled = this.buffer.subarray(0, size);
      this.predictor.probabilities(this.filled);
      this.filledAt = this.read.length;
    }
    return this.filled;
  }

  private advance(token: Token): void {
    // A word that is new gets an id of its own; a secret stays unknown.
    this.predictor.advance(encodeTokens(this.lexicon, [token], { grow: true })[0]!);
    this.read.push(token);
    this.filledAt = -1;
  }
}

function same(a: Token, b: Token): boolean {
  return a === b || (a.kind === b.kind && a.text === b.text);
}
