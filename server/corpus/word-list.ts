import { foldWord } from '../../model/tokenizer/fold';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';
import type { ListedWords, WordQuery } from '../protocol';
import type { Corpus } from './corpus';

/** Most words of an answer: nobody scrolls through more lines of the tree view. */
const MOST = 500;

/** The words of the text: some of them in the order that was asked for, and how many there are. */
export function listWords(corpus: Corpus, { order, contains, most = MOST }: WordQuery): ListedWords {
  const { lexicon } = corpus;
  const { kinds } = lexicon.vocabulary;
  const counts = corpus.countsById();
  const within = contains === undefined ? undefined : foldWord(contains.trim());
  const found: number[] = [];
  for (let id = SPECIAL_TOKENS.length; id < counts.length; id++) {
    if (counts[id] === 0 || (kinds[id] ?? 'word') !== 'word') continue;
    if (order === 'new' && id < corpus.baseSize) continue;
    if (order === 'name' && !isCapitalised(lexicon.form(id))) continue;
    if (within !== undefined && !lexicon.key(id).includes(within)) continue;
    found.push(id);
  }
  found.sort((a, b) => counts[b]! - counts[a]! || (lexicon.key(a) < lexicon.key(b) ? -1 : 1));
  return {
    total: found.length,
    words: found
      .slice(0, Math.min(most, MOST))
      .map((id) => ({ word: lexicon.form(id), count: counts[id]!, isNew: id >= corpus.baseSize })),
  };
}

/** Written with a capital where others are not, as the vocabulary learned it: a name, mostly. */
function isCapitalised(form: string): boolean {
  return /^\p{Lu}./u.test(form);
}
