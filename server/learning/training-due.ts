/** When a network is to be trained again: what the text since its training calls for, and how long that may wait. */
import type { TextSinceTraining } from '../../model/format/trained-model';

/** A text has grown when this much of it is new to the network: a share of it, or tokens. */
const NEW_SHARE = 0.1;
const NEW_TOKENS = 5000;
/** Share of new tokens above which training begins anew instead of continuing: the network was sized for a much shorter text. */
const TRAIN_ON_SHARE = 0.5;
/** Passages have gone when this much of the trained text has; less is what correcting a text takes away. */
const GONE_SHARE = 0.02;
const GONE_TOKENS = 1000;

/** Words below which no network is trained: it would not predict better than the counts. */
export const LEAST_WORDS = 300;

export interface TrainingState {
  /** In the text. */
  readonly words: number;
  readonly tokens: number;
  readonly since: TextSinceTraining;
  /** Whether there is a network that was taught the text. */
  readonly taught: boolean;
  /** The writer ended the training on the text as it is. */
  readonly declined: boolean;
  /** The network began from another base than one would begin from now. */
  readonly outdated: boolean;
}

export interface TrainingNeed {
  /** From the network there is; or from a base or random weights, which have not read what is gone. */
  readonly from: 'present' | 'anew';
  /** `soon`: once the text has settled. `later`: a few words of the network are gone, which are not offered anyway. */
  readonly when: 'now' | 'soon' | 'later';
}

export function trainingNeed(state: TrainingState): TrainingNeed | undefined {
  const { words, tokens, since, taught, declined, outdated } = state;
  if (words < LEAST_WORDS) return undefined;
  if (outdated || (!taught && !declined)) return { from: 'anew', when: 'now' };
  if (since.goneTokens > 0 && hasLost(tokens, since)) return { from: 'anew', when: 'soon' };
  if (since.newTokens > 0 && since.newTokens >= Math.min(NEW_TOKENS, NEW_SHARE * tokens)) {
    const trainsOn = taught && since.newTokens <= TRAIN_ON_SHARE * tokens;
    return { from: trainsOn ? 'present' : 'anew', when: 'soon' };
  }
  return taught && since.goneWords > 0 ? { from: 'anew', when: 'later' } : undefined;
}

/** What a text loses and gains at once was mostly rewritten; that the network learns by reading on, up to a point. */
function hasLost(tokens: number, { goneTokens, newTokens, goneDocuments }: TextSinceTraining): boolean {
  const before = tokens + goneTokens;
  return (
    goneDocuments > 0 ||
    goneTokens - newTokens >= Math.min(GONE_TOKENS, GONE_SHARE * before) ||
    goneTokens >= Math.min(NEW_TOKENS, NEW_SHARE * before)
  );
}

/** In seconds. */
export interface Pace {
  /** A text that has changed is left alone for so long: a folder that is away for a moment comes back, so does a branch. Default 30. */
  readonly settle: number;
  /** Between two trainings while the writer types. Default 600. */
  readonly typing: number;
  /** Between two trainings for words that are gone. Default 3600. */
  readonly later: number;
  /** Until gone words and passages are taken out of the stored model. Default 30: gone means gone within a minute. */
  readonly stored: number;
  /** The same for a few tokens, as every correction takes some away, and the whole file is written. Default 600. */
  readonly storedLater: number;
}

export const PACE: Pace = { settle: 30, typing: 600, later: 3600, stored: 30, storedLater: 600 };

/** Moments on one clock, in seconds. */
export interface Moments {
  readonly now: number;
  /** When the need arose. */
  readonly since: number;
  /** The end of the last training; −∞ if there was none. */
  readonly trained: number;
  /** When the writer last typed; −∞ if not at all. */
  readonly typed: number;
}

/** Seconds until the training is due; 0 or less: now. */
export function waitFor({ when }: TrainingNeed, { now, since, trained, typed }: Moments, pace: Pace): number {
  if (when === 'now') return 0;
  const settled = since + pace.settle - now;
  const isTyping = now - typed < pace.settle;
  const apart = when === 'later' ? pace.later : isTyping ? pace.typing : 0;
  return Math.max(settled, trained + apart - now);
}
