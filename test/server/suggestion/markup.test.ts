import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentSession } from '../../../server/suggestion/session';
import { phraseModel } from './phrase-predictor';

const CORPUS =
  'The white whale swam before him. Captain Ahab stood upon the quarter-deck. They wrote about everything.';
const model = phraseModel(CORPUS);

/** A piece of a document; what is between `⟦` and `⟧` is not prose, for carets at both marks and between them. */
type Piece = fc.Arbitrary<string>;

const words = fc.constantFrom(
  'the white wh',
  'Captain ',
  'Captain A',
  'They wrote ab',
  'white whale',
  'stood upon ',
);
const sentence = fc.constantFrom(
  'The white whale swam before him.',
  'Captain Ahab stood upon the quarter-deck.',
  'They wrote about everything, and “the white whale” too.',
);
const inText = (middle: Piece): Piece =>
  fc.tuple(sentence, middle, sentence).map(([before, inner, after]) => `${before} ${inner} ${after}`);
const line = (text: Piece): Piece => text.map((inner) => inner.replaceAll('\n', ' '));

const markdown: readonly Piece[] = [
  sentence,
  line(sentence).map((text) => `## ${text}`),
  fc
    .array(line(sentence), { minLength: 1, maxLength: 3 })
    .map((items) => items.map((item) => `- ${item}`).join('\n')),
  line(sentence).map((text) => `> ${text}`),
  fc
    .tuple(
      fc.constantFrom('```', '````', '~~~'),
      fc.constantFrom('', 'js', 'text'),
      fc.array(words, { minLength: 1, maxLength: 4 }),
    )
    .map(([fence, info, lines]) => `${fence}${info}\n⟦${lines.join('\n')}⟧\n${fence}`),
  // Indented code begins after a paragraph; after a list it would belong to the item.
  fc.tuple(sentence, words).map(([before, text]) => `${before}\n\n    ⟦${text}⟧`),
  inText(words.map((text) => `\`⟦${text}⟧\``)),
  inText(words.map((text) => `\`\`⟦${text}⟧\`\``)),
  inText(words.map((text) => `$⟦${text.trim()}⟧$`)),
  words.map((text) => `$$\n⟦${text}⟧\n$$`),
  inText(
    fc.constantFrom(
      'https://⟦example.com/white/whale⟧',
      'www.⟦example.com/Captain⟧',
      '<https://⟦white.whale⟧>',
    ),
  ),
  inText(words.map((text) => `[Captain Ahab](⟦${text.trim().replaceAll(' ', '-')}.md⟧)`)),
  inText(words.map((text) => `[Captain Ahab](whale.md "⟦${text}⟧")`)),
  inText(words.map((text) => `<span title="⟦${text}⟧">whale</span>`)),
  words.map((text) => `<!-- ⟦${text}⟧ -->`),
  fc.constant('[whale]: https://⟦example.com/white⟧'),
];
const frontMatter = words.map((text) => `---\ntitle: ⟦${text}⟧\n---`);

const latex: readonly Piece[] = [
  sentence,
  line(sentence).map((text) => `\\section{${text}}`),
  inText(words.map((text) => `$⟦${text.trim()}⟧$`)),
  inText(words.map((text) => `\\(⟦${text}⟧\\)`)),
  words.map((text) => `\\[\n⟦${text}⟧\n\\]`),
  fc
    .tuple(fc.constantFrom('equation', 'align*', 'verbatim', 'lstlisting'), words)
    .map(([name, text]) => `\\begin{${name}}\n⟦${text}⟧\n\\end{${name}}`),
  inText(fc.constantFrom('\\⟦white⟧', '\\⟦captain⟧{}')),
  inText(
    fc.constantFrom(
      '\\cite{⟦whale⟧}',
      '\\ref{⟦white whale⟧}',
      '\\label{⟦Captain⟧}',
      '\\url{⟦https://white.whale⟧}',
    ),
  ),
  sentence.map((text) => `% ⟦${text}⟧`),
  fc.constant('\\includegraphics[width=2cm]{⟦whale⟧}'),
];

/** Text without the marks, and every caret that they hold. */
function unmark(marked: string): { text: string; forbidden: number[] } {
  let text = '';
  let opened = -1;
  const forbidden: number[] = [];
  for (const character of marked) {
    if (character === '⟦') opened = text.length;
    else if (character === '⟧') {
      for (let offset = opened; offset <= text.length; offset++) forbidden.push(offset);
    } else text += character;
  }
  return { text, forbidden };
}

function assertSilent(languageId: string, marked: string): void {
  const { text, forbidden } = unmark(marked);
  const session = new DocumentSession(languageId, text);
  session.setModel(model);
  for (const offset of forbidden) {
    const where = `${text.slice(0, offset)}|${text.slice(offset)}`;
    const offer = session.ghostText(offset, { automatic: false, eagerness: 'eager' });
    assert.equal(offer, undefined, `ghost text in ${languageId}:\n${where}`);
    assert.deepEqual(session.list(offset, 5), [], `a list in ${languageId}:\n${where}`);
  }
}

describe('suggestions in mixed markup', () => {
  const documents = (pieces: readonly Piece[]) =>
    fc.array(fc.oneof(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('\n\n'));
  const runs = { numRuns: 100, seed: 20 };

  it('never appear in Markdown’s code, maths, front matter, addresses, link targets and HTML', () => {
    const whole = fc
      .tuple(fc.option(frontMatter), documents(markdown))
      .map(([front, body]) => `${front ?? ''}\n\n${body}\n`);
    fc.assert(
      fc.property(
        whole.map((text) => text.replace(/^\n+/, '')),
        (text) => assertSilent('markdown', text),
      ),
      runs,
    );
  });

  it('never appear in LaTeX’s commands, arguments, maths and comments', () => {
    fc.assert(
      fc.property(documents(latex), (text) => assertSilent('latex', `${text}\n`)),
      runs,
    );
  });

  it('never appear while such a piece is being typed and is still open', () => {
    const open = (pieces: readonly Piece[]) =>
      fc
        .tuple(
          documents(pieces),
          fc.oneof(...pieces).filter((piece) => piece.includes('⟦')),
        )
        .map(([before, last]) => {
          const end = last.indexOf('⟧');
          return `${before}\n\n${last.slice(0, end + 1)}`;
        });
    fc.assert(
      fc.property(open(markdown), (text) => assertSilent('markdown', text)),
      runs,
    );
    fc.assert(
      fc.property(open(latex), (text) => assertSilent('latex', text)),
      runs,
    );
  });

  it('do appear in the prose between', () => {
    const session = new DocumentSession('markdown', '```\ncode\n```\n\nCaptain ');
    session.setModel(model);
    assert.equal(session.ghostText(22, { automatic: true, eagerness: 'balanced' })?.insertText, 'Ahab');
  });
});
