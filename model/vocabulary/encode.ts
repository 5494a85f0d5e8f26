import { displayForm, foldWord } from '../tokenizer/fold';
import { isDoubtful } from '../tokenizer/secrets/forms';
import type { Token } from '../tokens/token';
import { unbroken } from './broken-words';
import { selectVocabulary, type VocabularyOptions } from './build';
import { createLexicon, type Lexicon } from './lexicon';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from './special';
import { FIRST_FORM, Tally, type TextMode } from './tally';
import type { Vocabulary } from './vocabulary';

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
  for (const document of documents) encoded.push(tally.add(document));

  const { words, wordOfForm } = tally.words();
  const { vocabulary, ids } = selectVocabulary(tally, words, options);
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
