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

/** A way in which a word was written, and how often, by position. */
export interface WrittenWord {
  readonly form: string;
  readonly middle: number;
  readonly initial: number;
  /** With a comma behind. */
  readonly beforeComma: number;
}

/** A name that stands so often at sentence starts would stand inside sentences too. */
const NEVER_INSIDE = 3;

/**
 * The display form of a word from how often it was written in each way, by position. A sentence all in capitals never counts.
 * A capital that was only seen at sentence starts and in headings is the word's own if there are few of them; not that
 * of a word that often begins sentences and never stands inside one, nor of one that opens them (`However, …`).
 */
export function trueCase(written: readonly WrittenWord[]): string {
  const byMiddle = mostFrequent(written, (one) => one.middle);
  if (byMiddle !== undefined) return byMiddle;
  const byInitial = mostFrequent(written, (one) => one.initial);
  if (byInitial === undefined) return lower(written[0]?.form ?? '');
  const initial = written.reduce((sum, one) => sum + one.initial, 0);
  const opening = written.reduce((sum, one) => sum + one.beforeComma, 0);
  const isOpener = initial >= NEVER_INSIDE || 2 * opening > initial;
  return isOpener && isCapitalised(byInitial) ? lower(byInitial) : byInitial;
}

/** Of `İ` with one dot only. */
const lower = (form: string): string => form.toLowerCase().replaceAll('i\u0307', 'i');

/** One capital, at its beginning; not `İ`, whose small letter is that of `I` elsewhere. */
const isCapitalised = (form: string): boolean => /^(?!İ)\p{Lu}[\p{Ll}\p{M}'’-]+$/u.test(form);

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
