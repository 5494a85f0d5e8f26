import assert from 'node:assert/strict';
import { LineTally, plainBlocks } from '../../../model/tokenizer/paragraphs';
import { tokenizeProse } from '../../../model/tokenizer/prose';

const long = (word: string) => `${word}${' and so on'.repeat(12)}.`; // 121 characters and the word's

describe('plainBlocks', () => {
  const cases: readonly (readonly [name: string, text: string, paragraphs: readonly string[]])[] = [
    ['nothing', '', []],
    ['nothing but space', ' \n\n\t\n', []],
    ['blank lines part paragraphs', 'One.\nTwo.\n\nThree.\n', ['One.\nTwo.\n', 'Three.\n']],
    ['white space alone is a blank line', 'One.\n \t\nTwo.', ['One.\n', 'Two.']],
    ['a paragraph begins with what can be seen', '\n  One.', ['One.']],
    ['long lines are paragraphs', `${long('A')}\n${long('B')}`, [long('A'), long('B')]],
    ['also with blank lines between', `${long('A')}\n\n${long('B')}\n`, [long('A'), long('B')]],
    [
      'and so are the short lines among them',
      `${long('A')}\n“Yes.”\r\n“No.”\n${long('B')}`,
      [long('A'), '“Yes.”', '“No.”', long('B')],
    ],
    ['a heading does not decide', `Chapter 1\n${long('A')}`, ['Chapter 1', long('A')]],
    [
      'one long line among wrapped ones does not decide',
      `${'Wrapped by hand, as it was always done.\n'.repeat(4)}${long('A')}\n`,
      [`${'Wrapped by hand, as it was always done.\n'.repeat(4)}${long('A')}\n`],
    ],
    ['a hundred characters may be wrapped by hand', `${'x'.repeat(99)}\ny`, [`${'x'.repeat(99)}\ny`]],
    ['more may not', `${'x'.repeat(101)}\ny`, ['x'.repeat(101), 'y']],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      const found = plainBlocks(text).map(({ ranges }) => text.slice(ranges[0]!.start, ranges[0]!.end));
      assert.deepEqual(found, expected);
    });
  }

  it('ends a paragraph’s tokens at each long line', () => {
    const ends = tokenizeProse(`${long('A')}\n${long('B')}`).filter(({ kind }) => kind === 'paragraphEnd');
    assert.equal(ends.length, 2);
  });

  it('takes lines out of a tally as if they had never been in it', () => {
    const tally = new LineTally(`${long('A')}\nshort\n`);
    tally.remove(`${long('A')}\n`);
    assert.equal(tally.linesAreParagraphs, false);
    tally.add(`${long('B')}\n`);
    assert.equal(tally.linesAreParagraphs, true);
  });
});
