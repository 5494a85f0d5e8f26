import { isLowerCase } from '../tokens/characters';
import type { Token } from '../tokens/token';

/**
 * Words before a full stop that does not end a sentence. Small on purpose: a single letter, a one- or
 * two-digit number (`3. Oktober`) and a lower-case next word already say the same in any language.
 */
const abbreviations = new Set(
  `mr mrs ms messrs dr prof rev hon gen col capt lt sgt st sr jr mt vs cf fig figs vol vols pp ed eds ch sec no nos
   art eq approx al inc ltd co corp dept est ph jan feb mar apr jun jul aug sep sept oct nov dec
   hr fr frl nr bzw ca usw evtl ggf vgl bspw inkl zzgl abb bd hrsg aufl str sog geb gest
   mme mlle mm av env chap sra srta ud uds sig dott ecc tel г ул стр гл им`.split(/\s+/),
);

const terminators = new Set(['.', '!', '?', '…', '...', '。', '！', '？', '｡', '‽', '؟', '۔', '।', '॥']);
/** These end a sentence even with no space after them. */
const unspacedTerminators = new Set(['。', '！', '？', '｡', '।', '॥']);
const closers = new Set([...'"\'”’»«›‹“‘)]}」』）】》〉］', "''"]);

/**
 * Watches the tokens of a paragraph go by and says where a sentence has ended. The decision falls when the next
 * token is seen, because a lower-case word goes on with the sentence (`"Stop!" he said`).
 */
export interface SentenceWatch {
  /** Called with each token before it is added; answers the offset of a sentence end that comes before it, or -1. */
  endBefore(text: string, next: Token): number;
  /** Where the sentence ends if nothing but space follows; -1 if it is not complete. */
  openEnd(): number;
  /** The token seen last was only a part of this one. */
  rejoin(whole: Token): void;
  reset(): void;
}

export function createSentenceWatch(): SentenceWatch {
  /** End of the terminator and its closing quotes, or -1 when no sentence is about to end. */
  let pending = -1;
  let unspaced = false;
  let previous: Token | undefined;

  const note = (text: string, token: Token): void => {
    if (token.kind === 'punctuation' && terminators.has(token.text)) {
      if (token.text === '.' && pending < 0 && previous && isAbbreviated(previous, token)) pending = -1;
      else pending = token.end;
      unspaced = unspacedTerminators.has(token.text);
    } else if (pending >= 0 && token.kind === 'punctuation' && closes(text, token, pending)) {
      pending = token.end;
    } else {
      pending = -1;
    }
    previous = token;
  };

  return {
    endBefore(text, next) {
      if (pending < 0) {
        note(text, next);
        return -1;
      }
      let end = -1;
      const continues =
        next.kind === 'punctuation' && (terminators.has(next.text) || closes(text, next, pending));
      const goesOn = /^[,;:–—-]/.test(next.text) || isLowerCase(text, next.start);
      if ((next.start > pending || unspaced) && !continues && !goesOn) end = pending;
      note(text, next);
      return end;
    },
    openEnd: () => pending,
    rejoin(whole) {
      previous = whole;
    },
    reset() {
      pending = -1;
      previous = undefined;
    },
  };
}

function isAbbreviated(word: Token, stop: Token): boolean {
  if (word.end !== stop.start) return false;
  if (word.kind === 'number') return word.text.length <= 2;
  if (word.kind !== 'word') return false;
  // `I` ends sentences more often than it begins a name.
  if (word.end - word.start === 1) return word.text !== 'I';
  return abbreviations.has(word.text.toLowerCase());
}

/** A quote or bracket right after the terminator closes; so does `»` after a space, unless it opens (German). */
function closes(text: string, token: Token, pending: number): boolean {
  if (token.start === pending) return closers.has(token.text);
  return token.text === '»' && !/[\p{L}\p{N}]/u.test(text.charAt(token.end));
}
