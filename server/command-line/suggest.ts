import type { TrainedModel } from '../../model/format/trained-model';
import { tokenizeWhitespace } from '../../model/tokenizer/whitespace';
import { encodeTokens } from '../../model/vocabulary/encode';
import { percent } from '../evaluation/number-text';
import { restoreModel } from '../prediction/restored-model';
import type { SuggestionModel } from '../prediction/suggestion-model';
import { likeliest } from '../suggestion/candidates';
import { DocumentSession } from '../suggestion/session';
import { loadKernels } from '../threads/kernels';
import { readModel } from './model-files';
import { columns, type Output, print } from './output';

export interface SuggestedWord {
  readonly text: string;
  /** Among the words that begin with what is typed already, with room for one that nobody has seen. */
  readonly probability: number;
}

/** What comes after the text: a next word if it ends with a space, else completions of its last word. */
export async function suggestCommand(
  text: string,
  { model: path, count }: { model: string; count: number },
  output: Output,
): Promise<void> {
  const { model } = await readModel(path);
  const words = suggestWords(model, text, count);
  print(output, words, () =>
    words.length === 0
      ? ['no suggestion']
      : columns(words.map(({ text, probability }) => [text, percent(probability)])),
  );
}

function suggestWords(model: TrainedModel, text: string, count: number): SuggestedWord[] {
  const suggestions = restoreModel(model, loadKernels());
  return model.mode === 'prose'
    ? suggestProse(suggestions, text, count)
    : suggestTokens(suggestions, text, count);
}

/** The list's length counts what it leaves out on the way: marks that don't follow a space, the document's own words. */
const ALSO_CONSIDERED = 50;

/** As the editor's list does it. Words that no part of the model scored have no place here. */
function suggestProse(model: SuggestionModel, text: string, count: number): SuggestedWord[] {
  const session = new DocumentSession('plaintext', text);
  session.setModel(model);
  return session
    .list(text.length, count + ALSO_CONSIDERED)
    .flatMap(({ text, probability }) => (probability === undefined ? [] : [{ text, probability }]))
    .slice(0, count);
}

/** For already tokenised text: words are given as they stand, without folding, casing or spacing. */
function suggestTokens(
  { lexicon, createPredictor }: SuggestionModel,
  text: string,
  count: number,
): SuggestedWord[] {
  const prefix = /\S*$/.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - prefix.length);
  // A sentence end after the last token is not in the text: its line goes on.
  const tokens = tokenizeWhitespace(before).filter(
    ({ kind, start }) => kind !== 'sentenceEnd' || start < before.length,
  );
  const predictor = createPredictor();
  for (const id of encodeTokens(lexicon, tokens, { grow: false, mode: 'whitespace' })) predictor.advance(id);
  const probabilities = new Float32Array(lexicon.size); // (lexicon)
  predictor.probabilities(probabilities);
  const ids = lexicon.idsWithPrefix(prefix);
  const mass = ids.reduce((sum, id) => sum + (probabilities[id] ?? 0), 0);
  return likeliest(probabilities, ids, count, () => true).map(({ id, probability }) => ({
    text: lexicon.form(id),
    probability: probability / mass,
  }));
}
