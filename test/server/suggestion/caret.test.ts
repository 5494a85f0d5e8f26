import assert from 'node:assert/strict';
import { DocumentSession } from '../../../server/suggestion/session';
import { languagesCases } from './caret-cases-languages';
import { markupCases } from './caret-cases-markup';
import { writingCases } from './caret-cases-writing';
import { silence } from './caret-group';
import { phraseModel } from './phrase-predictor';

const caretGroups = [...writingCases, ...markupCases, ...languagesCases];

/** In tables, where `|` parts cells, the caret is `^`. */
function takeCaret(marked: string): { text: string; offset: number } {
  const offset = marked.lastIndexOf(marked.includes('^') ? '^' : '|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

describe('ghost text at the caret', () => {
  for (const { name, languageId, corpus, eagerness = 'balanced', asked = false, cases } of caretGroups) {
    describe(name, () => {
      const model = phraseModel(corpus);
      for (const [marked, expected] of cases) {
        it(`${JSON.stringify(marked)} → ${expected === silence ? 'silence' : JSON.stringify(expected)}`, () => {
          const { text, offset } = takeCaret(marked);
          const session = new DocumentSession(languageId, text);
          session.setModel(model);
          const offer = session.ghostText(offset, { automatic: !asked, eagerness });
          assert.equal(offer?.insertText ?? silence, expected);
        });
      }
    });
  }

  it('is shown by at least 150 cases', () => {
    assert.ok(caretGroups.reduce((sum, { cases }) => sum + cases.length, 0) >= 150);
  });
});
