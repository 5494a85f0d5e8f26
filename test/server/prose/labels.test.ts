import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { proseBlocks } from '../../../server/prose/blocks';
import { ProseDocument } from '../../../server/prose/document';

/** What is withheld, in order. */
function withheld(text: string, languageId: string): string[] {
  return tokenizeProse(text, proseBlocks(text, languageId)).flatMap(({ secret, start, end }) =>
    secret ? [text.slice(start, end)] : [],
  );
}

const cases: readonly (readonly [languageId: string, text: string, withheld: readonly string[]])[] = [
  ['markdown', '| Password | blue |\n|--|--|\n| shelf | red |', ['blue', 'shelf']],
  [
    'markdown',
    '| Place | Password |\n|--|--|\n| shelf | red moon |\n| attic | green |',
    ['red moon', 'green'],
  ],
  ['markdown', '| Thing | Value |\n|--|--|\n| **Passwort** | red |\n| shelf | green |', ['red']],
  ['markdown', 'Place | PIN\n--|--\nattic | 4711\nshelf | low', ['4711']],
  ['markdown', 'Passwords:\n\n- blue\n- red moon\n\nThe end of it.', ['blue', 'red moon']],
  ['markdown', 'Passwords:\n- blue\n- red moon', ['blue', 'red moon']],
  ['markdown', '## Passwörter\n\n* mail: blau\n* bank: rot', ['mail: blau', 'bank: rot']],
  ['markdown', '1. Backup codes:\n   - 1234 5678\n2. Go on.', ['1234 5678']],
  ['markdown', '**Password**: blue', ['blue']],
  ['markdown', '`password`: blue', ['blue']],
  ['markdown', 'Password:\n\nblue moon\n\nThen we went.', ['blue moon']],
  ['markdown', '## The Secret\n\n- a door\n- a key', []],
  ['markdown', '| Word | Meaning |\n|--|--|\n| blue | a colour |', []],
  ['plaintext', 'Backup codes\n\n1234-5678\n\nThen we went.', ['1234-5678']],
  ['latex', '\\textbf{Password}: blue', ['blue']],
  [
    'latex',
    'Passwords:\n\\begin{itemize}\n\\item blue\n\\item red moon\n\\end{itemize}\n\nThen.',
    ['blue', 'red moon'],
  ],
];

describe('what heads a secret', () => {
  for (const [languageId, text, expected] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(withheld(text, languageId), expected);
      // The open document reads it alike.
      const tokens = new ProseDocument(languageId, `${text}\n\nEnd.\n`).tokensBefore(
        text.length + 7,
        1000,
      ).tokens;
      const found = tokens.flatMap(({ secret, start, end }) => (secret ? [text.slice(start, end)] : []));
      assert.deepEqual(found, expected);
    });
  }
});
