import { setImmediate as breathe } from 'node:timers/promises';
import type { Mixture } from '../../model/mixture/mixture';
import type { Component } from '../../model/prediction/component';
import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import { seededRandom } from '../../model/training/random';
import { encodeTokens } from '../../model/vocabulary/encode';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from '../../model/vocabulary/special';
import type { Evaluation } from '../protocol';
import { strangerMass } from '../suggestion/candidates';
import { Calibration, calibrationError } from './calibration';
import { GhostSums } from './ghost-sums';
import { KeyTable } from './key-table';
import { createWordScores, scoreWord } from './score-word';
import { keystrokes, Sums } from './sums';

export interface EvaluationSubject {
  readonly lexicon: Lexicon;
  /** What the editor answers with, at the start of a text. A mixture's parts are scored beside it. */
  readonly predictor: Component;
}

export interface EvaluationOptions {
  /** How the text was cut. In whitespace mode the vocabulary is closed. Default `prose`. */
  readonly mode?: 'prose' | 'whitespace';
  /** Samples drawn for the intervals; 0 leaves them out. Default 1000. */
  readonly resamples?: number;
  /** Of the intervals' random draws. Default 1. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Told of each word, what the whole said of it. */
  readonly onWord?: (word: ScoredWord) => void;
  /** Called every few hundred tokens. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was said of a word before a letter of it was typed, and what typing it would have cost with one suggestion. */
export interface ScoredWord {
  readonly token: Token;
  /** The likeliest id of all, marks among them. */
  readonly top: number;
  readonly probability: number;
  /** Words that were likelier than the right one; −1 for a word that nobody knows. */
  readonly rank: number;
  /** Keystrokes. */
  readonly spent: number;
}

/** Work between two looks at the signal and at whatever else the process has to do. */
const BREATHE_MILLISECONDS = 10;

/**
 * Measures suggestions on text that the model has not seen: each token is predicted from those before it, then
 * read.
 *
 * - Perplexity counts every token, sentence and paragraph ends too. Words outside the closed vocabulary are one class,
 *   so that components that spell out such words can be compared with those that do not.
 * - top1, top3 and keystroke savings count words; what the model cannot know is typed in full.
 * - Calibration compares the likeliest word's probability with how often it came, at every token.
 *
 * Throws the signal's reason when it is aborted.
 */
export async function evaluate(
  subject: EvaluationSubject,
  documents: readonly (readonly Token[])[],
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  const { lexicon, predictor } = subject;
  const { mode = 'prose', resamples = 1000, seed = 1, signal, onProgress } = options;
  const table = new KeyTable(lexicon);
  const principal = new ComponentRun(predictor, table, lexicon);
  // Parts read along with the whole, so they are asked but not told.
  const runs = [principal, ...partsOf(predictor).map((part) => new ComponentRun(part, table, lexicon))];
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  const paragraphEnd = mode === 'whitespace' ? SENTENCE_END : PARAGRAPH_END;
  let done = 0;
  let unknown = 0;
  let breath = performance.now();

  for (const document of documents) {
    for (const token of document) {
      if (performance.now() - breath > BREATHE_MILLISECONDS) {
        await breathe();
        signal?.throwIfAborted();
        onProgress?.(done, total);
        breath = performance.now();
      }
      const id = encodeTokens(lexicon, [token], { grow: false, mode })[0]!; // one token, one id
      const word = isWord(token);
      if (word && id === UNKNOWN) unknown++;
      table.update();
      const key = mode === 'prose' ? foldWord(token.text) : token.text;
      const ranges = word ? table.ranges(key) : undefined;
      const readAs = encodeTokens(lexicon, [token], { grow: mode === 'prose', mode })[0]!;
      for (const run of runs) run.predict(id, key, ranges);
      if (ranges && options.onWord) options.onWord({ token, ...principal.last });
      principal.read(readAs);
      if (id === paragraphEnd) for (const run of runs) run.sums.endParagraph();
      done++;
    }
    for (const run of runs) run.sums.endParagraph();
  }
  onProgress?.(done, total);

  const { tokens, words } = principal.sums;
  return {
    tokens,
    words,
    oovRate: words === 0 ? 0 : unknown / words,
    ...principal.figures(),
    latencyMs: principal.latency(),
    components: Object.fromEntries(runs.map((run) => [run.name, run.figures()])),
    intervals: resamples > 0 ? principal.sums.intervals(resamples, seededRandom(seed)) : undefined,
    ghostText: principal.ghost.curve(),
    calibration: principal.calibration.points(),
  };
}

/** A token that a writer would be offered: it has a letter, and is not the mark for a word left out. */
function isWord(token: Token): boolean {
  return token.kind === 'word' && token.text !== '<unk>' && /\p{L}/u.test(token.text);
}

/** One component's way through the text. */
class ComponentRun {
  readonly sums = new Sums();
  readonly ghost = new GhostSums();
  readonly calibration = new Calibration();
  /** What was said of the token before the last reading; rank and keystrokes of a word. */
  last = { top: 0, probability: 0, rank: -1, spent: 0 };
  private readonly scores = createWordScores();
  private readonly milliseconds: number[] = [];
  /** (≥ lexicon) */
  private buffer = new Float32Array(0);
  /** Milliseconds that reading the last token took; they belong to the next answer. */
  private reading = 0;

  constructor(
    private readonly component: Component,
    private readonly table: KeyTable,
    private readonly lexicon: Lexicon,
  ) {}

  get name(): string {
    return this.component.name;
  }

  /** @param ranges of the token's key, if it is a word. */
  predict(id: number, key: string, ranges: Int32Array | undefined): void {
    const { lexicon, table } = this;
    if (this.buffer.length < lexicon.size) this.buffer = new Float32Array(lexicon.size + 1024);
    const probabilities = this.buffer.subarray(0, lexicon.size);
    const start = performance.now();
    this.component.probabilities(probabilities);
    const top = table.likeliest(probabilities);
    this.milliseconds.push(this.reading + performance.now() - start);

    this.sums.addToken(classProbability(probabilities, id, lexicon.closedSize));
    this.calibration.add(probabilities[top] ?? 0, top === id);
    this.last = { top, probability: probabilities[top] ?? 0, rank: -1, spent: 0 };
    if (ranges === undefined) return;
    const scored = scoreWord(
      this.scores,
      probabilities,
      table,
      ranges,
      id,
      strangerMass(probabilities, lexicon),
    );
    this.sums.addWord(this.scores.rank, key.length, scored);
    this.last.rank = this.scores.rank[0]!; // (letters + 1)
    this.last.spent = keystrokes(this.scores.rank, key.length, scored, 1);
    this.ghost.add(this.scores, scored, id, (other) => lexicon.key(other).length);
  }

  read(id: number): void {
    const start = performance.now();
    this.component.advance(id);
    this.reading = performance.now() - start;
  }

  figures(): Evaluation['components'][string] {
    const points = this.calibration.points();
    return { ...this.sums.figures(), calibrationError: calibrationError(points) };
  }

  latency(): Evaluation['latencyMs'] {
    const sorted = this.milliseconds.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { p50: at(0.5), p99: at(0.99) };
  }
}

function partsOf(predictor: Component): readonly Component[] {
  return 'parts' in predictor ? (predictor as Mixture).parts : [];
}

/** P of a token, or for a word outside the closed vocabulary that of all such words together. */
function classProbability(probabilities: Float32Array, id: number, closedSize: number): number {
  if (id !== UNKNOWN && id < closedSize) return probabilities[id]!;
  let sum = probabilities[UNKNOWN]!;
  for (let open = closedSize; open < probabilities.length; open++) sum += probabilities[open]!;
  return sum;
}
