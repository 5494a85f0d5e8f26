import type { Token } from '../tokenizer/token';
import { SPECIAL_TOKENS } from './special';
import { Tally, type TextMode, type Word } from './tally';
import { type Vocabulary, type VocabularyEntry, vocabularyOf } from './vocabulary';

export interface VocabularyOptions {
  /** Default `prose`. In `whitespace` mode every token of the text gets an entry, exactly as written. */
  readonly mode?: TextMode;
  /** Occurrences that a word needs for an entry. Default 2, or 1 in a text under 2,000 tokens. Prose only. */
  readonly minimumCount?: number;
  /** Entries at most, special tokens included. Default 30,000: more cost time and are hardly ever right. Prose only. */
  readonly maximumSize?: number;
}

/** Below this many tokens a word seen once is kept, so that a corpus of one sentence can be learned. */
const TINY_CORPUS = 2000;
const DEFAULT_MAXIMUM_SIZE = 30_000;

/** The vocabulary of a text. Goes through the documents once; they may be generated on the way. */
export function buildVocabulary(
  documents: Iterable<readonly Token[]>,
  options: VocabularyOptions = {},
): Vocabulary {
  const tally = new Tally(options.mode ?? 'prose');
  for (const document of documents) tally.add(document);
  return selectVocabulary(tally, tally.words().words, options).vocabulary;
}

/** Picks the words that get an entry; `ids[w]` is the entry of word w, or 0 if it has none. */
export function selectVocabulary(
  tally: Tally,
  words: readonly Word[],
  options: VocabularyOptions,
): { vocabulary: Vocabulary; ids: Int32Array } {
  const closed = options.mode === 'whitespace';
  const minimum = closed ? 1 : (options.minimumCount ?? (tally.tokens < TINY_CORPUS ? 1 : 2));
  const maximum = closed ? Number.POSITIVE_INFINITY : (options.maximumSize ?? DEFAULT_MAXIMUM_SIZE);
  const order = words
    .map((_, index) => index)
    .filter((index) => words[index]!.count >= minimum)
    // A stable sort: equally frequent words stay in order of first appearance.
    .sort((a, b) => words[b]!.count - words[a]!.count)
    .slice(0, Math.max(0, maximum - SPECIAL_TOKENS.length));

  const ids = new Int32Array(words.length); // (words)
  let known = 0;
  const entries: VocabularyEntry[] = [];
  for (const index of order) {
    const word = words[index]!;
    ids[index] = SPECIAL_TOKENS.length + entries.length;
    entries.push(word);
    known += word.count;
  }
  const unknown = tally.tokens - tally.sentenceEnds - tally.paragraphEnds - known;
  const specialCounts = [unknown, tally.sentenceEnds, tally.paragraphEnds];
  const special = SPECIAL_TOKENS.map(
    (key, id): VocabularyEntry => ({
      key,
      form: key,
      count: specialCounts[id] ?? 0,
      kind: 'special',
      spaceBeforeShare: 0,
      spaceAfterShare: 0,
    }),
  );
  return { vocabulary: vocabularyOf([...special, ...entries]), ids };
}
