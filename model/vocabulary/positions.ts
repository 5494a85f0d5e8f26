import { foldWord } from '../tokenizer/fold';
import type { Token } from '../tokens/token';

/**
 * Where a word stands, as far as its case goes: in the middle of a sentence the writer chose it; at its start, after
 * an opening quote or in a heading anyone would write a capital.
 */
export const MIDDLE = 0;
export const INITIAL = 1;
/** In a sentence all in capitals: its case says nothing. */
const SHOUTED = 2;

/** Fills `positions[i]` for the tokens `from` ≤ i < `to`, which are one sentence without its end. */
export function placeSentence(
  tokens: readonly Token[],
  from: number,
  to: number,
  positions: Uint8Array, // (tokens)
): void {
  let words = 0;
  let capitalised = 0;
  let shouted = 0;
  let lower = 0;
  let previous: Token | undefined;
  let atStart = true;
  for (let index = from; index < to; index++) {
    const token = tokens[index]!;
    if (token.kind === 'word') {
      positions[index] = atStart || opensSpeech(previous, token) ? INITIAL : MIDDLE;
      const first = token.text.charAt(0);
      words++;
      if (first !== first.toLowerCase()) {
        capitalised++;
        if (token.text === token.text.toUpperCase()) shouted++;
      } else if (first !== first.toUpperCase()) lower++;
      atStart = false;
    } else if (token.kind !== 'punctuation') atStart = false;
    previous = token;
  }
  if (capitalised === 0) return;
  const ends = previous !== undefined && /[.!?…。！？,;:"”»’')]$/.test(previous.text);
  if (shouted > 0 && lower === 0 && (shouted > 1 || words === 1) && shouted === capitalised) {
    positions.fill(SHOUTED, from, to);
  } else if (!ends && words > 1 && capitalised > words / 2) {
    // A heading In Title Case.
    positions.fill(INITIAL, from, to);
  }
}

const OPENERS = new Set([...'"“«„‘\'‚»—', '``']);

function opensSpeech(previous: Token | undefined, word: Token): boolean {
  if (previous?.kind !== 'punctuation') return false;
  if (previous.text === ':') return true;
  return previous.end === word.start && OPENERS.has(previous.text);
}

/**
 * The display form of a word from how often it was written in each way, by position. Capitals at the start of a
 * sentence count only when nothing else is known; a sentence all in capitals never does.
 */
export function trueCase(written: readonly { form: string; middle: number; initial: number }[]): string {
  const byMiddle = mostFrequent(written, (one) => one.middle);
  if (byMiddle !== undefined) return byMiddle;
  const byInitial = mostFrequent(written, (one) => one.initial);
  if (byInitial !== undefined) return byInitial;
  return foldWord(written[0]?.form ?? '');
}

function mostFrequent<T extends { form: string }>(
  from: readonly T[],
  count: (one: T) => number,
): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const one of from) {
    const times = count(one);
    if (times > most || (times === most && best !== undefined && one.form > best && times > 0)) {
      best = one.form;
      most = times;
    }
  }
  return best;
}
