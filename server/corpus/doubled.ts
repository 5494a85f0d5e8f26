import type { Lexicon } from '../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';

/** The words that a text writes twice in a row, by key: for SuggestionModel.doubled. */
export function doubledWords(lexicon: Lexicon, documents: Iterable<ArrayLike<number>>): Set<string> {
  const doubled = new Set<string>();
  for (const ids of documents) {
    for (let index = 1; index < ids.length; index++) {
      const id = ids[index]!;
      if (id === ids[index - 1] && id >= SPECIAL_TOKENS.length) doubled.add(lexicon.key(id));
    }
  }
  return doubled;
}
