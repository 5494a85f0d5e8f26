import type { NewWords } from '../../model/letters/new-words';
import type { Component } from '../../model/prediction/component';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import type { Settings } from '../protocol';

/** One immutable snapshot of everything that predicts; swapped whole when a better one exists. */
export interface SuggestionModel {
  readonly lexicon: Lexicon;
  /** A fresh predictor at the start of a text: network, counts and caches, as far as there are any. */
  createPredictor(): Component;
  /** When a word is to be expected that nobody has written yet, and how it is spelled. Default: what other books showed. */
  readonly newWords?: NewWords;
  /** What is never to be offered, as the writer wants it forgotten: keys of words and phrases; see `forgottenKey`. */
  readonly blocked: ReadonlySet<string>;
  /** Folded keys of words that the training text writes twice in a row (`had had`, `very very`). */
  readonly doubled?: ReadonlySet<string>;
  /** Whether a word is known only from text that is gone; then it is offered only where the document has it. Default: none is. */
  isGone?(id: number): boolean;
  /** Changes when other words may be gone. */
  textVersion?(): number;
  readonly thresholds: Thresholds;
}

export type Eagerness = Settings['eagerness'];

/** The least confidence at which ghost text appears by itself, per eagerness. */
export type Thresholds = Readonly<Record<Exclude<Eagerness, 'manual'>, number>>;

/**
 * Until thresholds have been fitted on the writer's own held-out text (server/evaluation/thresholds.ts): what was
 * fitted on Moby Dick, rounded up, because a small corpus is more confident than it should be.
 */
export const DEFAULT_THRESHOLDS: Thresholds = { quiet: 0.55, balanced: 0.37, eager: 0.2 };
