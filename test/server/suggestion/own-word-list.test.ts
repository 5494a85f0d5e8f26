import assert from 'node:assert/strict';
import { seededRandom } from '../../../model/training/random';
import { DocumentSession } from '../../../server/suggestion/session';
import { phraseModel } from './phrase-predictor';

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

describe('words that were not written to their end', () => {
  const book = `${'Mr. Jarndyce laughed. The window was shut. The wind was cold.\n\n'.repeat(4)}`;
  const keys = (session: DocumentSession, from: number, typed: string) => {
    let offset = from;
    for (const key of typed) {
      const [start, text] = key === '⌫' ? [offset - 1, ''] : [offset, key];
      session.change([{ start, end: offset, text }]);
      offset = start + text.length;
      session.list(offset, 50); // as an editor asks at each letter
    }
    return offset;
  };
  const cases: readonly (readonly [
    typed: string,
    then: string,
    never: readonly string[],
    still: readonly string[],
  ])[] = [
    ['Mr. Jarn', '\n\nMr. J', ['Jarn'], ['Jarndyce']],
    ['Mr. Jarn and Mr. Jarn', '\n\nMr. J', [], ['Jarn', 'Jarndyce']], // twice: a name
    ['the windX', '\n\nThe w', ['windX'], ['wind', 'window']],
    ['the windowNew', '\n\nThe w', ['windowNew'], ['window']],
    ['the quibble', '', ['quibble'], []], // it is still being written
    ['the quibble', ' and the q', [], ['quibble']],
    ['the quibblex⌫', ' and the q', ['quibblex'], ['quibble']],
    ['the quibble ⌫⌫⌫⌫⌫⌫⌫⌫', 'q', ['quibble'], []],
    ['the quibble and the ⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫', '\n\nThe q', ['and'], ['quibb']],
    ['Queequeg slept. ', 'Q', [], ['Queequeg']],
  ];
  for (const [typed, then, never, still] of cases) {
    it(JSON.stringify(typed + then), () => {
      for (const model of [undefined, phraseModel(book)]) {
        const session = new DocumentSession('markdown', `${book}\n\n`);
        session.setModel(model);
        session.list(book.length + 2, 50);
        const offset = keys(session, keys(session, book.length + 2, typed), then);
        const listed = session.list(offset, 50).map((item) => item.text);
        const ghost = session.ghostText(offset, { automatic: false, eagerness: 'eager' })?.insertText ?? '';
        const typedPart = /\p{L}*$/u.exec(session.document.slice(0, offset))?.[0] ?? '';
        for (const word of never) {
          if (typedPart !== word) assert.ok(!listed.includes(word), `${word} in ${listed}`);
          assert.notEqual((typedPart + ghost).split(/[ .]/)[0], word === typedPart ? '' : word);
        }
        for (const word of still) assert.ok(listed.includes(word), `${word} not in ${listed}`);
      }
    });
  }

  it('are counted exactly, whatever is edited', () => {
    const random = seededRandom(7);
    const words = ['wind', 'window', 'Jarndyce', 'a', "don't", 'x'];
    const session = new DocumentSession('plaintext', 'The wind.');
    let text = 'The wind.';
    session.list(0, 1);
    for (let step = 0; step < 400; step++) {
      const start = Math.floor(random() * (text.length + 1));
      const end = Math.min(text.length, start + Math.floor(random() * 6));
      const insert =
        random() < 0.5 ? ` ${words[Math.floor(random() * words.length)]} ` : random() < 0.5 ? 'w' : '';
      session.change([{ start, end, text: insert }]);
      text = text.slice(0, start) + insert + text.slice(end);
    }
    // Far from the last edit nothing is being written.
    session.change([{ start: 0, end: 0, text: '. ' }]);
    const fresh = new DocumentSession('plaintext', `. ${text}`);
    const listed = (one: DocumentSession) =>
      one
        .list(2, 200)
        .map((item) => item.text.toLowerCase())
        .sort();
    assert.deepEqual(listed(session), listed(fresh));
  });
});
