import assert from 'node:assert/strict';
import { locate, passageAround } from '../../../server/learned/locate';

/** The place that is to be found is written between bars. */
const table: [what: string, text: string, before: string[], after: string[], share: number][] = [
  ['a word between its neighbours', 'A lamp. The old |lamp| went out.', ['the', 'old'], ['went'], 0],
  [
    'whatever the marks between them',
    'An old lamp, the *old*\n— |lamp|, “went” out.',
    ['the', 'old'],
    ['went'],
    0,
  ],
  ['whatever its case', 'A lamp; Old |LAMP| went.', ['old'], ['went'], 0],
  ['the nearest of several', 'a lamp b, a lamp b, a |lamp| b', ['a'], ['b'], 1],
  ['the first of several', 'a |lamp| b, a lamp b, a lamp b', ['a'], ['b'], 0],
  [
    'with fewer neighbours where something parts them',
    'see [the](x.md) `code here` |lamp| went',
    ['the'],
    ['went'],
    0,
  ],
  ['alone at last', 'nothing but a |lamp|', ['the', 'old'], ['went', 'out'], 0.5],
  ['not inside another word', 'lamplight, lamps, a |lamp|', [], [], 0],
  ['with any apostrophe', 'I said: |don’t|!', ['said'], [], 0],
  ['in Cyrillic', 'лампа. Старая |лампа| погасла.', ['старая'], ['погасла'], 0],
];

describe('Finding a place of the ids in the text', () => {
  for (const [what, marked, before, after, share] of table) {
    it(what, () => {
      const [left = '', word = '', right = ''] = marked.split('|');
      const text = left + word + right;
      const wanted = { word: word.toLowerCase().replace('’', "'"), before, after, share };
      assert.deepEqual(locate(text, wanted), { start: left.length, end: left.length + word.length });
    });
  }

  it('says so where the text has it no more', () => {
    assert.equal(locate('something else', { word: 'lamp', before: ['old'], after: [], share: 0 }), undefined);
  });

  it('takes signs in a word for what they are', () => {
    assert.deepEqual(locate('a+b C++ x', { word: 'c++', before: [], after: [], share: 0 }), {
      start: 4,
      end: 7,
    });
    assert.deepEqual(locate('see (a) a.b', { word: 'a.b', before: [], after: [], share: 0 }), {
      start: 8,
      end: 11,
    });
  });

  it('is linear in the text', () => {
    const text = `${'the old '.repeat(100_000)}lamp`;
    const start = performance.now();
    assert.ok(locate(text, { word: 'lamp', before: ['x', 'y', 'z', 'old'], after: ['went'], share: 1 }));
    assert.ok(performance.now() - start < 2000);
  });

  it('shows whole words around it, on one line', () => {
    const text =
      'It was late when\nthe keeper of Skerra took the lamp and went\n\nup the stair into the dark of the tower.';
    const start = text.indexOf('lamp');
    const passage = passageAround(text, { start, end: start + 4 }, 20);
    assert.equal(passage.text, 'of Skerra took the lamp and went up the');
    assert.equal(passage.text.slice(passage.from, passage.to), 'lamp');
  });
});
