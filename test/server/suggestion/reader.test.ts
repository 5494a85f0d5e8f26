import assert from 'node:assert/strict';
import type { Component } from '../../../model/prediction/component';
import { tokenizeWhitespace } from '../../../model/tokenizer/whitespace';
import { buildVocabulary } from '../../../model/vocabulary/build';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { Reader } from '../../../server/suggestion/reader';

/** Answers with what it has read, and counts how often it is asked. */
function recorder() {
  const read: number[] = [];
  let asked = 0;
  const component: Component = {
    name: 'network',
    get length() {
      return read.length;
    },
    advance: (id) => void read.push(id),
    truncate(length) {
      read.length = length;
    },
    probabilities(out) {
      asked++;
      out.set(read);
    },
  };
  return { component, asked: () => asked };
}

const tokens = (text: string) => tokenizeWhitespace(text).filter(({ kind }) => kind === 'word');

describe('Reader', () => {
  const walks: readonly (readonly [name: string, places: readonly string[], asked: number])[] = [
    ['asks once at a place', ['one two', 'one two'], 1],
    ['comes back from a look ahead', ['one', 'one two', 'one'], 2],
    ['remembers what follows the word it looked beyond', ['one', 'one two', 'one', 'one two'], 2],
    ['but not what follows another', ['one', 'one two', 'one', 'one three'], 3],
    ['nor where the text before has changed', ['one two', 'one', 'four two'], 3],
    ['nor after going back further', ['one two three', 'one', 'one two three'], 3],
  ];
  for (const [name, places, expected] of walks) {
    it(name, () => {
      const lexicon = createLexicon(buildVocabulary([tokens('one two three four')], { minimumCount: 1 }));
      const { component, asked } = recorder();
      const reader = new Reader(lexicon, component);
      for (const place of places) {
        reader.align(tokens(place));
        const ids = tokens(place).map(({ text }) => lexicon.idOf(text));
        assert.deepEqual([...reader.distribution().slice(0, ids.length)], ids, place);
      }
      assert.equal(asked(), expected);
    });
  }
});
