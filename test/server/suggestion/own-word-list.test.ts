import assert from 'node:assert/strict';
import { DocumentSession } from '../../../server/suggestion/session';

/** So long that its words are not counted again at each change. */
const LONG = 'They went to the harbour again, and nobody said a word of it.\n\n'.repeat(1500);

/** A word that was written a moment ago, and whether it may be listed further on. */
const table: [written: string, language: string, text: string, listed: boolean][] = [
  ['prose', 'markdown', 'We met quixotical.', true],
  ['emphasis', 'markdown', 'We met *quixotical* people.', true],
  ['inline code', 'markdown', 'Call `quixotical` now.', false],
  ['an address', 'markdown', 'See <https://example.org/quixotical> now.', false],
  ['a formula', 'markdown', 'Then $quixotical$ holds.', false],
  ['a label', 'latex', 'As \\ref{quixotical} says.', false],
  ['an argument', 'latex', 'We met \\emph{quixotical} people.', true],
  ['a password', 'markdown', 'Password: quixotical', false],
];

describe('the words of a long document, after a word was written as', () => {
  for (const [written, language, text, listed] of table) {
    it(`${written}: ${listed ? 'listed' : 'not listed'}`, () => {
      const session = new DocumentSession(language, LONG);
      session.list(LONG.length, 10); // counts the words
      let offset = LONG.length;
      for (const letter of `${text}\n\nThen we sat down. quix`) {
        session.change([{ start: offset, end: offset, text: letter }]);
        offset++;
      }
      const words = session.list(offset, 10).map((item) => item.text);
      assert.equal(words.includes('quixotical'), listed, words.join());
    });
  }
});
