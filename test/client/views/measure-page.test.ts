import '../vscode';
import assert from 'node:assert/strict';
import { honesty, measurePage } from '../../../client/views/measure-page';
import type { Evaluation, MeasuredText, TriedWord } from '../../../server/protocol';

const text = 'The <b> light & "went" out.';
const word = (of: string, rank: number, offered: string): TriedWord => {
  const start = text.indexOf(of);
  return { start, end: start + of.length, offered, probability: 0.25, rank, spent: 1 };
};
const tried = [
  word('The', 0, 'The'),
  word('light', 2, 'wind'),
  word('went', 7, '"was"'),
  word('out', -1, '<i>'),
];
const measured: MeasuredText = {
  ...{ knows: 'network', words: 9, measuredWords: 4, inFolder: 0.995, networkHasRead: true, tried },
  paragraphs: [{ start: 0, end: 26, saved: 0.4, words: 4 }],
};
const evaluation = {
  ...{ words: 4, keystrokeSavings1: 0.4, keystrokeSavings3: 0.5, top1: 0.25 },
  calibration: [{ predicted: 0.2, observed: 0.25, count: 8 }],
} as unknown as Evaluation; // the page reads no other figure
const over = [
  { at: '2024-05-01T12:00:00Z', words: 4, keystrokeSavings1: 0.3, keystrokeSavings3: 0.4, top1: 0.2 },
  { at: '2024-05-02T12:00:00Z', words: 4, keystrokeSavings1: 0.4, keystrokeSavings3: 0.5, top1: 0.25 },
];
const page = measurePage({ name: 'one.md', text, evaluation, measured, over }, 'NONCE', 'en');

describe('The page of a measured document', () => {
  it('says first what is saved, and what the figure is worth', () => {
    assert.match(page, /40\.0 % of the keystrokes in these 4 words are saved, with three 50\.0 %/);
    assert.match(page, /99\.5 % of this document stands in your folder/);
    assert.match(page, /The network has read it in training/);
    assert.match(page, /Measured were the first 4 of 9 words/);
  });

  const table: [what: string, change: Partial<MeasuredText>, says: RegExp, not?: RegExp][] = [
    ['new text', { inFolder: 0, networkHasRead: false }, /to Inkling it is new text/, /has read it/],
    ['counting alone', { knows: 'counting', networkHasRead: false }, /counting alone/, /has read it/],
    ['a base', { knows: 'base', inFolder: 0, networkHasRead: false }, /not learned your text yet/],
    ['the whole document', { words: 4 }, /counted your texts anew/, /Measured were/],
  ];
  for (const [what, change, says, not] of table) {
    it(`is honest about ${what}`, () => {
      const said = honesty({ ...measured, ...change });
      assert.match(said, says);
      if (not) assert.doesNotMatch(said, not);
    });
  }

  it('shows the text itself, each word with what was offered', () => {
    assert.match(
      page,
      /<span class="right" title="offered: The \(25\.0 %\); right at once">The<\/span> &#60;b&#62; /,
    );
    assert.match(page, /<span class="among" title="[^"]*">light<\/span>/);
    assert.match(page, /<span class="wrong" title="offered: &#34;was&#34;[^"]*">went<\/span>/);
    assert.match(page, /<span class="unknown" title="offered: &#60;i&#62;[^"]*">out<\/span>/);
  });

  it('has every picture in words, and as a table', () => {
    const pictures = page.match(/<svg[^>]*>/g) ?? [];
    assert.equal(pictures.length, 2);
    for (const picture of pictures) assert.match(picture, /role="img" aria-label="[^"]{20,}"/);
    assert.equal(page.match(/<details>/g)?.length, 2);
    assert.match(page, /Paragraph 1: 40\.0 % saved in 4 words/);
    assert.match(page, /Said 20\.0 %, right 25\.0 % of 8 times/);
  });

  it('compares with what was measured before', () => {
    const rows = /Over time<\/h2>([\s\S]*?)<h2>/.exec(page)?.[1] ?? '';
    assert.ok(rows.indexOf('30.0 %') > 0 && rows.indexOf('30.0 %') < rows.indexOf('50.0 %'));
  });

  it('runs nothing and asks for nothing', () => {
    assert.match(page, /default-src 'none'; style-src 'nonce-NONCE'/);
    assert.doesNotMatch(page, /<script|https?:|style="|javascript:/);
  });
});
