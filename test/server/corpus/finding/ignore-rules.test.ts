import assert from 'node:assert/strict';
import {
  addIgnoreRules,
  type IgnoreRules,
  withFolders,
} from '../../../../server/corpus/finding/ignore-rules';

function add(text: string, folder = '', above?: IgnoreRules): IgnoreRules {
  const rules = addIgnoreRules(text, folder, above);
  assert.ok('matcher' in rules, JSON.stringify(rules));
  return rules;
}

describe('Rules of ignore files', () => {
  const cases: [rules: string, ignored: string[], kept: string[]][] = [
    ['notes.md', ['notes.md', 'a/notes.md', 'notes.md/'], ['notes.md.md', 'old notes.md']],
    ['/notes.md', ['notes.md'], ['a/notes.md']],
    ['a/notes.md', ['a/notes.md'], ['notes.md', 'b/a/notes.md']],
    ['drafts/', ['drafts/', 'drafts/a.md', 'a/drafts/b.md'], ['drafts']],
    ['*.old.md', ['a.old.md', 'x/.old.md'], ['a.old.txt', 'old.md']],
    ['note*', ['note', 'notes.md', 'a/notebook'], ['my notes']],
    ['a*z', ['az', 'abcz', 'b/a-z'], ['a', 'zaz ', 'abcza']],
    ['*', ['a', 'a/b.md'], []],
    ['**', ['a', 'a/b.md'], []],
    ['*a*b*', ['xaxbx', 'ab'], ['ba']],
    ['chapter-?.md', ['chapter-1.md'], ['chapter-.md', 'chapter-10.md']],
    ['[a-c]x[!0-9].md', ['axy.md', 'cx-.md'], ['dxy.md', 'ax1.md']],
    ['[]-]x', [']x', '-x'], ['ax']],
    ['[Dd]ebug/', ['Debug/', 'debug/x.md'], ['debug']],
    ['a[', [], ['a[', 'a']],
    ['a\\', [], ['a\\', 'a']],
    ['\\!a', ['!a'], ['a']],
    ['\\#a', ['#a'], ['a']],
    ['\\*', ['*'], ['a']],
    ['# a\n\n  \n', [], ['# a', 'a', ' ']],
    ['a  \nb\\ \nc\r', ['a', 'b ', 'c'], ['a  ', 'b']],
    ['**/a', ['a', 'b/c/a'], ['ab']],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'a/', 'b/a/c']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['z', 'a/zz']],
    ['**/a/**/b/*', ['a/b/c', 'x/a/y/b/c'], ['a/c/d', 'a/b']],
    ['a//b', [], ['a/b', 'a']],
    ['**/[Bb]in/**/*.[ch]*', ['bin/a.c', 'x/Bin/y/a.h'], ['bin/a.md', 'a.c']],
    ['????-??-??-*-*.md', ['2024-05-01-a-b.md'], ['2024-05-01.md']],
    ['*.md\n!keep.md', ['a.md'], ['keep.md', 'a/keep.md']],
    ['!keep.md\n*.md', ['keep.md'], []],
    ['a/\n!a/b.md', ['a/b.md'], []],
    ['*\n!*/\n!*.md', ['a.txt', 'x/b.txt'], ['a.md', 'x/y/b.md']],
    ['a*b\n!ab\nab', ['ab'], []],
    ['Ä.md', ['ä.md', 'Ä.MD'], ['a.md']],
    ['/', [], ['a', 'a/b']],
  ];
  for (const [text, ignored, kept] of cases) {
    it(`are understood: ${JSON.stringify(text)}`, () => {
      const { matcher } = add(text);
      for (const path of ignored) assert.equal(matcher.ignores(path), true, path);
      for (const path of kept) assert.equal(matcher.ignores(path), false, path);
    });
  }

  it('hold within the folder of their file, as they would at the top', () => {
    const folder = 'Some [b]*\\ #1/';
    for (const [text, ignored, kept] of cases) {
      const { matcher } = add(text, folder);
      for (const path of ignored) assert.equal(matcher.ignores(folder + path), true, `${text}: ${path}`);
      for (const path of [...kept.map((name) => folder + name), folder, ...ignored])
        assert.equal(matcher.ignores(path), false, `${text}: ${path}`);
    }
  });

  it('decide over those of the folders above, and not over a folder that was asked for', () => {
    const above = add('a/\n*.md\n!/b/a/c.md\n');
    const { matcher } = add('!a/\n!d.md\n', 'b/', above);
    const asked: [path: string, isIgnored: boolean][] = [
      ['a/', true],
      ['a/d.txt', true],
      ['d.md', true],
      ['b/a/', false],
      ['b/a/d.txt', false],
      ['b/a/c.md', false],
      ['b/a/e.md', true],
      ['b/x/d.md', false],
    ];
    for (const [path, isIgnored] of asked) assert.equal(matcher.ignores(path), isIgnored, path);
    const taken = withFolders(above, ['a/', 'a/a/']).matcher;
    assert.deepEqual(
      ['a/a/x.txt', 'a/a/x.md', 'a/a/a/x.txt'].map((path) => taken.ignores(path)),
      [false, true, true],
    );
  });

  const lines = (count: number, line: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => line(n)).join('\n');
  const costly: [rules: string, reason: RegExp][] = [
    [`a.md\n${'x'.repeat(1001)}`, /^too long a rule \(line 2; at most 1000 characters\)$/],
    ['*a*a*a*a*a*az', /^too many stars \(line 1; at most 4 in a name\)$/],
    ['a/*[.-z]*[.-z]*z', /^too many stars \(line 1; at most 2 in a name\)$/],
    ['*[/.-z]*[/.-z]*z', /^too many stars/],
    ['**/a/**/a/**/z', /^too many double stars/],
    [lines(751, (n) => `name${n}.md`), /^too many rules \(at most 750\)$/],
  ];
  for (const [rules, reason] of costly) {
    it(`are not followed: ${JSON.stringify(rules.slice(0, 20))}`, () => {
      const added = addIgnoreRules(rules, '');
      assert.match('reason' in added ? added.reason : 'followed', reason);
    });
  }

  it('are counted with those of the folders above', () => {
    const above = add(lines(749, (n) => `# a comment\n\nname${n}.md`));
    assert.equal(add('a.md', 'a/', above).count, 750);
    assert.ok('reason' in addIgnoreRules('a.md\nb.md', 'a/', above));
  });

  const cheap: [what: string, rules: string, name: string][] = [
    ['stars between letters', '*a*a*a*z', 'a'.repeat(255)],
    ['stars beside brackets', '*[.-y]*z', 'a'.repeat(255)],
    ['double stars', '**/a/**/z', Array(100).fill('a').join('/')],
  ];
  for (const [what, rule, name] of cheap) {
    it(`take seconds at most, 750 of them for ten paths: ${what}`, () => {
      const { matcher } = add(lines(750, (n) => `${rule}${n}`));
      const begin = process.cpuUsage();
      for (let n = 0; n < 10; n++) assert.equal(matcher.ignores(`${name}${n}`), false);
      const { user } = process.cpuUsage(begin);
      assert.ok(user < 10e6, `${user / 1e6} s`); // one is usual
    });
  }
});
