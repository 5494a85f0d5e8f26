import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { markupOf } from '../../../server/prose/blocks';
import { ProseDocument } from '../../../server/prose/document';
import { parseLatex } from '../../../server/prose/latex';
import { scanLatex } from '../../../server/prose/latex-scan';
import { markdown, parseMarkdown } from '../../../server/prose/markdown';
import { canBeParsed } from '../../../server/prose/markdown-limits';
import type { ParsedSegment } from '../../../server/prose/markup';
import { wrappedText } from '../../../server/prose/plain';
import { LONGEST_SEGMENT } from '../../../server/prose/segment-builder';

/** What a parse says is prose: a block a line, its gaps behind it. */
function prose(text: string, { blocks }: ParsedSegment): string[] {
  const slices = (spans: readonly { start: number; end: number }[] = []) =>
    spans.map(({ start, end }) => text.slice(start, end));
  return blocks.map(
    ({ ranges, gaps }) =>
      `${slices(ranges).join('').replace(/\s+/g, ' ').trim()} | ${slices(gaps).join(' | ')}`,
  );
}

describe('what is too much for a parser', () => {
  const row = '| a *b* c | `d` \\| e | [f](g) h |\n';
  const tables: readonly (readonly [name: string, text: string])[] = [
    ['long', `| one | two | three |\n|---|:-:|---|\n${row.repeat(60)}`],
    ['wide', `${'| a b '.repeat(300)}|\n${'|-'.repeat(300)}|\n${'| *c* '.repeat(300)}|\n`],
    ['without bars at its edges', `a | b\n--|--\n${'c d | e\\|f\n'.repeat(200)}`],
    ['behind a heading', `# Head\n\n| a | b |\n|--|--|\n${'| c | d |\n'.repeat(120)}`],
    ['with rows of too many cells and of too few', `|a|b|\n|-|-|\n${'|c|d|e|\n|f\n'.repeat(100)}`],
  ];
  for (const [name, text] of tables) {
    it(`a ${name} table is read cell by cell as the parser reads it`, () => {
      assert.ok(!canBeParsed(text));
      assert.deepEqual(prose(text, markdown.parse(text)), prose(text, parseMarkdown(text)));
    });
  }

  const paragraphs: readonly string[] = [
    'A line\ngoes on.\n\nNext.',
    'a \\emph{b} c\\footnote{Note $x$.} d',
    'a $b$ c \\(d\\) e \\[f\\] g $$h$$ i',
    'a% b\nc',
    'see~\\cite{a}, \\ref{b} and \\href{c}{d} or \\cite[p. 3]{e}.',
    '50\\% of \\LaTeX{} at caf\\\'e and na\\"{\\i}ve.',
    '\\begin{itemize}\n\\item a\n\\item b c d\n\\end{itemize}',
    '\\begin{figure}[h]\\includegraphics[width=1cm]{a}\\caption{B c.}\\label{d}\\end{figure}',
    'x \\begin{verbatim}\na {\n\\end{verbatim} y \\verb|{ z| w',
    '\\begin{quote}Said she.\\end{quote} {\\it a} b \\textbf{c d} \\textcolor{red}{e}',
    '\\section*{One \\emph{two}} Text\\\\ more \\vspace{1cm} and \\foo[a]{b} on',
    'a \\newcommand{\\b}{c d} e { f } & g',
  ];
  for (const text of paragraphs) {
    it(`LaTeX is scanned as it is parsed: ${JSON.stringify(text)}`, () =>
      assert.deepEqual(prose(text, scanLatex(text)), prose(text, parseLatex(text))));
  }

  it('a paragraph of marks without end costs itself alone', () => {
    for (const languageId of ['markdown', 'latex']) {
      const text = `Before it.\n\n${'[{*$`<>'.repeat(20_000)}\n\nBehind it.`;
      const document = new ProseDocument(languageId, text);
      const words = document.tokensBefore(text.length, 100).tokens.map((token) => token.text);
      assert.deepEqual(words.slice(-3, -1), ['Behind', 'it'], languageId);
      assert.ok(document.isProse(4) && document.isProse(text.length));
    }
  });

  it('containers one in another do not fill the stack', () => {
    for (const container of ['> ', '>', '- ', '1. ', '> - ', '{', '\\emph{', '\\begin{a}']) {
      for (const languageId of ['markdown', 'latex'])
        assert.ok(new ProseDocument(languageId, container.repeat(20_000)).blocks().length < 20_000);
    }
  });
});

describe('a line that is longer than a segment', () => {
  const line = fc
    .tuple(fc.constantFrom('and so on ', 'x', 'né', '中文', '😀', '\r', '\t'), fc.nat(300))
    .map(([piece, more]) => piece.repeat((2.5 * LONGEST_SEGMENT) / piece.length + more));
  const text = fc.tuple(
    fc.constantFrom('', 'A line.\n', '\n\n'),
    line,
    fc.constantFrom('', '\n', '\r\nMore.'),
  );
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is cut into segments of a bounded length, which begin again from any of them', () => {
    for (const languageId of ['markdown', 'latex', 'plaintext']) {
      const { segment } = markupOf(languageId) ?? wrappedText;
      fc.assert(
        fc.property(text, (parts) => {
          const whole = parts.join('');
          const segments = segment(whole, false);
          assert.equal(segments.map((one) => one.text).join(''), whole);
          assert.ok(segments.every((one) => one.text.length <= 2 * LONGEST_SEGMENT + 200));
          const rest = segments.slice(1);
          assert.deepEqual(segment(rest.map((one) => one.text).join(''), false), rest);
        }),
        { seed: 4, numRuns: 30 },
      );
    }
  });

  it('has the positions that it has in the protocol’s own document, also while it is edited', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(share, fc.nat(20), fc.constantFrom('', 'a', ' ', '\n')), { maxLength: 4 }),
        share,
        (parts, edits, at) => {
          let now = parts.join('');
          const document = new ProseDocument('markdown', now);
          for (const [place, length, inserted] of edits) {
            const start = Math.round(place * now.length);
            const end = Math.min(now.length, start + length);
            document.change(start, end, inserted);
            now = now.slice(0, start) + inserted + now.slice(end);
          }
          const known = TextDocument.create('', 'markdown', 1, now);
          const fresh = new ProseDocument('markdown', now);
          for (const offset of [0, Math.round(at * now.length), now.length]) {
            const position = known.positionAt(offset);
            assert.deepEqual(document.positionAt(offset), position);
            assert.equal(document.offsetAt(position), known.offsetAt(position));
            const beyond = { line: position.line, character: position.character + 40_000 };
            assert.equal(document.offsetAt(beyond), known.offsetAt(beyond));
            assert.deepEqual(document.tokensBefore(offset, 50), fresh.tokensBefore(offset, 50));
          }
        },
      ),
      { seed: 6, numRuns: 40 },
    );
  });
});
