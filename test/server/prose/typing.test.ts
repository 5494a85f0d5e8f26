import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProseDocument } from '../../../server/prose/document';
import { LONGEST_SEGMENT } from '../../../server/prose/segment-builder';

/** What a token may depend on at some distance: keys, numbers in groups, quotations, marks that open and close. */
const pieces = [
  ...[
    'word',
    ' ',
    ' and so on',
    ' and so on'.repeat(12),
    '. ',
    '.',
    'It ',
    '\n',
    '\n\n',
    'x',
    ' A',
    '“',
    '” ',
    '» ',
    "'",
  ],
  ...[
    'password: ',
    'Passwords:\n\n',
    'the password is ',
    'PIN ',
    ' is my ',
    'hunter22 ',
    'abandon ',
    'able about '.repeat(5),
    'JBSW ',
    'Y3DP ',
    ' / ',
    'log in as ',
    '| Password | x |\n|--|--|\n| y | z |\n',
    'hunter ',
    '4111 1111 ',
    '1111 ',
    '12',
    '.5 ',
    'http://',
    'a.b/c ',
    '=',
    'U.S.',
    ' l’',
    'é ',
    '中文字。',
    '- ',
  ],
  ...[
    '*',
    '**',
    '`',
    '$',
    '[a](b) ',
    '# ',
    '> ',
    '---\n',
    'key: v\n',
    '```\n',
    '\\emph{',
    '}',
    '\\footnote{',
    '%',
    '&amp; ',
  ],
];
const piece = fc.constantFrom(...pieces);
const text = (maxLength: number) => fc.array(piece, { maxLength }).map((parts) => parts.join(''));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const step = fc.record({
  /** Mostly where the last one was: writers type on. */
  jump: fc.option(share, { freq: 3 }),
  remove: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
  ),
  insert: fc.oneof({ weight: 5, arbitrary: piece }, { weight: 1, arbitrary: text(8) }),
  asked: fc.constantFrom('caret', 'elsewhere', 'not'),
  elsewhere: share,
});

/** One line nearly as long as a segment may be, or a little longer: length cuts too. */
const longest = fc
  .integer({ min: -60, max: 60 })
  .map((more) => 'and so on '.repeat(LONGEST_SEGMENT / 10).padEnd(LONGEST_SEGMENT + more, 'x '));

describe('ProseDocument while it is written in', () => {
  const cases = ['plaintext', 'markdown', 'latex'].flatMap((languageId) => [
    { languageId, name: languageId, before: fc.constant(''), numRuns: 120 },
    { languageId, name: `${languageId}, a long line`, before: longest, numRuns: 25 },
  ]);
  for (const { languageId, name, before, numRuns } of cases) {
    it(`answers after each keystroke as a document read afresh (${name})`, () => {
      fc.assert(
        fc.property(before, text(60), fc.array(step, { maxLength: 12 }), (line, rest, steps) => {
          let now = line + rest;
          let caret = line.length > 0 ? line.length : now.length;
          const document = new ProseDocument(languageId, now);
          for (const { jump, remove, insert, asked, elsewhere } of steps) {
            if (jump !== null) caret = Math.round(jump * now.length);
            const start = Math.max(0, caret - remove);
            document.change(start, caret, insert);
            now = now.slice(0, start) + insert + now.slice(caret);
            caret = start + insert.length;
            if (asked === 'not') continue;
            const at = asked === 'caret' ? caret : Math.round(elsewhere * now.length);
            const fresh = new ProseDocument(languageId, now);
            assert.deepEqual(document.tokensBefore(at, 500), fresh.tokensBefore(at, 500));
            assert.equal(document.isProse(at), fresh.isProse(at));
          }
          assert.deepEqual(document.blocks(), new ProseDocument(languageId, now).blocks());
        }),
        { seed: 3, numRuns: numRuns * Number(process.env.RUNS ?? 1) },
      );
    });
  }
});
