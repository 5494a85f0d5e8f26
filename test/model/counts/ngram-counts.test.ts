import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KneserNey } from '../../../model/counts/kneser-ney';
import { NgramCounts, transferables } from '../../../model/counts/ngram-counts';
import { seededRandom } from '../../../model/training/random';

const LEXICON_SIZE = 8;
const documents = fc.array(fc.array(fc.nat(LEXICON_SIZE - 1), { maxLength: 60 }), { maxLength: 6 });

describe('n-gram counts', () => {
  it('answer after add and remove exactly as if the removed document had never been there', () => {
    fc.assert(
      fc.property(documents, documents, (kept, removed) => {
        const counts = new NgramCounts({ order: 4 });
        for (const document of [...removed, ...kept]) counts.add(document);
        for (const document of removed) counts.remove(document);
        assert.deepEqual(answers(counts), answers(counted(kept)));
        assert.equal(counts.tokens, kept.flat().length);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('do not depend on the order in which documents were added', () => {
    fc.assert(
      fc.property(documents, (texts) => {
        assert.deepEqual(answers(counted(texts)), answers(counted([...texts].reverse())));
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('are those of a plain recount', () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const counts = counted(texts);
        for (const [words, expected] of plainCounts(texts, counts.order)) {
          const context = counts.node(words, 0, words.length - 1);
          assert.equal(counts.countAfter(context, words[words.length - 1]!), expected, `count of ${words}`);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('give back the memory of removed documents', () => {
    const counts = new NgramCounts();
    counts.add([1, 2, 3]);
    const large = Int32Array.from({ length: 20_000 }, (_, index) => (index * index) % 4999);
    for (let round = 0; round < 3; round++) {
      counts.add(large);
      counts.remove(large);
    }
    assert.ok(counts.bytes < 200_000, `${counts.bytes} bytes`);
    assert.equal(counts.tokens, 3);
  });

  it('are the same however much room was made for them', () => {
    const random = seededRandom(1);
    const text = Array.from({ length: 3000 }, () => Math.floor(random() * LEXICON_SIZE)); // some 2,500 n-grams
    for (const tokens of [0, 300, 3000, 1e9]) {
      const counts = new NgramCounts({ order: 4, tokens });
      counts.add(text);
      assert.deepEqual(answers(counts), answers(counted([text])), `room for ${tokens}`);
    }
  });

  const refused: [what: string, ids: number[], from?: number][] = [
    ['words in another order', [3, 2]],
    ['a word that was never added', [7]],
    ['more than there is', [1, 2, 3, 4, 5]],
    ['the same twice over', [1, 2, 3, 4, 1, 2, 3, 4]],
    ['another end', [1, 2, 3, 4, 6, 6]],
    ['another beginning', [4, 1, 2, 3, 4]],
    ['what was read as context only', [0, 0, 5], 1],
    ['nothing but context, then an unknown word', [5, 0, 5, 7], 2],
  ];
  for (const [what, ids, from] of refused) {
    it(`refuse to remove what was never added, and are as before: ${what}`, () => {
      const texts = [
        [1, 2, 3, 4],
        [2, 3, 6, 6, 6],
        [1, 2, 3, 4, 6],
      ];
      const make = () => {
        const counts = counted(texts);
        counts.add([0, 5], 1);
        return counts;
      };
      const counts = make();
      assert.throws(() => counts.remove(ids, from), /was not added/);
      assert.deepEqual(answers(counts), answers(make()));
      assert.equal(counts.tokens, make().tokens);
      for (const text of texts) counts.remove(text);
      counts.remove([0, 5], 1);
      assert.equal(counts.tokens, 0);
    });
  }

  it('keep what follows words that were read as context only, also when memory is given back', () => {
    const make = () => {
      const counts = new NgramCounts({ order: 4 });
      for (let word = 0; word < LEXICON_SIZE - 1; word++) counts.add([LEXICON_SIZE - 1, word, word], 1);
      return counts;
    };
    const counts = make();
    const large = Int32Array.from({ length: 4000 }, (_, index) => 10 + ((index * index) % 997));
    counts.add(large);
    counts.remove(large); // compacts
    assert.ok(counts.bytes < 100_000, `${counts.bytes} bytes`);
    assert.deepEqual(answers(counts), answers(make()));
  });

  it('go to another thread without a copy', () => {
    const counts = counted([[1, 2, 3, 1, 2, 4]]);
    const expected = answers(counts);
    const { state } = counts;
    const moved = structuredClone(state, { transfer: transferables(state) });
    assert.equal(state.table.nodes.length, 0, 'the sender no longer holds the memory');
    const received = new NgramCounts({ state: moved });
    assert.deepEqual(answers(received), expected);
    received.add([1, 5]);
    received.remove([1, 5]);
    assert.deepEqual(answers(received), expected);
  });
});

function counted(texts: readonly (readonly number[])[]): NgramCounts {
  const counts = new NgramCounts({ order: 4 });
  for (const text of texts) counts.add(text);
  return counts;
}

/** The bits of the distributions after every context of up to two words and some of three. */
function answers(counts: NgramCounts): string {
  const smoothed = new KneserNey(counts);
  const bits: string[] = [];
  const out = new Float32Array(LEXICON_SIZE);
  for (let first = 0; first < LEXICON_SIZE; first++) {
    for (let second = 0; second < LEXICON_SIZE; second++) {
      const context = [second, first, second];
      for (let length = 0; length <= 3; length++) {
        smoothed.distribution(context.slice(3 - length), length, out);
        bits.push(Buffer.from(out.buffer).toString('hex'));
      }
    }
  }
  return bits.join('\n');
}

/** Occurrences at the highest order; different left neighbours plus document starts below it. */
function plainCounts(texts: readonly (readonly number[])[], order: number): [number[], number][] {
  const left = new Map<string, Set<string>>();
  for (const [document, text] of texts.entries()) {
    for (let end = 1; end <= text.length; end++) {
      for (let length = 1; length <= Math.min(order, end); length++) {
        const start = end - length;
        const key = text.slice(start, end).join(' ');
        const occurrence = `${document}:${start}`;
        const neighbour = length === order || start === 0 ? occurrence : `after ${text[start - 1]}`;
        left.set(key, (left.get(key) ?? new Set()).add(neighbour));
      }
    }
  }
  return [...left].map(([key, neighbours]) => [key.split(' ').map(Number), neighbours.size]);
}
