import assert from 'node:assert/strict';
import type { OfferUse } from '../../../server/protocol';
import { Attention } from '../../../server/suggestion/attention';
import type { Offer } from '../../../server/suggestion/offer';

/** `over the ` stands before it. */
const AT = 9;
const offer: Offer = {
  insertText: 'water again',
  probability: 0.7,
  words: [
    { id: 4, completes: false, end: 5 },
    { id: 5, completes: false, end: 11 },
  ],
} as Offer; // of an offer, attention looks at no more

/** What is told of ghost text that is shown, and then of each change: what is inserted where, or how many characters go. */
const table: [what: string, changes: (readonly [at: number, inserted: string, removed?: number])[], told: string[]][] = [
  ['accepted whole', [[AT, 'water again']], ['accepted 10']],
  ['accepted word by word', [[AT, 'water'], [AT + 5, ' again']], ['accepted 4', 'accepted 5']],
  ['a word of it, and then something else', [[AT, 'water'], [AT + 5, '.']], ['accepted 4']],
  ['typed to its end', [...'water again'].map((letter, index) => [AT + index, letter] as const), ['typed 0']],
  ['typed to its end, and on', [...'water again.'].map((letter, index) => [AT + index, letter] as const), ['typed 0']],
  ['not yet anything', [[AT, 'w'], [AT + 1, 'a']], []],
  ['something else', [[AT, 's']], ['dismissed 0']],
  ['its beginning, and then something else', [[AT, 'w'], [AT + 1, 'o'], [AT + 2, 'o']], ['dismissed 0']],
  ['a deletion', [[AT - 1, '', 1]], ['dismissed 0']],
  ['something elsewhere', [[0, 'x']], ['dismissed 0']],
]; // biome-ignore format: one case a line

describe('What becomes of an offer', () => {
  for (const [what, changes, told] of table) {
    it(what, () => {
      const uses: OfferUse[] = [];
      const attention = new Attention((use) => uses.push(use));
      attention.show(offer, AT);
      attention.show(offer, AT); // asked for again
      for (const [at, text, removed = 0] of changes)
        attention.change({ start: at, end: at + removed, text }, ' '.repeat(removed));
      assert.deepEqual(
        uses.map(({ kind, saved }) => `${kind} ${saved}`),
        ['shown 0', ...told],
      );
      for (const { probability } of uses) assert.equal(probability, 0.7);
    });
  }

  it('counts a word of the list, without a confidence that ghost text had', () => {
    const uses: OfferUse[] = [];
    const attention = new Attention((use) => uses.push(use));
    attention.list([{ start: AT, insertText: 'harbour' }]);
    attention.change({ start: AT, end: AT + 2, text: 'harbour' }, 'ha');
    assert.deepEqual(uses, [{ kind: 'accepted', saved: 4 }]);
  });
});
