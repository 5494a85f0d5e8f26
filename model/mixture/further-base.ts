import type { Component } from '../prediction/component';
import type { Lexicon } from '../vocabulary/lexicon';
import { UNKNOWN } from '../vocabulary/special';
import type { Vocabulary } from '../vocabulary/vocabulary';

/** Which id of the lexicon is which row of a network that was trained with another vocabulary. */
export interface SharedWords {
  /** (rows) The lexicon's id of each row; UNKNOWN for numbers and marks that the lexicon lacks. */
  readonly ids: Int32Array;
  /** (ids when the words joined) The row of each id, or UNKNOWN. Ids that came later have none, as all words of the rows had one then. */
  readonly rows: Int32Array;
  /** The ids without a row among those, UNKNOWN first. */
  readonly others: Int32Array;
  /** (ids when the words joined) log p_further(w) − log p_lexicon(w), for words by their counts; 0 for all else. See language-gate.ts. */
  readonly evidence: Float32Array;
}

/** A word without a count, or with a lower one, is taken to be this frequent. */
const LEAST_FREQUENCY = 1e-6;
/** The most evidence of one word, in nats: a word may be quoted, or a name. */
const MOST_EVIDENCE = 3;

/**
 * Adds the words of a vocabulary to the lexicon where they are missing. They have no count there: its counts are those of one
 * library (`Lexicon.baseProbability`), and these words are frequent in another; nor are they stored with the lexicon's model.
 */
export function joinLexicon(
  { keys, forms, kinds, counts }: Vocabulary,
  lexicon: Pick<Lexicon, 'size' | 'idOf' | 'add' | 'count' | 'vocabulary'>,
): SharedWords {
  const ids = Int32Array.from(keys, (key, row) =>
    kinds[row] === 'word' ? lexicon.add(key, forms[row]!) : lexicon.idOf(key),
  );
  const rows = new Int32Array(lexicon.size).fill(UNKNOWN);
  for (const [row, id] of ids.entries()) if (id !== UNKNOWN) rows[id] = row;
  const frequency = (count: number, total: number) => Math.log(Math.max(count / total, LEAST_FREQUENCY));
  const [total, lexiconTotal] = [sum(counts), sum(lexicon.vocabulary.counts)];
  const evidence = Float32Array.from(rows, (row, id) => {
    if ((lexicon.vocabulary.kinds[id] ?? 'word') !== 'word') return 0;
    const here = frequency(lexicon.count(id), lexiconTotal);
    const there = frequency(row === UNKNOWN ? 0 : counts[row]!, total);
    return Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, there - here));
  });
  const others = Int32Array.from(rows.keys()).filter((id) => rows[id] === UNKNOWN);
  return { ids, rows, others, evidence };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * A base for another language than the mixture's network, as it is, for what the text says in that language. It reads every token
 * that it has no row for as <unk>. Its P(<unk>) stays at UNKNOWN; the mixture divides it (`createMixture`).
 *
 * @param reader the base's network as a component over its own rows alone.
 */
export function createFurtherBase(reader: Component, { ids, rows }: SharedWords): Component {
  const own = new Float32Array(ids.length); // (rows)
  return {
    name: 'furtherBase',
    get length() {
      return reader.length;
    },
    advance: (id) => reader.advance(rows[id] ?? UNKNOWN),
    truncate: (length) => reader.truncate(length),
    probabilities(out) {
      reader.probabilities(own);
      out.fill(0);
      for (let row = 0; row < own.length; row++) out[ids[row]!]! += own[row]!; // several rows may be UNKNOWN
    },
  };
}
