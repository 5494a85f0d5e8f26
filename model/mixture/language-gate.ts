/**
 * Which of two languages a text is in, word by word: the forward algorithm of a hidden Markov model with two states (Rabiner
 * 1989, https://doi.org/10.1109/5.18626), each of which emits words by their frequency in one language. With o the odds of the other language and w the word read,
 *
 *   o ← o · p_other(w) / p_own(w)      then      q = o / (1 + o),   q ← q · (1 − s) + (1 − q) · s.
 */
export interface LanguageGate {
  /** P(the next word is in the other language), from all words read. */
  readonly share: number;
  advance(id: number): void;
  truncate(length: number): void;
}

/** s: the language changes after one word in so many. A quotation has dozens of words, a chapter thousands. */
const SWITCH = 1 / 50;

/**
 * @param evidence (ids) log p_other(w) − log p_own(w) of each word; of later ids 0.
 * @param first P(the text begins in the other language).
 */
export function createLanguageGate(evidence: Float32Array, first: number): LanguageGate {
  let shares = new Float32Array(256); // (≥ words read + 1)
  let length = 0;
  shares[0] = first;
  return {
    get share() {
      return shares[length]!;
    },
    advance(id) {
      const before = shares[length]!;
      if (++length === shares.length) {
        const longer = new Float32Array(2 * length);
        longer.set(shares);
        shares = longer;
      }
      const said = evidence[id] ?? 0;
      if (said === 0) {
        shares[length] = before; // a mark, or a word of neither
        return;
      }
      const other = before * Math.exp(said);
      const q = other / (other + 1 - before);
      shares[length] = q * (1 - SWITCH) + (1 - q) * SWITCH;
    },
    truncate(to) {
      length = to;
    },
  };
}
