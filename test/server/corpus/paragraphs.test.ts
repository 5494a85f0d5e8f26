import assert from 'node:assert/strict';
import { PARAGRAPH_END } from '../../../model/vocabulary/special';
import { differenceOf } from '../../../server/corpus/paragraphs';

/** `10 11 | 12 |`: ids, with bars for paragraph ends. */
const ids = (text: string) =>
  Int32Array.from(text.split(' ').filter(Boolean), (word) => (word === '|' ? PARAGRAPH_END : Number(word)));
const shown = (paragraphs: readonly Int32Array[]) =>
  paragraphs.map((paragraph) =>
    [...paragraph].map((id) => (id === PARAGRAPH_END ? '|' : String(id))).join(' '),
  );

describe('Paragraphs of a corpus', () => {
  const differences: [before: string[], after: string[], removed: string[], added: string[]][] = [
    [[], ['10 |'], [], ['10 |']],
    [['10 |'], [], ['10 |'], []],
    [['10 | 11 |'], ['11 | 10 |'], [], []],
    [['10 | 11 |'], ['10 |', '11 |'], [], []],
    [['10 | 10 |'], ['10 |'], ['10 |'], []],
    [['10 |'], ['10 | 10 |'], [], ['10 |']],
    [['10 11 | 12 |'], ['10 13 | 12 |'], ['10 11 |'], ['10 13 |']],
  ];
  for (const [before, after, removed, added] of differences) {
    it(`tells [${before}] from [${after}]`, async () => {
      const found = await differenceOf(before.map(ids), after.map(ids));
      assert.deepEqual([shown(found.removed), shown(found.added)], [removed, added]);
    });
  }
});
