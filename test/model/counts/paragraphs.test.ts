import assert from 'node:assert/strict';
import { differenceOf } from '../../../model/counts/paragraphs';
import { ids, shown } from '../vocabulary/notation';

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
