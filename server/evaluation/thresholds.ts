import type { Token } from '../../model/tokens/token';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from '../../model/vocabulary/special';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../prediction/suggestion-model';
import type { PartFigures } from '../protocol';
import { type EvaluationSubject, evaluate } from './evaluate';
import type { GhostText } from './ghost-sums';

/**
 * How often ghost text is to be right on held-out text, per eagerness, so that it is right 65, 50 and 35 times in a hundred on
 * the next chapter: that has more new words than paragraphs held out of the chapters before, and offers of several words
 * are right only as a whole. On Moby Dick's last chapters (bench/typing.ts) a wanted .50 was right 41 times in a hundred, .58 50 to 55.
 */
const WANTED_PRECISION: Thresholds = { quiet: 0.76, balanced: 0.64, eager: 0.46 };

/** Words below which precision is too uncertain for thresholds: the defaults are used. */
const LEAST_WORDS = 500;
/** Tokens that are judged at most: more change no threshold by more than one step (.02). */
const MOST_TOKENS = 5_000;

/**
 * The lowest thresholds from which on ghost text is right as often as wanted on held-out text. `words` is how many
 * words the curve was measured on; with too few, or where no threshold does, the defaults answer.
 */
export function fitThresholds(curve: GhostText, words: number): Thresholds {
  if (words < LEAST_WORDS) return DEFAULT_THRESHOLDS;
  const lowest = (eagerness: keyof Thresholds): number => {
    let fitted: number | undefined;
    for (const { threshold, precision, coverage } of [...curve].reverse()) {
      if (coverage === 0) continue;
      if (precision < WANTED_PRECISION[eagerness]) break;
      fitted = threshold;
    }
    return fitted ?? DEFAULT_THRESHOLDS[eagerness];
  };
  return { quiet: lowest('quiet'), balanced: lowest('balanced'), eager: lowest('eager') };
}

/** What suggestions are like on held-out text. */
export interface Judged {
  readonly thresholds: Thresholds;
  /** Figures of the whole mixture and of the counts alone; absent where there are no words, or no counts. */
  readonly whole?: WholeFigures;
}

export interface WholeFigures {
  readonly together: PartFigures;
  readonly counting: PartFigures;
}

/** Judges on held-out text in lexicon ids. The predictor stands at the start of a text and is used up. */
export async function judgeHeldOut(
  subject: EvaluationSubject,
  heldOut: readonly ArrayLike<number>[],
  signal?: AbortSignal,
): Promise<Judged> {
  let left = MOST_TOKENS;
  const documents: Token[][] = [];
  for (const ids of heldOut) {
    const count = Math.min(left, ids.length);
    documents.push(Array.from({ length: count }, (_, index) => tokenOf(subject.lexicon, ids[index]!)));
    left -= count;
  }
  const evaluation = await evaluate(subject, documents, { resamples: 0, signal });
  const { ghostText = [], words, components } = evaluation;
  const { counts } = components;
  const whole =
    counts && words > 0 ? { together: partFigures(evaluation), counting: partFigures(counts) } : undefined;
  return { thresholds: fitThresholds(ghostText, words), whole };
}

function partFigures({ perplexity, top1, top3, keystrokeSavings1 }: PartFigures): PartFigures {
  return { perplexity, top1, top3, keystrokeSavings1 };
}

/** A token that is read as this id. */
function tokenOf(lexicon: Lexicon, id: number): Token {
  const place = { start: 0, end: 0 };
  if (id === SENTENCE_END) return { kind: 'sentenceEnd', text: '', ...place };
  if (id === PARAGRAPH_END) return { kind: 'paragraphEnd', text: '', ...place };
  if (id === UNKNOWN) return { kind: 'gap', text: '', ...place };
  const kind = id < lexicon.closedSize ? lexicon.vocabulary.kinds[id] : 'word';
  return { kind: kind === undefined || kind === 'special' ? 'gap' : kind, text: lexicon.key(id), ...place };
}
