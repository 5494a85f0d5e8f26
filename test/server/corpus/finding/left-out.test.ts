import assert from 'node:assert/strict';
import { someOfEach } from '../../../../server/corpus/finding/left-out';
import { shownText } from '../../../../server/corpus/reading/shown-text';

describe('What is told of files that are left out', () => {
  const names: [string, most: number, shown: string][] = [
    ['notes/a.md', 20, 'notes/a.md'],
    ['ä–日本.md', 20, 'ä–日本.md'],
    ['two\nlines\r.md', 20, 'two\ufffdlines\ufffd.md'],
    ['bell\u0007 escape\u001b[31m', 30, 'bell\ufffd escape\ufffd[31m'],
    ['turned\u202egpj.md', 20, 'turned\ufffdgpj.md'],
    ['line\u2028separator', 20, 'line\ufffdseparator'],
    ['0123456789', 10, '0123456789'],
    ['0123456789a', 10, '0123…6789a'],
    ['x'.repeat(1_000), 5, 'xx…xx'],
  ];
  for (const [text, most, shown] of names) {
    it(`shows ${JSON.stringify(text.slice(0, 20))} on one line of at most ${most} characters`, () => {
      assert.equal(shownText(text, most), shown);
      assert.ok(shown.length <= most);
    });
  }

  const reasons: [string[], most: number, told: string[]][] = [
    [['a', 'b'], 5, ['a', 'b']],
    [['copy (1)', 'copy (2)', 'copy (3)', 'unreadable (EACCES)'], 2, ['copy (1)', 'unreadable (EACCES)']],
    [['a', 'a', 'a', 'a', 'b', 'c', 'c'], 5, ['a', 'b', 'c', 'a', 'c']],
    [[], 5, []],
  ];
  for (const [all, most, told] of reasons) {
    it(`tells at most ${most} of ${all.join() || 'none'}, some of each kind`, () => {
      const leftOut = all.map((reason, index) => ({ path: `${index}.md`, reason }));
      assert.deepEqual(
        someOfEach(leftOut, most).map(({ reason }) => reason),
        told,
      );
    });
  }
});
