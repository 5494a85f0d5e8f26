import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { classAt, MARK, SPACE } from '../../../model/tokens/characters';
import type { Token } from '../../../model/tokens/token';

/** Tokens parted by blanks; `</s>` and `</p>` for the ends, gaps in braces. */
function shown(text: string): string {
  return tokenizeProse(text)
    .map((token) => {
      if (token.kind === 'sentenceEnd') return '</s>';
      if (token.kind === 'paragraphEnd') return '</p>';
      return token.kind === 'gap' ? `{${text.slice(token.start, token.end)}}` : token.text;
    })
    .join(' ');
}

const cases: Record<string, readonly (readonly [text: string, tokens: string])[]> = {
  words: [
    ['', ''],
    [' \n\t ', ''],
    ['Call me Ishmael.', 'Call me Ishmael . </p>'],
    ["don't o'clock rock'n'roll Ishmael's", "don't o'clock rock'n'roll Ishmael's </p>"],
    ['don’t donʼt well‑kept mother-in-law', 'don’t donʼt well‑kept mother-in-law </p>'],
    ["'tis ’twas the sailors' 'quoted'", "'tis ’twas the sailors ' ' quoted ' </p>"],
    ['nai\u0308ve Ελλάδα Привет שלום', 'nai\u0308ve Ελλάδα Привет שלום </p>'],
    ['wait--no --- or … and... -', 'wait -- no --- or … and ... - </p>'],
    ["``He'' said", "`` He '' said </p>"],
    ['(a) [b] {c}', '( a ) [ b ] { c } </p>'],
    ['co\u00adoperate', 'co\u00adoperate </p>'],
    ['👩‍👩‍👧 👍🏽 ❤️', '👩‍👩‍👧 👍🏽 ❤️ </p>'],
  ],
  'letters joined by signs': [
    ['צה״ל col·lecció EU:n WHO:lle', 'צה״ל col·lecció EU:n WHO:lle </p>'],
    ['צה"ל ״ציטוט״ ג׳ורג׳', 'צה"ל ״ ציטוט ״ ג׳ורג ׳ </p>'],
    ['note:this NB: all, Foo:bar', 'note : this NB : all , Foo : bar </p>'],
    ['li·be·ral 3·4 a · b', 'li·be·ral 3 · 4 a · b </p>'],
    ['well\u2060known \u2060word —\u2060x', 'well\u2060known word — x </p>'.replace('— x', '—\u2060 x')],
    ['مـــحمد كتـاب', 'مـــحمد كتـاب </p>'],
    ['🇫🇷🇩🇪 🇫🇷 👍🏽', '🇫🇷 🇩🇪 🇫🇷 👍🏽 </p>'],
    ['\u00adfoo', 'foo </p>'],
  ],
  'words broken across lines': [
    ['most unfortu-\nnate end', 'most unfortu-\nnate end </p>'],
    ['un-\r\n  for-\ntunate', 'un-\r\n  for-\ntunate </p>'],
    ['Reise\u00ad\nkosten', 'Reise\u00ad\nkosten </p>'],
    ['well-\nKnown', 'well - Known </p>'],
    ['so --\nand', 'so -- and </p>'],
    ['1914-\nand', '1914 - and </p>'],
    ['a (b)-\nand', 'a ( b ) - and </p>'],
    ['unfortu-\n\nnate', 'unfortu - </p> nate </p>'],
    ['end -\nand', 'end - and </p>'],
  ],
  numbers: [
    ['1,000.5 10:30 1/2 3', '1,000.5 10:30 1/2 3 </p>'],
    ['21st 1990s 10-year-old COVID-19', '21st 1990s 10-year-old COVID-19 </p>'],
    ['1914-1918', '1914 - 1918 </p>'],
  ],
  elisions: [
    ["L'homme qu'on aime, l’été", "L' homme qu' on aime , l’ été </p>"],
    ["jusqu'à lorsqu'il d'Artagnan", "jusqu' à lorsqu' il d' Artagnan </p>"],
    ["aujourd'hui quelqu'un", "aujourd'hui quelqu'un </p>"],
    ["dell'arte un'amica nell'acqua quest'anno", "dell' arte un' amica nell' acqua quest' anno </p>"],
    ["he'd she's I'm d'you", "he'd she's I'm d'you </p>"],
  ],
  sentences: [
    ['One. Two! Three? Four… Five', 'One . </s> Two ! </s> Three ? </s> Four … </s> Five </p>'],
    ['"Stop!" he said. "Go!" Ahab cried.', '" Stop ! " he said . </s> " Go ! " </s> Ahab cried . </p>'],
    ['He left (at last.) Then', 'He left ( at last . ) </s> Then </p>'],
    ['Il dit : « Non ! » Puis', 'Il dit : « Non ! » </s> Puis </p>'],
    ['»Halt!« sagte er. »Nein!« Er', '» Halt ! « sagte er . </s> » Nein ! « </s> Er </p>'],
    ['Mr. Smith and Dr. Jones met J. R. Hill', 'Mr . Smith and Dr . Jones met J . R . Hill </p>'],
    ['e.g. this, z.B. das, the U.S. Army', 'e.g. this , z.B. das , the U.S. Army </p>'],
    ['am 3. Oktober', 'am 3 . Oktober </p>'],
    ['than I. He', 'than I . </s> He </p>'],
    ['What?! No.', 'What ? ! </s> No . </p>'],
    ['One.\n\nTwo.', 'One . </p> Two . </p>'],
    ['hard\nwrapped\n \n next', 'hard wrapped </p> next </p>'],
    ['a\r\nb\r\n\r\nc', 'a b </p> c </p>'],
  ],
  'scripts without spaces': [
    ['私は学生です。彼は先生です。', '私 は 学生 です 。 </s> 彼 は 先生 です 。 </p>'],
    ['สวัสดีครับ', 'สวัสดี ครับ </p>'],
    ['我们 like 北京', '我们 like 北京 </p>'],
  ],
  gaps: [
    ['see https://a.b/c?d=e, or', 'see {https://a.b/c?d=e} , or </p>'],
    ['(www.example.com) now', '( {www.example.com} ) now </p>'],
    ['mail me@example.org.', 'mail {me@example.org} . </p>'],
    ['in src/app/main.ts and ~/notes', 'in {src/app/main.ts} and {~/notes} </p>'],
    ['C:\\Users\\me snake_case notes.md', '{C:\\Users\\me} {snake_case} {notes.md} </p>'],
    ['and/or he/she the end.The next', 'and / or he / she the end . The next </p>'],
    ['ghp_abcdefghijklmnop12345 is', '{ghp_abcdefghijklmnop12345} is </p>'],
    ['card 4111 1111 1111 1111 now', 'card {4111 1111 1111 1111} now </p>'],
    ['call 555-123-4567 now', 'call {555-123-4567} now </p>'],
    ['password: hunter two', 'password : {hunter two} </p>'],
    ['S3cr3t!Pass', '{S3cr3t!Pass} </p>'],
  ],
};

describe('tokenizeProse', () => {
  for (const [name, rows] of Object.entries(cases)) {
    describe(name, () => {
      for (const [text, tokens] of rows) {
        it(JSON.stringify(text), () => assert.equal(shown(text), tokens));
      }
    });
  }

  it('reads what lies between ranges as nothing and gaps as gaps', () => {
    const text = 'a **b** `c` d';
    const tokens = tokenizeProse(text, [
      {
        ranges: [
          { start: 0, end: 2 },
          { start: 4, end: 5 },
          { start: 7, end: 8 },
          { start: 11, end: 13 },
        ],
        gaps: [{ start: 8, end: 11 }],
      },
    ]);
    assert.deepEqual(
      tokens.map((token) => token.text || token.kind),
      ['a', 'b', 'gap', 'd', 'paragraphEnd'],
    );
  });

  it('round-trips offsets and covers every visible character', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        ' ',
        '. ',
        "l'",
        '’',
        '--',
        '...',
        '\n\n',
        '私は',
        'สวัสดี',
        '123',
        'Mr.',
        '"',
        'https://x.y',
      ),
      fc.stringMatching(/^[a-zA-Z0-9'.,_/@=-]{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        checkCoverage(text, tokenizeProse(text));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

function checkCoverage(text: string, tokens: readonly Token[]): void {
  let covered = 0;
  for (const token of tokens) {
    const isEnd = token.kind === 'sentenceEnd' || token.kind === 'paragraphEnd';
    assert.ok(token.start >= covered || (isEnd && token.start <= covered), `${token.kind} at ${token.start}`);
    if (isEnd) assert.equal(token.start, token.end);
    else assert.ok(token.end > token.start);
    if (!isEnd && token.kind !== 'gap') assert.equal(token.text, text.slice(token.start, token.end));
    for (let index = covered; index < token.start; index++) assert.ok(isInvisible(text, index), `${index}`);
    covered = Math.max(covered, token.end);
  }
  for (let index = covered; index < text.length; index++) assert.ok(isInvisible(text, index), `${index}`);
}

function isInvisible(text: string, index: number): boolean {
  const start = index > 0 && text.codePointAt(index - 1)! > 0xffff ? index - 1 : index;
  const kind = classAt(text, start);
  return kind === SPACE || (kind === MARK && !/\p{M}/u.test(text.charAt(start)));
}
