import { displayForm, foldWord } from '../tokenizer/fold';
import { isDoubtful } from '../tokenizer/secrets/forms';
import type { Token } from '../tokens/token';
import { unbroken } from './broken-words';
import { selectVocabulary, type VocabularyOptions } from './build';
import { formsAfter, type WrittenForms } from './forms-after';
import { createLexicon, type Lexicon } from './lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from './special';
import { FIRST_FORM, Tally, type TextMode } from './tally';
import { entryOf, type Vocabulary, vocabularyOf } from './vocabulary';

/** A corpus in numbers: what training, the counts and prediction read. */
export interface EncodedCorpus {
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
  /** One array a document, ids of the lexicon; those ≥ vocabulary.size are words too rare for an entry. */
  readonly documents: Int32Array[];
}

/**
 * Builds the vocabulary and encodes the documents in one pass over them; they may be generated on the way, so that
 * only one is in memory as tokens. Words too rare for an entry join the lexicon; rare numbers and signs, gaps and
 * secrets become UNKNOWN.
 */
export function encodeCorpus(
  documents: Iterable<readonly Token[]>,
  options: VocabularyOptions = {},
): EncodedCorpus {
  const tally = new Tally(options.mode ?? 'prose');
  const encoded: Int32Array[] = [];
  const placed: { ids: Int32Array; positions: Uint8Array }[] = [];
  for (const document of documents) {
    const positions = tally.positionsOf(document);
    const ids = tally.add(document, positions);
    encoded.push(ids);
    if (positions) placed.push({ ids, positions });
  }

  const { words, wordOfForm } = tally.words();
  const selected = selectVocabulary(tally, words, options);
  const { ids } = selected;
  const vocabulary = withForms(selected.vocabulary, ids, formsAfter(tally, placed, words, wordOfForm));
  const lexicon = createLexicon(vocabulary, options.base?.extraWords);
  words.forEach((word, index) => {
    if (ids[index] === UNKNOWN && word.kind === 'word' && !word.isDoubtful)
      ids[index] = lexicon.add(word.key, word.form);
  });
  for (const document of encoded) {
    for (let index = 0; index < document.length; index++) {
      const id = document[index]!;
      if (id >= FIRST_FORM) document[index] = ids[wordOfForm[id - FIRST_FORM]!]!;
    }
  }
  return { vocabulary, lexicon, documents: encoded };
}

/** A vocabulary that writes its words as the text does behind others. */
function withForms(vocabulary: Vocabulary, ids: Int32Array, { usual, after }: WrittenForms): Vocabulary {
  if (usual.size === 0) return vocabulary;
  const entries = Array.from({ length: vocabulary.size }, (_, id) => entryOf(vocabulary, id));
  for (const [word, form] of usual) {
    const id = ids[word]!;
    if (id !== UNKNOWN && id < entries.length) entries[id] = { ...entries[id]!, form };
  }
  const known = after.map(([previous, word, form]) => ({ previous: ids[previous]!, id: ids[word]!, form }));
  const isClosed = (id: number): boolean => id !== UNKNOWN && id < entries.length;
  return vocabularyOf(
    entries,
    known.filter(({ previous, id }) => isClosed(previous) && isClosed(id)),
  );
}

/**
 * One document, or its last tokens, as ids of a lexicon. With `grow` its unknown words join the lexicon, those
 * excepted that are unlike any word; without, they are UNKNOWN.
 */
export function encodeTokens(
  lexicon: Lexicon,
  tokens: readonly Token[],
  options: { readonly grow: boolean; readonly mode?: TextMode },
): Int32Array {
  return Int32Array.from(tokens, (token) =>
    encodeToken(lexicon, token, options.grow, options.mode ?? 'prose'),
  );
}

function encodeToken(lexicon: Lexicon, token: Token, grow: boolean, mode: TextMode): number {
  if (token.kind === 'sentenceEnd') return SENTENCE_END;
  if (token.kind === 'paragraphEnd') return PARAGRAPH_END;
  if (token.kind === 'gap') return UNKNOWN;
  const text = mode === 'prose' ? unbroken(token.text, (key) => lexicon.idOf(key) !== UNKNOWN) : token.text;
  const key = mode === 'prose' ? foldWord(text) : text;
  const id = lexicon.idOf(key);
  if (id !== UNKNOWN || !grow || token.kind !== 'word' || key === lexicon.key(UNKNOWN)) return id;
  if (mode === 'prose' && isDoubtful(text)) return UNKNOWN;
  return lexicon.add(key, mode === 'prose' ? displayForm(text) : text);
}
