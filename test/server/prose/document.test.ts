import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { proseBlocks } from '../../../server/prose/blocks';
import { ProseDocument } from '../../../server/prose/document';

/** Pieces that mean something to one of the markups, and plain ones. */
const pieces = [
  ...[
    'word',
    'Another one. ',
    'a b c d e f ',
    ' ',
    '\n',
    '\n\n',
    '.',
    ', ',
    '"',
    "'",
    'l’',
    'x',
    '1',
    '\t',
    '    ',
  ],
  ...[
    '*',
    '**',
    '_',
    '`',
    '```\n',
    '~~~\n',
    '```',
    '$',
    '$$\n',
    '# ',
    '- ',
    '1. ',
    '> ',
    '| a | b |\n|---|---|\n',
    '[',
  ],
  ...[
    '](u)',
    '][r]',
    '[^1]',
    '[^1]: ',
    '![',
    '<b>',
    '<div>\n',
    '<!--',
    '-->',
    '---\n',
    'key: v\n',
    '\\',
    '&amp;',
    '  ',
  ],
  ...[
    '\\emph{',
    '}',
    '{',
    '\\section{',
    '\\begin{verbatim}\n',
    '\\end{verbatim}\n',
    '%',
    '\\[',
    '\\]',
    '\\item ',
    '\\\\',
  ],
  ...[
    '\\documentclass{a}\n',
    '\\begin{document}\n',
    '\\end{document}\n',
    '\\footnote{',
    '~',
    '\\ref{k}',
    "\\'e",
  ],
  ...[
    '...\n',
    'title: x\n',
    '$$ {#eq}\n',
    'x$$\n',
    '@key',
    '#tag',
    '{#id}',
    '{{< x >}}',
    '[[note]]',
    ' ^id\n',
    'k:: ',
    '==',
    '::: {.a}\n',
    '</div>',
    '<code>',
    '<script>\n',
    '+ 1\n',
    'The text goes on\n',
  ],
  ...[
    '\\begin{equation}\n',
    '\\end{equation}',
    '\\begin{align}',
    '\\end{align} where ',
    '\\begin{tabular}{l}\n',
    '\\end{verbatim}',
    '\\todo{',
  ],
  ...['import x\n', 'export {\n', '<Note a={b}>', '{a}', '{'],
  ...['.. note::\n', '.. code::\n', '   ', 'so::\n', '====\n', ':ref:`x`', ' x_ ', '+--+\n'],
  ...['----\n', '....\n', '[source]\n', '|===\n', '<<x,', '>>', ':toc: x\n', '// c\n'],
  ...['#+begin_src\n', '#+end_src\n', ':PROPERTIES:\n', ':END:\n', '* ', '=x= ', '[[u][', ']]'],
  ...['# --- >8 ---\n', '00:01 --> 00:02\n', 'NOTE\n', 'WEBVTT\n'],
];
const someText = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    text: fc.oneof(fc.constantFrom(...pieces), fc.constant(''), someText),
  }),
  { maxLength: 8 },
);

describe('ProseDocument', () => {
  for (const languageId of [
    ...['markdown', 'mdx', 'latex', 'plaintext'],
    ...['restructuredtext', 'asciidoc', 'org', 'vtt', 'git-commit'],
  ]) {
    it(`answers after edits as a document read afresh (${languageId})`, () => {
      fc.assert(
        fc.property(
          someText,
          edits,
          fc.double({ min: 0, max: 1, noNaN: true }),
          (initial, changes, caretShare) => {
            let text = initial;
            const document = new ProseDocument(languageId, text);
            for (const change of changes) {
              const start = Math.round(change.at * text.length);
              const end = Math.min(text.length, start + change.length);
              text = text.slice(0, start) + change.text + text.slice(end);
              document.change(start, end, change.text);
            }
            const fresh = new ProseDocument(languageId, text);
            assert.equal(document.text, text);
            assert.deepEqual(document.blocks(), fresh.blocks());
            assert.deepEqual(document.blocks().map(ranges), proseBlocks(text, languageId).map(ranges));
            const caret = Math.round(caretShare * text.length);
            assert.equal(document.isProse(caret), fresh.isProse(caret));
            assert.deepEqual(document.tokensBefore(caret, 20), fresh.tokensBefore(caret, 20));
          },
        ),
        { seed: 11, numRuns: 250 },
      );
    });
  }

  const prefixes: readonly (readonly [text: string, prefix: string, last: string])[] = [
    ['Call me Ish|', 'Ish', 'me'],
    ['Call me |', '', 'me'],
    ['Call me| now', 'me', 'Call'],
    ['He left. |', '', '</s>'],
    ['He left.|', '', '.'],
    ['He left.\n\n|', '', '</p>'],
    ['He left.\n|', '', '</s>'],
    ["They don'|", "don'", 'They'],
    ["They don't|", "don't", 'They'],
    ['a well-|', 'well-', 'a'],
    ["et l'|", '', "l'"],
    ["et l'a|", 'a', "l'"],
    ['"|', '', '"'],
    ['in 18|', '18', 'in'],
    ['# Title\n|', '', '</p>'],
    ['a `code` |', '', 'gap'],
    ['', '', 'undefined'],
  ];
  for (const [marked, prefix, last] of prefixes) {
    it(`finds the unfinished word in ${JSON.stringify(marked)}`, () => {
      const caret = Math.max(0, marked.indexOf('|'));
      const text = marked.replace('|', '');
      const found = new ProseDocument('markdown', text).tokensBefore(caret, 5);
      const token = found.tokens.at(-1);
      assert.deepEqual([found.prefix.text, found.prefix.start], [prefix, caret - prefix.length]);
      const ends: Record<string, string> = { sentenceEnd: '</s>', paragraphEnd: '</p>', gap: 'gap' };
      assert.equal(String(token && (ends[token.kind] ?? token.text)), last);
    });
  }

  it('gives the tokens of the paragraphs before, with offsets of the document', () => {
    const text = 'One two.\n\nThree *four*, five\n\n```\ncode\n```\n\nSix sev';
    const found = new ProseDocument('markdown', text).tokensBefore(text.length, 100);
    for (const token of found.tokens) assert.equal(text.slice(token.start, token.end), token.text);
    assert.equal(
      found.tokens.map((token) => token.text || token.kind).join(' '),
      'One two . paragraphEnd Three four , five paragraphEnd Six',
    );
    const all = tokenizeProse(text, proseBlocks(text, 'markdown'));
    assert.deepEqual(found.tokens, all.slice(0, found.tokens.length));
  });
});

function ranges(block: { ranges: readonly object[]; gaps?: readonly object[] }): object {
  return { ranges: block.ranges, gaps: block.gaps ?? [] };
}
