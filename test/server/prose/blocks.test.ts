import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import type { ProseBlock } from '../../../model/tokens/token';
import { moved, proseBlocks } from '../../../server/prose/blocks';
import { latex, parseLatex } from '../../../server/prose/latex';
import { markdown, parseMarkdown } from '../../../server/prose/markdown';
import { lineBlocks } from './line-cases';

/** One line a block; gaps in braces. */
function shown(text: string, languageId: string): string[] {
  const tokens = tokenizeProse(text, proseBlocks(text, languageId));
  return tokens
    .map((token) => {
      if (token.kind === 'paragraphEnd') return '\n';
      if (token.kind === 'sentenceEnd') return '</s>';
      return token.kind === 'gap' ? `{${text.slice(token.start, token.end)}}` : token.text;
    })
    .join(' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const cases: Record<string, readonly (readonly [text: string, blocks: readonly string[]])[]> = {
  markdown: [
    ['', []],
    ['A line\ngoes on.\n\nNext.', ['A line goes on .', 'Next .']],
    ['# Head *ing*\nText', ['Head ing', 'Text']],
    ['Head\n====\n\nText', ['Head', 'Text']],
    ['> one\n> two\nthree', ['one two three']],
    ['- one\n- two\n  more\n\n  para', ['one', 'two more', 'para']],
    ['1. one\n2. two', ['one', 'two']],
    ['¦ a ¦ b `c` ¦\n¦---¦---¦\n¦ d ¦ e ¦', ['a', 'b {`c`}', 'd', 'e']],
    ['a `b` $c$ ![d](e) f', ['a {`b`} {$c$} {![d](e)} f']],
    ['a [b c](http://d.e "f") g', ['a b c g']],
    ['a [b][c] d[^e].\n\n[c]: http://x\n\n[^e]: Note.', ['a b d .', 'Note .']],
    ['a <b>c</b> <!-- d --> e', ['a c e']],
    ['<div>\na\n</div>\n\nb', ['a', 'b']],
    ['see <http://a.b> and http://c.d now', ['see {<http://a.b>} and {http://c.d} now']],
    ['a \\* b &mdash; c', ['a * b — c']],
    ['caf&eacute; and Reise&shy;kosten', ['café and Reisekosten']],
    ['na&#239;ve &amp; don&rsquo;t &nosuch; a&nbsp;b', ['naïve & don’t {&nosuch;} a b']],
    ['**S**tructured un**believ**able', ['Structured unbelievable']],
    ['*un*~~believ~~*able* and **bold** *text*', ['unbelievable and bold text']],
    ['a [whale](u)s and [b](c) d', ['a whales and b d']],
    ['21<sup>st</sup> H<sub>2</sub>O a<br>b', ['21st H2O a b']],
    ['**a** **b** *c*\n*d*', ['a b c d']],
    ['`code`s and $x$s', ['{`code`} s and {$x$} s']],
    ['see [@Nan1851, p. 3] and @Doe now', ['see [ {@Nan1851} , p . 3 ] and {@Doe} now']],
    ['a #tag and [[note]] or [[note¦words]]', ['a {#tag} and {[[note]]} or {[[note|} words']],
    ['# Head {#sec-one .big}\n\nText ^block', ['Head', 'Text']],
    ['{{< video x >}} and {% include %}', ['{{{< video x >}}} and {{% include %}}']],
    ['[due:: today] and ==marked== :smile:', ['today ] and marked {:smile:}']],
    ['::: {.note}\nText.\n:::\n\nAfter.', ['Text .', 'After .']],
    ['<details>\n<summary>Sum</summary>\nText &amp; more.\n</details>', ['Sum', 'Text & more .']],
    ['<div>a <b>b</b>c <code>d</code> e<br>f</div>', ['a bc {<code>d</code>} e', 'f']],
    ['<p>a</p><p>b</p>', ['a', 'b']],
    ['---\nNote: this.\n\nText.', ['Text .']],
    ['---\ntitle: a\n...\nb', ['b']],
    ['$$\na\n$$ {#eq-one}\n\nb', ['b']],
    ['$$\na = b$$\nb', ['b']],
    ['$$\na\n\nThe text goes on.', ['The text goes on .']],
    ['\\begin{align}\na\n\\end{align} where b', ['where b']],
    ['it costs $5 and $6.', ['it costs $ 5 and $ 6 .']],
    ['---\ntitle: a\n---\nb', ['b']],
    ['a\n\n---\n\nb', ['a', 'b']],
    ['```\na\n\nb\n```\nc', ['c']],
    ['    a\n\nb', ['b']],
    ['$$\na\n$$\nb', ['b']],
    ['~~~\nnever closed', []],
  ],
  latex: [
    ['', []],
    ['A line\ngoes on.\n\nNext.', ['A line goes on .', 'Next .']],
    ['\\section{One} Text', ['One', 'Text']],
    ['a \\emph{b} c\\footnote{Note $x$.} d', ['a b c d', 'Note {$x$} .']],
    ['a $b$ c \\(d\\) e', ['a {$b$} c {\\(d\\)} e']],
    ['a % b\nc', ['a c']],
    ['see~\\cite{a}, \\ref{b} and \\href{c}{d}', ['see , {\\ref{b}} and d']],
    ["50\\% of \\LaTeX{} at caf\\'e.", ['50 % of {\\LaTeX{}} at café .']],
    ["Fr\\'echet k\\\"{o}nnen \\'{E}t\\'e", ['Fréchet können Été']],
    ['Stra\\ss e na\\"\\i ve \\c{c}a {\\o}re \\L{}odz', ['Straße naïve ça øre Łodz']],
    ['Sch"onheit Stra"se "Wort" Test"-fall', ['Schönheit Straße " Wort " Testfall']],
    ['test\\-umgebung applica\\allowbreak{}tion a\\-b', ['testumgebung application ab']],
    ['\\textbf{S}tructured un\\emph{believ}able', ['Structured unbelievable']],
    ['Prof.~Smith and a~b', ['Prof . Smith and a b']],
    ['one\\\\two a\\quad b', ['one two a b']],
    ['a \\todo{check it} b', ['a b', 'check it']],
    ['\\begin{equation}\na\n\\end{equation} where b', ['where b']],
    ['\\begin{equation}\na\n\nThe text goes on.', ['The text goes on .']],
    ['\\begin{tabular}{l}\na\n\nb', ['b']],
    ['\\begin{verbatim}\na\n\nb\n\\end{verbatim} c', ['c']],
    ['\\begin{itemize}\n\\item a\n\\item b\n\\end{itemize}', ['a', 'b']],
    ['\\begin{itemize}\n\\item a\n\nb\n\\end{itemize}', ['a', 'b']],
    ['\\begin{verbatim}\na\n\nb\n\\end{verbatim}\nc', ['c']],
    ['\\documentclass{a}\nb\n\n\\begin{document}\nc\n\\end{document}\nd', ['c']],
    ['\\begin{quote}Said she.\\end{quote}', ['Said she .']],
    ['{\\it a} b \\textbf{c d}', ['a b c d']],
    ['\\begin{figure}[h]\\includegraphics{a}\\caption{B c.}\\label{d}\\end{figure}', ['B c .']],
    ['a \\newcommand{\\b}{c d} e', ['a e']],
    ['a {b', ['a b']],
    ['a } b', ['a b']],
  ],
  plaintext: [['*a* `b`\nc\n\nd', ['* a * ` b ` c', 'd']]],
};

describe('proseBlocks', () => {
  for (const [languageId, rows] of Object.entries({ ...cases, ...lineBlocks })) {
    describe(languageId, () => {
      for (const [text, blocks] of rows) {
        it(JSON.stringify(text), () =>
          assert.deepEqual(shown(text.replaceAll('¦', '|'), languageId), blocks),
        );
      }
    });
  }

  const words = fc.constantFrom(
    'the',
    'old',
    'sea',
    'and',
    'whale',
    'Éte',
    'a',
    'www',
    'http',
    'begin',
    'item',
  );
  const signs = fc.constantFrom(
    ' ',
    ' ',
    ' ',
    ' ',
    '. ',
    ', ',
    '*',
    '`',
    '_',
    '[',
    '](',
    ')',
    '\n',
    '$',
    '<',
    '>',
    '\\',
    '{',
    '}',
    '%',
    '| ',
    ': ',
    ' #',
    ' @',
    '{#',
    ' ^',
    '==',
    ':: ',
    ' *',
    '<code>',
    '</code>',
  );
  const mixed = fc.array(fc.tuple(words, signs), { maxLength: 30 }).map((parts) => parts.flat().join(''));

  it('reads Markdown through a skeleton as it reads it whole', () => {
    fc.assert(
      fc.property(mixed, (text) =>
        assert.deepEqual(visible(markdown.parse(text)), visible(parseMarkdown(text))),
      ),
      { seed: 3, numRuns: 120 },
    );
  });

  it('reads LaTeX through a skeleton as it reads it whole', () => {
    fc.assert(
      fc.property(mixed, (text) => assert.deepEqual(visible(latex.parse(text)), visible(parseLatex(text)))),
      { seed: 3, numRuns: 60 },
    );
  });

  it('reads Markdown cut into segments as it reads it whole', () => {
    // No `2. two`: after indented code micromark does not begin a list with it, against CommonMark.
    const lines = fc.constantFrom(
      '',
      '',
      'A line of *text*.',
      'more `code` text',
      '# Head',
      '- item',
      '  inner',
      '> quote',
      '1. one',
      '    code',
      '¦ a ¦ b ¦',
      '¦---¦---¦',
      '===',
      '<b>x</b>',
      'www.a.org is',
      '* * *',
      '\tx',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 16 }), (parts) => {
        const text = parts.join('\n').replaceAll('¦', '|');
        const whole = parseMarkdown(text).blocks.map((block) => moved(block, 0));
        const trimmed = (blocks: readonly ProseBlock[]): unknown =>
          blocks.map((block) =>
            block.ranges.map(({ start, end }) => text.slice(start, end).trim()).filter(Boolean),
          );
        assert.deepEqual(trimmed(proseBlocks(text, 'markdown')), trimmed(whole), JSON.stringify(text));
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});

/** Adjacent ranges joined: where a run of text is cut says nothing. */
function visible({ blocks, closed }: ReturnType<typeof parseMarkdown>): unknown {
  return {
    closed,
    blocks: blocks.map(({ ranges, gaps }) => ({
      gaps,
      ranges: ranges.reduce<{ start: number; end: number }[]>((all, range) => {
        const last = all.at(-1);
        if (last?.end === range.start) last.end = range.end;
        else all.push({ ...range });
        return all;
      }, []),
    })),
  };
}
