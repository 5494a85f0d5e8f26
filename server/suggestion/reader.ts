import type { Component } from '../../model/prediction/component';
import type { Token } from '../../model/tokens/token';
import { encodeTokens } from '../../model/vocabulary/encode';
import type { Lexicon } from '../../model/vocabulary/lexicon';

/**
 * Distributions that are kept. Reading one word ahead at each letter and going back takes two; an offer of several words takes more.
 */
const KEPT_ANSWERS = 4;

/**
 * Keeps a predictor at the caret: it is truncated to the longest common prefix of the tokens it has read and those before the caret,
 * and advanced from there. Typing costs one token a word.
 */
export class Reader {
  private readonly read: Token[] = [];
  /** Ids of `read`, and how often each occurs in it. */
  private readonly ids: number[] = [];
  private readonly counts = new Map<number, number>();
  /** Argument of the latest `align`: one request asks for the same place many times. */
  private aligned: readonly Token[] | undefined;
  /** Distributions by the number of tokens read, the latest last; one is valid while the tokens before its last one are unchanged. */
  private answers: Answer[] = [];

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
    if (tokens === this.aligned) return;
    this.aligned = tokens;
    let shared = 0;
    while (shared < tokens.length && shared < this.read.length && isSame(tokens[shared], this.read[shared])) {
      shared++;
    }
    if (shared < this.read.length) {
      this.predictor.truncate(shared);
      this.read.length = shared;
      for (const id of this.ids.splice(shared)) this.counts.set(id, (this.counts.get(id) ?? 0) - 1);
      // What follows the next token stays: it comes again when a word that was looked beyond has been typed.
      for (const answer of this.answers) if (answer.length > shared + 1) answer.length = NOTHING;
    }
    for (let index = shared; index < tokens.length; index++) this.advance(tokens[index]!);
  }

  /** How often it has read this word. */
  count(id: number): number {
    return this.counts.get(id) ?? 0;
  }

  /** (lexicon) P(next token) by id; the reader's own buffer, valid until it has moved a few times. */
  distribution(): Float32Array {
    const { size } = this.lexicon;
    const { length } = this.read;
    const last = this.read[length - 1];
    let answer = this.answers.find(
      (kept) => kept.length === length && kept.probabilities.length === size && isSame(kept.last, last),
    );
    if (answer === undefined) {
      answer = this.freeAnswer();
      // Room to grow, so that a document's new words do not cost an allocation each.
      if (answer.buffer.length < size) answer.buffer = new Float32Array(Math.ceil(size * 1.1) + 256);
      answer.probabilities = answer.buffer.subarray(0, size);
      this.predictor.probabilities(answer.probabilities);
      answer.length = length;
      answer.last = last;
    }
    return answer.probabilities;
  }

  private freeAnswer(): Answer {
    if (this.answers.length < KEPT_ANSWERS) {
      const buffer = new Float32Array(0);
      this.answers.push({ length: NOTHING, last: undefined, buffer, probabilities: buffer });
    } else {
      const free = this.answers.findIndex(({ length }) => length === NOTHING);
      this.answers.push(...this.answers.splice(Math.max(0, free), 1));
    }
    return this.answers.at(-1)!; // one was just put there
  }

  private advance(token: Token): void {
    // A word that is new gets an id of its own; a secret stays unknown.
    const id = encodeTokens(this.lexicon, [token], { grow: true })[0]!; // of one token
    this.predictor.advance(id);
    this.read.push(token);
    this.ids.push(id);
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }
}

interface Answer {
  /** Tokens read when it was given, or NOTHING. */
  length: number;
  /** The last of them; undefined at a text's start. */
  last: Token | undefined;
  /** (≥ lexicon) of which `probabilities` is the part that the lexicon's size called for. */
  buffer: Float32Array;
  probabilities: Float32Array;
}

const NOTHING = -1;

function isSame(a: Token | undefined, b: Token | undefined): boolean {
  return a === b || (a !== undefined && a.kind === b?.kind && a.text === b.text);
}
