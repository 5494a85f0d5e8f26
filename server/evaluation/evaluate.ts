import { setImmediate as breathe } from 'node:timers/promises';
import { DEFAULT_CHANCE, type NewWords } from '../../model/letters/new-words';
import type { Mixture } from '../../model/mixture/mixture';
import type { Component } from '../../model/prediction/component';
import { foldWord } from '../../model/tokenizer/fold';
import type { Token } from '../../model/tokens/token';
import { seededRandom } from '../../model/training/random';
import { encodeTokens } from '../../model/vocabulary/encode';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from '../../model/vocabulary/special';
import type { Evaluation } from '../protocol';
import { createNewWordIds, keyOf, type NewWordIds } from '../suggestion/new-words';
import { Calibration, calibrationError } from './calibration';
import { GhostSums } from './ghost-sums';
import { KeyTable } from './key-table';
import { createNewWordsMet, type TypedWord } from './met-new-words';
import { createWordScores, NO_WORD, scoreWord } from './score-word';
import { keystrokes, Sums } from './sums';

export interface EvaluationSubject {
  readonly lexicon: Lexicon;
  /** What the editor answers with, at the start of a text. A mixture's parts are scored beside it. */
  readonly predictor: Component;
  /** Words that nobody has written yet. Default: none are offered, and their probability is the one measured on other books. */
  readonly newWords?: NewWords;
}

export interface EvaluationOptions {
  /** How the text was cut. In whitespace mode the vocabulary is closed. Default `prose`. */
  readonly mode?: 'prose' | 'whitespace';
  /** Samples drawn for the intervals; 0 leaves them out. Default 1000. */
  readonly resamples?: number;
  /** Of the intervals' random draws. Default 1. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called for each word with the whole mixture's prediction of it. */
  readonly onWord?: (word: ScoredWord) => void;
  /** Called every few hundred tokens. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The prediction of a word before its first letter, and the keystrokes that it takes with one suggestion. */
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

/** Milliseconds of work between two checks of the signal, each a return to the event loop. */
const BREATHE_MILLISECONDS = 10;

/**
 * Measures suggestions on text that the model has not seen: each token is predicted from those before it, then
 * read.
 *
 * - Perplexity counts every token, sentence and paragraph ends too. Words outside the closed vocabulary are one class,
 *   so that components that spell out such words can be compared with those that do not.
 * - top1, top3 and keystroke savings count words; what the model cannot know is typed in full.
 * - Calibration compares the likeliest word's probability with how often it came, at every token; the typed one, what is offered first
 *   with how often it was right, at every letter typed. A new word is right where it is spelled before it is in the lexicon.
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
  const newWords = subject.newWords ?? { weights: DEFAULT_CHANCE };
  const newWordIds = createNewWordIds();
  const met = createNewWordsMet(lexicon, newWords, newWordIds);
  // Parts read along with the whole, so they are asked but not told.
  const runs = [predictor, ...partsOf(predictor)].map(
    (part) => new ComponentRun(part, table, lexicon, { met, ids: newWordIds }),
  );
  const principal = runs[0]!; // the whole mixture is the first run
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  const paragraphEnd = mode === 'whitespace' ? SENTENCE_END : PARAGRAPH_END;
  let done = 0;
  let unknown = 0;
  let breath = performance.now();

  for (const document of documents) {
    let startsSentence = true;
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
      const typed = word ? { key, startsSentence, ranges: table.ranges(key) } : undefined;
      for (const run of runs) run.predict(id, typed);
      // Only now: a new word gets its id after it was scored.
      const readAs = encodeTokens(lexicon, [token], { grow: mode === 'prose', mode })[0]!;
      if (typed && options.onWord) options.onWord({ token, ...principal.last });
      startsSentence = id === SENTENCE_END || id === PARAGRAPH_END;
      principal.read(readAs);
      if (id === paragraphEnd) for (const run of runs) run.endParagraph();
      done++;
    }
    for (const run of runs) run.endParagraph();
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
    typedCalibration: principal.typedCalibration.points(),
    withoutNewWords: newWords.speller && principal.savingsOfWritten(),
  };
}

/** A token that a writer would be offered: it has a letter, and is not the mark for a word left out. */
function isWord(token: Token): boolean {
  return token.kind === 'word' && token.text !== '<unk>' && /\p{L}/u.test(token.text);
}

/** The figures of one component as it reads the text. */
class ComponentRun {
  readonly sums = new Sums();
  readonly ghost = new GhostSums();
  readonly calibration = new Calibration();
  /** The latest prediction: likeliest id, P(the token that came); for words also rank and keystrokes. */
  last = { top: 0, probability: 0, rank: -1, spent: 0 };
  /** Of the first suggestion at each letter typed. */
  readonly typedCalibration = new Calibration();
  /** Keystrokes as they would be if only known words were offered. */
  private readonly sumsOfWritten = new Sums();
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
    private readonly newWords: {
      readonly met: ReturnType<typeof createNewWordsMet>;
      readonly ids: NewWordIds;
    },
  ) {}

  get name(): string {
    return this.component.name;
  }

  /** @param word the token's key and its ranges in the table, if it is a word. */
  predict(id: number, word: (TypedWord & { readonly ranges: Int32Array }) | undefined): void {
    const { lexicon, table, scores } = this;
    const { met, ids } = this.newWords;
    if (this.buffer.length < lexicon.size) this.buffer = new Float32Array(lexicon.size + 1024);
    const probabilities = this.buffer.subarray(0, lexicon.size);
    const start = performance.now();
    this.component.probabilities(probabilities);
    const top = table.likeliest(probabilities);
    this.milliseconds.push(this.reading + performance.now() - start);

    const probability = classProbability(probabilities, id, lexicon.closedSize);
    this.sums.addToken(probability);
    this.sumsOfWritten.addToken(probability);
    this.calibration.add(probabilities[top] ?? 0, top === id);
    this.last = { top, probability: probabilities[top] ?? 0, rank: -1, spent: 0 };
    if (word === undefined) return;
    const { key, ranges } = word;
    const target = id === UNKNOWN ? ids.idOf(key) : id;
    const scored = scoreWord(scores, probabilities, table, ranges, target, met.meet(word, probabilities));
    this.sums.addWord(scores.rank, key.length, scored);
    this.sumsOfWritten.addWord(scores.rankOfWritten, key.length, scored);
    this.last.rank = scores.rank[0]!; // (letters + 1)
    this.last.spent = keystrokes(scores.rank, key.length, scored, 1);
    this.ghost.add(scores, scored, target, (other) => keyOf(other, lexicon, ids).length);
    for (let typed = 1; typed < Math.min(scored + 1, key.length); typed++) {
      if (scores.offered[typed] === NO_WORD) continue;
      this.typedCalibration.add(scores.confidence[typed]!, scores.offered[typed] === target);
    }
  }

  read(id: number): void {
    const start = performance.now();
    this.component.advance(id);
    this.reading = performance.now() - start;
  }

  figures(): Evaluation['components'][string] {
    return {
      ...this.sums.figures(),
      calibrationError: calibrationError(this.calibration.points()),
      typedCalibrationError: calibrationError(this.typedCalibration.points()),
    };
  }

  endParagraph(): void {
    this.sums.endParagraph();
    this.sumsOfWritten.endParagraph();
  }

  savingsOfWritten(): Evaluation['withoutNewWords'] {
    const { keystrokeSavings1, keystrokeSavings3 } = this.sumsOfWritten.figures();
    return { keystrokeSavings1, keystrokeSavings3 };
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
