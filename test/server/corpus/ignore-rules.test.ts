import assert from 'node:assert/strict';
import fc from 'fast-check';
import ignore from 'ignore';
import { parseIgnoreRules } from '../../../server/corpus/ignore-rules';

/** Whether the rules ignore a path, as a search would find out: a folder that is ignored is not entered. `path/` is a folder. */
function isIgnored(rules: string, path: string): boolean {
  const parsed = parseIgnoreRules(rules);
  const names = path.replace(/\/$/, '').toLowerCase().split('/');
  return names.some((_, index) => {
    const isFolder = index < names.length - 1 || path.endsWith('/');
    return parsed.verdict(names.slice(0, index + 1).join('/'), isFolder, { steps: 0 }) === true;
  });
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
    ['a  \nb\\ \nc\t\r', ['a', 'b ', 'c'], ['a  ', 'b']],
    ['\ufeffa', ['a'], []],
    ['**/a', ['a', 'b/c/a'], ['ab']],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'a/', 'b/a/c']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['z', 'a/zz']],
    ['**/a/**/b/*', ['a/b/c', 'x/a/y/b/c'], ['a/c/d', 'a/b']],
    ['a//b', [], ['a/b', 'a']],
    ['*.md\n!keep.md', ['a.md'], ['keep.md', 'a/keep.md']],
    ['!keep.md\n*.md', ['keep.md'], []],
    ['a/\n!a/b.md', ['a/b.md'], []],
    ['*\n!*/\n!*.md', ['a.txt', 'x/b.txt'], ['a.md', 'x/y/b.md']],
    ['a*b\n!ab\nab', ['ab'], []],
    ['Ä.md', ['ä.md', 'Ä.MD'], ['a.md']],
    ['/', [], ['a', 'a/b']],
  ];
  for (const [rules, ignored, kept] of cases) {
    it(`are understood: ${JSON.stringify(rules)}`, () => {
      for (const path of ignored) assert.equal(isIgnored(rules, path), true, path);
      for (const path of kept) assert.equal(isIgnored(rules, path), false, path);
    });
  }

  it('say what the package `ignore` makes of them', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 });
    const path = fc
      .array(
        name.filter((text) => !/^\.+$/.test(text)),
        { minLength: 1, maxLength: 4 },
      )
      .map((names) => names.join('/'));
    const pattern = fc.tuple(
      fc.constantFrom('', '!', '/', '**/'),
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 5 }), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.constantFrom('', '/', '/**'),
    );
    const rules = fc.array(
      pattern
        .filter(([, segments]) => !segments.some((text) => text.includes('**')))
        .map(([start, segments, end]) => start + segments.join('/') + end),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(rules, path, fc.boolean(), (lines, file, isFolder) => {
        const asked = isFolder ? `${file}/` : file;
        assert.equal(isIgnored(lines.join('\n'), asked), ignore().add(lines).ignores(asked));
      }),
      { numRuns: 1000, seed: 10 },
    );
  });

  it('name the lines that are longer than any path, and follow the others', () => {
    const text = `a.md\n${'x'.repeat(100_000)}\n# ${'y'.repeat(10_000)}\n${'*a'.repeat(40_000)}\nb.md`;
    assert.deepEqual(parseIgnoreRules(text).passedOver, [2, 4]);
    assert.ok(isIgnored(text, 'a.md') && isIgnored(text, 'b.md') && !isIgnored(text, 'c.md'));
  });

  const costs: [string, rules: string, name: string, steps: number][] = [
    ['stars between letters', '*a*a*a*a*a*az', 'a'.repeat(255), 10_000],
    ['as many stars as a line holds', `${'*a'.repeat(120)}z`, 'a'.repeat(255), 100_000],
    ['any depth again and again', `${'**/a/'.repeat(50)}z`, Array(120).fill('a').join('/'), 100_000],
    ['a set of characters again and again', `*${'[a-y]*'.repeat(100)}z`, 'a'.repeat(255), 100_000],
    ['50,000 names', Array.from({ length: 50_000 }, (_, n) => `name${n}.md`).join('\n'), 'other.md', 10],
    ['50,000 endings', Array.from({ length: 50_000 }, (_, n) => `*-${n}.md`).join('\n'), 'other.md', 100],
    ['50,000 beginnings', Array.from({ length: 50_000 }, (_, n) => `${n}-*`).join('\n'), 'other.md', 100],
    ['50,000 paths', Array.from({ length: 50_000 }, (_, n) => `/a/b/${n}.md`).join('\n'), 'a/b/x.md', 10],
  ];
  for (const [what, rules, name, steps] of costs) {
    it(`cost at most ${steps} steps a name: ${what}`, () => {
      const work = { steps: 0 };
      const parsed = parseIgnoreRules(rules);
      assert.notEqual(parsed.verdict(name, false, work), true);
      assert.ok(work.steps <= steps, `${work.steps} steps`);
    });
  }
});
