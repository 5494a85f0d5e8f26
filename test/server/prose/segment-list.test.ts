import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ProseDocument } from '../../../server/prose/document';

const text = fc
  .array(fc.constantFrom('word', 'A longer one. ', '\n', '\n\n', '\r\n', '\r', '```\n', '# ', '’', '😀'), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('ProseDocument as a text', () => {
  it('answers as a string and as the protocol’s own document do, whatever was edited and asked before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('markdown', 'plaintext', 'latex'),
        text,
        fc.array(fc.tuple(share, share, text), { maxLength: 6 }),
        fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 6 }),
        (languageId, initial, changes, questions) => {
          let now = initial;
          const document = new ProseDocument(languageId, now);
          const ask = () => {
            const known = TextDocument.create('', languageId, 1, now);
            assert.equal(document.text, now);
            assert.equal(document.length, now.length);
            assert.equal(document.lineCount, known.lineCount);
            for (const [a, b] of questions) {
              const start = Math.round(a * now.length);
              const end = start + Math.round(b * 20);
              assert.equal(document.slice(start, end), now.slice(start, end));
              assert.deepEqual(
                document.positionAt(end),
                known.positionAt(end),
                `${end} of ${JSON.stringify(now)}`,
              );
              const position = { line: Math.round(a * known.lineCount), character: Math.round(b * 30) };
              assert.equal(
                document.offsetAt(position),
                known.offsetAt(position),
                JSON.stringify([position, now]),
              );
            }
          };
          for (const [a, b, inserted] of changes) {
            ask();
            const start = Math.round(a * now.length);
            const end = Math.min(now.length, start + Math.round(b * 12));
            document.change(start, end, inserted);
            now = now.slice(0, start) + inserted + now.slice(end);
          }
          ask();
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });
});
