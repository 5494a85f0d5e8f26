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

/** A sentence of its own for each number, with the words that ever more sentences have. */
function sentence(number: number, words = 12): number[] {
  return [...Array.from({ length: words }, (_, word) => 3 + number * words + word), SENTENCE_END];
}

/** Paragraphs of such sentences. */
function paragraphs(...sentences: number[][]): Int32Array {
  return Int32Array.from(
    sentences.flatMap((numbers) => [
      ...numbers.flatMap((number) => sentence(number)).slice(0, -1),
      PARAGRAPH_END,
    ]),
  );
}

const range = (length: number, from = 0) => Array.from({ length }, (_, index) => from + index);

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

  const letter = [range(5), range(5, 5), range(5, 10), range(5, 15)];
  const novel = range(400).map((paragraph) => range(4, 1_000 + 4 * paragraph));
  const chapter = document(30, 20, 90_000);
  const repetitive: [string, Int32Array[]][] = [
    ['a sentence, 400 times in one paragraph', [paragraphs(range(400).map(() => 0))]],
    ['a sentence, 400 times in as many paragraphs', [paragraphs(...range(400).map(() => [0]))]],
    ['a sentence, 400 times in as many files', range(400).map(() => paragraphs([0]))],
    [
      'a dummy text of five paragraphs, again and again',
      range(60).map(() => paragraphs(...letter, range(5, 20))),
    ],
    [
      'thirty versions of one letter',
      range(30).map((version) => paragraphs(...letter, [500 + version], range(5, 20))),
    ],
    [
      'a folder of filled-in templates',
      range(80).map((copy) => paragraphs([0, 600 + copy, 1], [2, 3], [700 + copy], [4, 5, 6])),
    ],
    ['ten drafts of a chapter', range(10).map(() => chapter)],
    [
      'a novel and as much dummy text',
      [paragraphs(...novel), ...range(60).map(() => paragraphs(...letter, [20]))],
    ],
    ['a page, and a paragraph without end', [paragraphs(...letter), paragraphs(range(4000, 30))]],
    ['one short word', [new Int32Array(4000).fill(5).map((id, index) => (index % 2 ? SENTENCE_END : id))]],
  ];
  for (const [name, documents] of repetitive) {
    it(`leaves enough of ${name} to train on, and loses none`, () => {
      const { train, valid, copies } = splitHeldOut(documents);
      const total = documents.reduce((sum, each) => sum + each.length, 0);
      assert.equal(train.length + valid.length + copies.length, total);
      assert.ok(train.length >= 0.65 * total, `${train.length} of ${total}`);
      assert.ok(valid.length <= 0.1 * total);
    });
  }

  it('holds out what is new in a text beside as much that repeats', () => {
    const { valid, copies } = splitHeldOut([
      ...range(60).map(() => paragraphs(...letter)),
      paragraphs(...novel),
    ]);
    assert.ok(valid.length >= 500, String(valid.length));
    assert.ok(valid.every((id) => id <= PARAGRAPH_END || id >= 3 + 12_000));
    assert.equal(copies.length, 0);
  });

  it('takes no longer for a sentence that is there 50,000 times', () => {
    const begin = process.cpuUsage();
    splitHeldOut([paragraphs(...range(50_000).map(() => [0]))]);
    assert.ok(process.cpuUsage(begin).user < 10e6); // microseconds of a processor; quadratic, it is minutes
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
