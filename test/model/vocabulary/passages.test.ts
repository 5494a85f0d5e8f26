import assert from 'node:assert/strict';
import { PassageBag, paragraphsOf, sentencesOf } from '../../../model/vocabulary/passages';
import { PARAGRAPH_END, SENTENCE_END } from '../../../model/vocabulary/special';
import { ids, shown } from './notation';

describe('passages in ids', () => {
  const cuts: [string, string[]][] = [
    ['', []],
    ['10 |', ['10 |']],
    ['10 11 | 12 |', ['10 11 |', '12 |']],
    ['10 | 11', ['10 |', '11']],
    ['| |', ['|', '|']],
  ];
  for (const [text, expected] of cuts) {
    it(`cuts “${text}”`, () => assert.deepEqual(shown([...paragraphsOf(ids(text))]), expected));
  }

  it('are sentences without their ends', () => {
    const text = Int32Array.of(10, 11, SENTENCE_END, 12, PARAGRAPH_END, SENTENCE_END, 13);
    assert.deepEqual(shown([...sentencesOf(text)]), ['10 11', '12', '13']);
  });

  it('are found again by what stands in them, as often as they were put in', () => {
    const bag = new PassageBag();
    for (const paragraph of paragraphsOf(ids('10 11 | 12 | 10 11 |'))) bag.add(paragraph);
    assert.ok(bag.has(ids('12 |')) && !bag.has(ids('11 10 |')));
    const taken = ['10 11 |', '10 11 |', '10 11 |', '13 |'].map((text) => bag.take(ids(text)));
    assert.deepEqual(taken, [true, true, false, false]);
    assert.deepEqual(shown(bag.passages), ['12 |']);
  });
});
