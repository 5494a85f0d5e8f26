import assert from 'node:assert/strict';
import { ProseDocument } from '../../../server/prose/document';
import { linePlaces } from './line-cases';
import { type Places, places } from './places-cases';

/** `|` is the caret; `¦` stands for a written bar. */
const cases: Record<string, Places> = {
  markdown: {
    prose: [
      '|',
      'Call me |',
      'Call me| Ishmael',
      'A line.|',
      'A line.\n|',
      'A line.\n\n|',
      '# Head|',
      '- item |',
      '- item\n- |',
      '1. first |',
      '> quoted |',
      '> quoted\n> more |',
      '- item\n\n  more |',
      '**bold |',
      '**bold** |',
      '*em|ph*',
      '[link te|xt](u)',
      '[link](u) |',
      '`code` |',
      'a formula $x^2$ |',
      'it costs $5 and |',
      'it costs $5 and $6 for |',
      '```\ncode\n```\n|',
      '```\ncode\n```\n\nAfter |',
      '---\ntitle: x\n---\n\nText |',
      '---\n\nafter a rule |',
      '¦ a ¦ b |¦\n¦---¦---¦\n¦ c ¦ d ¦',
      '¦ a ¦ b ¦\n¦---¦---¦\n¦ c ¦ d |¦',
      'see https://example.com |',
      'a < b |',
      'AT&T is |',
      "don't use rock'n' |",
      'note[^1] |',
      '[^1]: A note |',
      '$$\nx\n$$\n\nText |',
      '<!-- hidden -->\n\nText |',
      'snake ~~struck |~~',
    ],
    other: [
      '```\nco|de\n```',
      '```|',
      '```js|\ncode\n```',
      '```\ncode|',
      '```\n|\n```',
      '```\ncode\n``|`',
      'Text.\n\n~~~\ncode |\n',
      '- item\n\n  ```\n  co|de\n  ```',
      'Text.\n\n    indented co|de',
      'some `co|de` here',
      'some `co|',
      'some `|',
      'some ``a ` b|',
      'a formula $x|^2$',
      'a formula $x|',
      'a formula $|x',
      '$$\nx|\n$$',
      '$$\nx |',
      '---\ntitle: |x\n---\n',
      '---\ntitle: |',
      '+++\ntitle = "|"\n+++\n',
      'see https://exa|mple.com',
      'see https://|',
      'see www.exa|',
      'write to me@|',
      'write to me@example.o|rg',
      '<https://exam|ple.com>',
      '[text](|',
      '[text](tar|get)',
      '[text](target "ti|tle")',
      '[text][la|bel]',
      '[text][la|',
      '![alt](im|g.png)',
      '![al|',
      '[^1|]',
      '[label]: |',
      '[label]: https://x|',
      'a <em cl|ass="x">b</em>',
      'a <em cl|',
      '<!-- hid|den -->',
      '<!--\nhid|den\n\nmore\n-->',
      '<!-- hid|',
      '<script>\nlet |x\n\n</script>',
      'fish &am|',
      'fish &am|p; chips',
    ],
  },
  latex: {
    prose: [
      'Call me |',
      '\\section{Loom|ings}',
      'He \\emph{real|ly} went',
      'He \\textbf{really|',
      'He\\footnote{A note|} went',
      '{\\it italic |}',
      'a formula $x$ |',
      '50\\% of |',
      'costs \\$5 and |',
      'one\\\\two |',
      '\\begin{itemize}\n\\item one |\n\\end{itemize}',
      '\\begin{verbatim}\ncode\n\\end{verbatim}\n|',
      '\\documentclass{book}\n\\begin{document}\nText |',
      'text % comment\nand |',
      '\\href{http://x}{te|xt}',
      'see \\cite{a} and |',
      '\\[x\\] and |',
      '\\noindent Text |',
    ],
    other: [
      '\\sec|',
      '\\|',
      '\\begin{ite|',
      '\\begin{ite|mize}',
      'see \\cite{mel|',
      'see \\cite{mel|ville}',
      '\\label{sec:|one}',
      'a formula $x|$ here',
      'a formula $x|',
      'a formula \\(x|',
      'a formula \\[x|\\]',
      '$$x|$$',
      'text % com|ment',
      'text % com|ment\nmore',
      '\\begin{verbatim}\nco|de\n\\end{verbatim}',
      '\\begin{lstlisting}\nco|de\n\nmore',
      '\\begin{equation}\nx|\n\\end{equation}',
      '\\begin{tikzpicture}\n\\draw |\n\n\\end{tikzpicture}',
      '\\documentclass{book}\n\\title{|}\n\\begin{document}',
      '\\documentclass{book}|',
      '\\begin{document}\nText\n\\end{document}\nafter |',
      '\\href{http://x|}{text}',
      '\\includegraphics[wid|th=1cm]{a}',
      '\\input{chap|ter}',
      '\\verb+co|de+ x',
      'see https://exam|',
      '\\unknown{ar|g}',
    ],
  },
  plaintext: {
    prose: ['`co|de`', '$x|$', '    in|dented', '\\sec|'],
    other: [],
  },
};

describe('ProseDocument.isProse', () => {
  for (const [languageId, { prose, other }] of [
    ...Object.entries(cases),
    ...Object.entries(places),
    ...Object.entries(linePlaces),
  ]) {
    describe(languageId, () => {
      for (const marked of prose)
        it(`prose: ${JSON.stringify(marked)}`, () => check(languageId, marked, true));
      for (const marked of other)
        it(`not prose: ${JSON.stringify(marked)}`, () => check(languageId, marked, false));
    });
  }
});

function check(languageId: string, marked: string, expected: boolean): void {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '').replaceAll('¦', '|');
  assert.equal(new ProseDocument(languageId, text).isProse(caret), expected);
  // Typed from the start, letter by letter, the answer is the same.
  const typed = new ProseDocument(languageId, text.slice(caret));
  for (let index = 0; index < caret; index++) typed.change(index, index, text.charAt(index));
  assert.equal(typed.isProse(caret), expected, 'typed');
}
