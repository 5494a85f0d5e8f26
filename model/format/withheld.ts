/** A model that was stored under rules that let more through. */
import { kindOfForm } from '../tokenizer/secrets/forms';
import { createLexicon } from '../vocabulary/lexicon';
import { SPECIAL_TOKENS, UNKNOWN } from '../vocabulary/special';
import { redact } from './redact';
import type { TrainedModel } from './trained-model';

/**
 * Of the words that a stored model has of the writer's text, none that is withheld today by its looks: keys, random letters, a word
 * and a number in one. What only its surroundings give away goes when the text is read again. The model itself where there is none.
 */
export function withoutWithheld(model: TrainedModel): TrainedModel {
  const { corpus, vocabulary, extraWords, provenance } = model;
  if (!corpus) return model; // a base: no words of a writer's
  const lexicon = createLexicon(vocabulary, extraWords);
  const baseSize = provenance.base
    ? (provenance.base.vocabularySize ?? vocabulary.size)
    : SPECIAL_TOKENS.length;
  const withheld = new Set<number>();
  for (let id = baseSize; id < lexicon.size; id++) {
    const isOfBase = id >= lexicon.closedSize && lexicon.count(id) > 0;
    if (!isOfBase && kindOfForm(lexicon.form(id)) !== undefined) withheld.add(id);
  }
  if (withheld.size === 0) return model;
  const none = { newTokens: 0, goneTokens: 0, goneDocuments: 0, goneWords: 0 };
  const { sinceTraining = none } = provenance;
  return redact(model, {
    ids: corpus.map((id) => (withheld.has(id) ? UNKNOWN : id)),
    words: Array.from({ length: lexicon.size }, (_, id) => ({
      key: lexicon.key(id),
      form: lexicon.form(id),
    })),
    documents: provenance.documents,
    sinceTraining: { ...sinceTraining, goneWords: sinceTraining.goneWords + withheld.size },
  });
}
