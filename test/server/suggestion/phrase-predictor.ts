import type { Component } from '../../../model/prediction/component';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { encodeCorpus } from '../../../model/vocabulary/encode';
import { UNKNOWN } from '../../../model/vocabulary/special';
import { doubledWords } from '../../../server/corpus/doubled';
import type { SuggestionModel } from '../../../server/prediction/suggestion-model';

/** Of what has followed the longest context seen; the words by frequency; a word nobody knows. */
const PHRASE = 0.7;
const WORD = 0.29;
const STRANGER = 0.01;
const LONGEST_CONTEXT = 3;

/**
 * A model whose answers can be worked out by hand: with 0.7 it repeats what the corpus has after the longest context that it
 * has at all, up to three tokens.
 */
export function phraseModel(corpus: string, overrides: Partial<SuggestionModel> = {}): SuggestionModel {
  const { lexicon, documents } = encodeCorpus([tokenizeProse(corpus)], { minimumCount: 1 });
  const followers = new Map<string, number[]>();
  const words: number[] = [];
  for (const document of documents) {
    document.forEach((id, index) => {
      words.push(id);
      for (let length = 1; length <= Math.min(LONGEST_CONTEXT, index); length++) {
        const context = document.slice(index - length, index).join(' ');
        followers.set(context, [...(followers.get(context) ?? []), id]);
      }
    });
  }

  const createPredictor = (): Component => {
    const read: number[] = [];
    const expected = (): readonly number[] => {
      for (let length = LONGEST_CONTEXT; length > 0; length--) {
        const found = length <= read.length ? followers.get(read.slice(-length).join(' ')) : undefined;
        if (found) return found;
      }
      return words;
    };
    return {
      name: 'counts',
      get length() {
        return read.length;
      },
      advance: (id) => void read.push(id),
      truncate: (length) => void read.splice(length),
      probabilities(out) {
        out.fill(0);
        const next = expected();
        for (const id of next) out[id]! += PHRASE / next.length;
        for (const id of words) out[id]! += WORD / words.length;
        out[UNKNOWN]! += STRANGER;
      },
    };
  };
  return {
    lexicon,
    createPredictor,
    blocked: new Set(),
    doubled: doubledWords(lexicon, documents),
    // Just below 0.7, so that one expected word is offered and two are not; with `eager` up to three.
    thresholds: { quiet: 0.9, balanced: 0.6999, eager: 0.3 },
    ...overrides,
  };
}
