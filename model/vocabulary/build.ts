import type { Token } from '../tokens/token';
import type { ExtraWord } from './json';
import { PARAGRAPH_END, SENTENCE_END, SPECIAL_TOKENS, UNKNOWN } from './special';
import { Tally, type TextMode, type Word } from './tally';
import { entryOf, type Vocabulary, type VocabularyEntry, vocabularyOf } from './vocabulary';

/** The words that a base knows: those of its network, and rarer ones that it has only counted. */
export interface KnownWords {
  readonly vocabulary: Vocabulary;
  readonly extraWords: readonly ExtraWord[];
}

export interface VocabularyOptions {
  /** Default `prose`. In `whitespace` mode every token of the text gets an entry, exactly as written. */
  readonly mode?: TextMode;
  /** Occurrences that a word needs for an entry. Default 2, or 1 in a text under 2,000 tokens. Prose only. */
  readonly minimumCount?: number;
  /** Entries at most, special tokens included. Default 30,000: more cost time and are hardly ever right. Prose only. */
  readonly maximumSize?: number;
  /**
   * Words known before: its vocabulary's entries keep their ids, and those of the text follow, `LARGEST_ADDITION` of them at most.
   * Prose only. Default none.
   */
  readonly base?: KnownWords;
}

/** Below this many tokens a word seen once is kept, so that a corpus of one sentence can be learned. */
const TINY_CORPUS = 2000;
const DEFAULT_MAXIMUM_SIZE = 30_000;
/** Words that a text can add to a base's vocabulary. An exact softmax over both takes a millisecond or two. */
const LARGEST_ADDITION = 20_000;
/** A base's way of writing a word yields to the text's from this many occurrences in the middle of a sentence on. */
const OWN_CASE_FROM = 5;
/** Pseudo-count: a base's spacing of a word is worth this many occurrences in the text. */
const BASE_SPACING = 20;

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
  if (options.base) return extendVocabulary(tally, words, options.base.vocabulary, options);
  const closed = options.mode === 'whitespace';
  const minimum = closed ? 1 : (options.minimumCount ?? (tally.tokens < TINY_CORPUS ? 1 : 2));
  const maximum = closed ? Number.POSITIVE_INFINITY : (options.maximumSize ?? DEFAULT_MAXIMUM_SIZE);
  const order = words
    .map((_, index) => index)
    .filter((index) => words[index]!.count >= minimum && !words[index]!.isDoubtful)
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

/** The base's entries under their ids, as the text writes them where it says so often enough; then the text's own words. */
function extendVocabulary(
  tally: Tally,
  words: readonly Word[],
  base: Vocabulary,
  options: VocabularyOptions,
): { vocabulary: Vocabulary; ids: Int32Array } {
  const minimum = options.minimumCount ?? (tally.tokens < TINY_CORPUS ? 1 : 2);
  const entries = Array.from({ length: base.size }, (_, id) => entryOf(base, id));
  const ids = Int32Array.from(words, ({ key }) => base.idOf(key)); // (words)
  const added: number[] = [];
  words.forEach((word, index) => {
    const id = ids[index]!;
    if (id !== UNKNOWN) entries[id] = merged(entries[id]!, word);
    else if (word.count >= minimum && !word.isDoubtful) added.push(index);
  });
  added.sort((a, b) => words[b]!.count - words[a]!.count);
  const room = Math.max(0, (options.maximumSize ?? Number.POSITIVE_INFINITY) - base.size);
  for (const index of added.slice(0, Math.min(room, LARGEST_ADDITION))) {
    ids[index] = entries.length;
    entries.push(words[index]!);
  }
  const extra = [0, tally.sentenceEnds, tally.paragraphEnds];
  for (const id of [UNKNOWN, SENTENCE_END, PARAGRAPH_END]) {
    entries[id] = { ...entries[id]!, count: entries[id]!.count + extra[id]! };
  }
  return { vocabulary: vocabularyOf(entries), ids };
}

function merged(entry: VocabularyEntry, word: Word): VocabularyEntry {
  const share = (base: number, own: number): number =>
    (BASE_SPACING * base + word.count * own) / (BASE_SPACING + word.count);
  return {
    ...entry,
    form: word.middle >= OWN_CASE_FROM ? word.form : entry.form,
    count: entry.count + word.count,
    spaceBeforeShare: share(entry.spaceBeforeShare, word.spaceBeforeShare),
    spaceAfterShare: share(entry.spaceAfterShare, word.spaceAfterShare),
  };
}
