import { UNKNOWN } from '../vocabulary/special';
import type { Component } from './component';
import type { LoadedNetwork } from './loaded-network';

/**
 * States kept behind the newest one, so that `truncate` need not read again. A writer who corrects goes
 * back by words or sentences; a thousand tokens are three pages, and a megabyte at H = 256.
 */
export const KEPT_STATES = 1024;

/**
 * Tokens read where there is no state to go on from: a document just opened, or a jump back beyond the kept states.
 * Recurrent language models use about 200 tokens of context (Khandelwal et al. 2018, "Sharp Nearby, Fuzzy Far Away",
 * https://arxiv.org/abs/1805.04623);
 * twice that leaves no difference that a writer could see, and costs tens of milliseconds at H = 256.
 */
export const COLD_TOKENS = 400;

/**
 * The recurrent network as a predictor: it reads a text token by token and keeps its state.
 *
 * Reading is lazy: `advance` notes the token, and the network runs when an answer is wanted, from the newest state that is
 * still right. If more than `COLD_TOKENS` tokens wait, it starts over from the zero state that many tokens back.
 * Ids beyond the network's vocabulary are read as <unk>, and share its probability evenly with it.
 */
export class RecurrentComponent implements Component {
  readonly name = 'network';
  private readonly network: LoadedNetwork;
  private readonly lexiconSize: () => number;
  /** Of the softmax; 1 is as trained. Answers asked for after a change are at the new one. */
  temperature: number;

  /** Token ids read, as far as `length`; grows by doubling. */
  private tokens = new Int32Array(256);
  private read = 0;

  /** (KEPT_STATES, stateSize), a ring: the state after n tokens stands at n mod KEPT_STATES, for oldest ≤ n ≤ newest. */
  private readonly states: Float32Array;
  private oldest = 0;
  private newest = 0;

  /** The softmax (vocabularySize) after `cachedAt` tokens; −1: nothing. */
  private readonly cached: Float32Array;
  private cachedAt = -1;

  /**
   * @param network weights that other components may share.
   * @param lexiconSize how many ids there are now: the network's own, then words added since.
   * @param temperature of the softmax; 1 is as trained.
   */
  constructor(network: LoadedNetwork, lexiconSize: () => number, temperature = 1) {
    this.network = network;
    this.lexiconSize = lexiconSize;
    this.temperature = temperature;
    this.states = new Float32Array(KEPT_STATES * network.stateSize);
    this.cached = new Float32Array(network.config.vocabularySize);
  }

  get length(): number {
    return this.read;
  }

  advance(id: number): void {
    if (this.read === this.tokens.length) {
      const longer = new Int32Array(2 * this.tokens.length);
      longer.set(this.tokens);
      this.tokens = longer;
    }
    this.tokens[this.read++] = id < this.network.config.vocabularySize ? id : UNKNOWN;
  }

  truncate(length: number): void {
    this.read = length;
    if (length < this.oldest) {
      this.restart();
    }
    this.newest = Math.min(this.newest, length);
    if (length < this.cachedAt) {
      this.cachedAt = -1;
    }
  }

  probabilities(out: Float32Array): void {
    const closedSize = this.network.config.vocabularySize;
    if (this.cachedAt !== this.read) {
      this.cached.set(this.network.softmax(this.hidden(), this.temperature));
      this.cachedAt = this.read;
    }
    out.set(this.cached);
    const size = this.lexiconSize();
    const share = this.cached[UNKNOWN]! / (1 + size - closedSize); // every vocabulary has <unk>
    out[UNKNOWN] = share;
    out.fill(share, closedSize, size);
  }

  /** The top layer's hidden vector (H) after all tokens read. A view: copy what must outlast the next call. */
  hidden(): Float32Array {
    this.catchUp();
    return this.hiddenView(this.read);
  }

  /** The same after the first `length` tokens; undefined if that state is no longer kept, or was never computed. */
  hiddenAt(length: number): Float32Array | undefined {
    this.catchUp();
    return length >= this.oldest && length <= this.newest ? this.hiddenView(length) : undefined;
  }

  private catchUp(): void {
    if (this.read - this.newest > COLD_TOKENS) {
      this.restart();
    }
    while (this.newest < this.read) {
      this.network.step(this.tokens[this.newest]!, this.state(this.newest), this.state(this.newest + 1));
      this.newest++;
      this.oldest = Math.max(this.oldest, this.newest - KEPT_STATES + 1);
    }
  }

  /** The zero state, as far back as a cold start reads. */
  private restart(): void {
    this.oldest = this.newest = Math.max(0, this.read - COLD_TOKENS);
    this.state(this.newest).fill(0);
  }

  private state(length: number): Float32Array {
    const start = (length % KEPT_STATES) * this.network.stateSize;
    return this.states.subarray(start, start + this.network.stateSize);
  }

  private hiddenView(length: number): Float32Array {
    const { cell, layers, hiddenSize } = this.network.config;
    const start = (layers - 1) * (cell === 'lstm' ? 2 : 1) * hiddenSize;
    return this.state(length).subarray(start, start + hiddenSize);
  }
}
