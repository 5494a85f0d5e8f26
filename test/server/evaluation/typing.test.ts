import assert from 'node:assert/strict';
import { type ListedWord, type Suggester, typeText } from '../../../server/evaluation/typing';
import { phraseModel } from '../suggestion/phrase-predictor';
import { typeInSession } from './session-typist';

/** Knows the text and completes the word at the caret, by `ghost` the ghost text. */
function oracle(text: string, ghost: (rest: string) => string | undefined): Suggester {
  let typed = 0;
  return {
    insert(piece) {
      typed += piece.length;
    },
    ghostText: () => ghost(/^\p{L}+/u.exec(text.slice(typed))?.[0] ?? ''),
    list: (): ListedWord[] => {
      const start = typed - (/\p{L}*$/u.exec(text.slice(0, typed))?.[0].length ?? 0);
      return [{ start, insertText: /^\p{L}+/u.exec(text.slice(start))?.[0] ?? '', probability: 1 }];
    },
  };
}

describe('typeText', () => {
  const text = 'Call me Ishmael.';
  const typed = 5 + 3 + 8;

  it('spends one key a word where the first suggestion is always right', async () => {
    const result = await typeText(
      oracle(text, (rest) => rest),
      text,
    );
    assert.deepEqual([result.typed, result.spent1, result.spent3], [typed, 3, 3]);
    assert.deepEqual([result.offers, result.right], [3, 3]);
    assert.ok(result.predictions.every(({ right }) => right));
  });

  it('saves nothing where nothing is offered', async () => {
    const silent: Suggester = { insert: () => {}, ghostText: () => undefined, list: () => [] };
    const result = await typeText(silent, text);
    assert.deepEqual([result.spent1, result.spent3, result.offers], [typed, typed, 0]);
  });

  it('counts a wrong offer once, however long it stands, and one that runs on as wrong', async () => {
    const wrong = await typeText(
      oracle(text, (rest) => `${rest}s`),
      text,
    );
    assert.deepEqual([wrong.offers, wrong.right], [3, 0]);
    const short = await typeText(
      oracle(text, (rest) => rest.slice(0, -1) || undefined),
      text,
    );
    assert.equal(short.right, 0);
  });

  it('measures a session', async () => {
    const { offers, right, spent1 } = await typeText(
      typeInSession(phraseModel(text), 'plaintext', 'balanced'),
      text,
    );
    assert.ok(right > 0 && right === offers, `${right} of ${offers}`);
    assert.ok(spent1 < typed);
  });
});
