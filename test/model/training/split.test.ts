import assert from 'node:assert/strict';
import { type SplitText, splitHeldOut } from '../../../model/training/split';
import { PARAGRAPH_END, SENTENCE_END } from '../../../model/vocabulary/special';

/** Paragraphs of three sentences; words are numbered through, so that no two paragraphs are alike. */
function document(paragraphs: number, wordsPerSentence: number, from = 3): Int32Array {
  const ids: number[] = [];
  for (let paragraph = 0; paragraph < paragraphs; paragraph++) {
    for (let sentence = 0; sentence < 3; sentence++) {
      for (let word = 0; word < wordsPerSentence; word++) ids.push(from++);
      ids.push(sentence < 2 ? SENTENCE_END : PARAGRAPH_END);
    }
  }
  return Int32Array.from(ids);
}

describe('splitHeldOut', () => {
  const cases: [string, Int32Array[], { least: number; most: number }][] = [
    ['nothing', [], { least: 0, most: 0 }],
    ['one sentence', [Int32Array.of(3, 4, 5, SENTENCE_END)], { least: 0, most: 0 }],
    ['a short story', [document(20, 20)], { least: 0, most: 0 }],
    ['a chapter', [document(100, 20)], { least: 200, most: 1000 }],
    ['a book', [document(2000, 20)], { least: 5_000, most: 8_000 }],
    [
      'many notes',
      Array.from({ length: 300 }, (_, index) => document(2, 10, 3 + index * 60)),
      { least: 500, most: 2_000 },
    ],
    ['a library', [document(20_000, 30)], { least: 35_000, most: 45_000 }],
    [
      'a book without paragraphs',
      [document(2000, 20).map((id) => (id === PARAGRAPH_END ? SENTENCE_END : id))],
      { least: 5_000, most: 8_000 },
    ],
    ['a text without any end', [new Int32Array(10_000).fill(5)], { least: 0, most: 0 }],
  ];
  for (const [name, documents, { least, most }] of cases) {
    it(`of ${name} holds out ${least} to ${most} tokens and loses none`, () => {
      const { train, valid, copies } = splitHeldOut(documents);
      assert.ok(valid.length >= least && valid.length <= most, String(valid.length));
      const total = documents.reduce((sum, each) => sum + each.length, 0);
      assert.equal(train.length + valid.length, total);
      assert.equal(copies.length, 0);
      assert.ok(total === 0 || train.length > 0);
    });
  }

  it('holds out whole paragraphs', () => {
    const { valid } = splitHeldOut([document(2000, 20)]);
    const ends = valid.reduce((count, id) => count + (id === PARAGRAPH_END ? 1 : 0), 0);
    assert.equal(valid.length, ends * 63);
    assert.equal(valid[valid.length - 1], PARAGRAPH_END);
  });

  const book = document(2000, 20);
  const licence = document(1, 20, 200_000);
  const copied: [string, Int32Array[], (split: SplitText) => boolean][] = [
    ['a draft beside the book', [book, book.slice(0, 63 * 1000)], ({ copies }) => copies.length > 2_000],
    ['the book twice', [book, book], ({ valid, copies }) => copies.length === valid.length],
    [
      'a licence above each note',
      Array.from({ length: 300 }, (_, index) =>
        Int32Array.of(...licence, ...document(4, 10, 3 + index * 120)),
      ),
      ({ copies }) => copies.length === 0,
    ],
  ];
  for (const [name, documents, expected] of copied) {
    it(`knows ${name} from new text, and loses none`, () => {
      const split = splitHeldOut(documents);
      const { train, valid, copies } = split;
      assert.ok(expected(split), `${valid.length} held out, ${copies.length} copied`);
      const total = documents.reduce((sum, each) => sum + each.length, 0);
      assert.equal(train.length + valid.length + copies.length, total);
      const known = new Set(valid);
      const foreseen = train.filter((id) => id > PARAGRAPH_END && id < 200_000 && known.has(id));
      assert.equal(foreseen.length, 0);
    });
  }
});
