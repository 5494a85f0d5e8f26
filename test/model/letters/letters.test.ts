import assert from 'node:assert/strict';
import { createPlainKernels } from '../../../model/kernels/plain';
import { alphabetOf, findAlphabet, isSpelled, OTHER_LETTER, WORD_END } from '../../../model/letters/alphabet';
import { lettersFromJson, lettersToJson } from '../../../model/letters/letter-json';
import type { LetterModel } from '../../../model/letters/letter-model';
import { createSpeller } from '../../../model/letters/speller';
import { spell, trainLetters } from '../../../model/letters/train-letters';
import { seededRandom } from '../../../model/training/random';
import { loadKernels } from '../../../server/threads/kernels';

const ENDINGS = ['a', 'amo', 'avi', 'atis', 'abunt'];
const [CONSONANTS, VOWELS] = ['bcdfglmnprst', 'aeiou'];

/** Stems of one or two syllables and a consonant, each with some of the endings: a language of many forms. */
function wordsOf(count: number): string[] {
  const random = seededRandom(3);
  const one = (letters: string) => letters[Math.floor(random() * letters.length)]!;
  const words = new Set<string>();
  while (words.size < count) {
    const syllables = Array.from(
      { length: 1 + Math.floor(random() * 2) },
      () => one(CONSONANTS) + one(VOWELS),
    );
    const ending = ENDINGS[Math.floor(random() * ENDINGS.length)]!;
    words.add(syllables.join('') + one(CONSONANTS) + ending);
  }
  return [...words];
}

const words = wordsOf(2_500);
let trained: LetterModel | undefined;
const model = (): LetterModel => {
  trained ??= trainLetters(words, loadKernels())!; // there are enough of them
  return trained;
};

describe('the alphabet', () => {
  const cases: [words: string[], letters: string | undefined][] = [
    [['aab', 'aab', 'aab'], 'ab'],
    [['ba', 'ba', 'ba'], 'ab'], // equally frequent: by code point
    [['aaa', 'b', 'b'], 'a'],
    [['ab'], undefined],
    [Array.from({ length: 300 }, (_, index) => String.fromCodePoint(0x4e00 + index).repeat(3)), undefined],
    [['𐐷𐐷𐐷'], '𐐷'], // two code units, one letter
  ];
  for (const [given, letters] of cases) {
    it(`of ${given.slice(0, 3).join(', ')} is ${letters ?? 'none'}`, () => {
      assert.equal(findAlphabet(given)?.letters.join(''), letters);
    });
  }

  it('spells with its ids, and ends each word', () => {
    assert.deepEqual([...spell('abz', alphabetOf(['a', 'b']))], [2, 3, OTHER_LETTER, WORD_END]);
  });

  const spelled: [key: string, isIt: boolean][] = [
    ['word', true],
    ["o'clock", true],
    ['well-kept', true],
    ['éte\u0301', true],
    ['c8h10', false],
    ['-word', false],
    ['1st', false],
    ['u.s.', false],
    ['', false],
  ];
  for (const [key, isIt] of spelled) {
    it(`learns from ${key || 'nothing'}: ${isIt}`, () => assert.equal(isSpelled(key), isIt));
  }
});

describe("the letters' network", () => {
  it('is the same for the same words', () => {
    const few = words.slice(0, 2_000);
    assert.deepEqual(trainLetters(few, loadKernels()), trainLetters(few, loadKernels()));
  }).timeout(60_000);

  it('is none where there are too few words', () => {
    assert.equal(trainLetters(words.slice(0, 500), loadKernels()), undefined);
  });

  it('gives the words that start with each letter their share', () => {
    const speller = createSpeller(model(), loadKernels());
    const shares = new Map<string, number>();
    for (const word of words) shares.set(word[0]!, (shares.get(word[0]!) ?? 0) + 1 / words.length);
    let total = 0;
    for (const [letter, share] of shares) {
      const probability = speller.probability(letter);
      total += probability;
      assert.ok(Math.abs(probability - share) < 0.04, `${letter}: ${probability}, expected ${share}`);
    }
    assert.ok(total > 0.97, String(total));
  }).timeout(60_000);

  it('offers new words with endings that it knows, and none that is known', () => {
    const known = new Set(words);
    const speller = createSpeller(model(), loadKernels());
    let right = 0;
    let asked = 0;
    for (const word of words.slice(0, 50)) {
      const prefix = word.slice(0, -1);
      const spelling = speller.spell(prefix, (key) => known.has(key));
      const sum = spelling.words.reduce((total, { probability }) => total + probability, 0);
      assert.ok(sum <= 1 + 1e-6 && spelling.newShare > 0 && spelling.newShare <= 1, prefix);
      for (const { key } of spelling.words) {
        assert.ok(key.startsWith(prefix) && key !== prefix && !known.has(key), key);
        asked++;
        if (ENDINGS.some((ending) => key.endsWith(ending))) right++;
      }
    }
    assert.ok(asked > 20 && right / asked > 0.9, `${right} of ${asked}`);
  }).timeout(60_000);

  it('answers alike with fast kernels and plain ones, whatever it was asked before', () => {
    const fast = createSpeller(model(), loadKernels());
    const plain = createSpeller(model(), createPlainKernels());
    const prefixes = ['ba', 'bal', 'ba', '', 'rat', 'ra', 'bala', 'zzz', 'b'];
    for (const prefix of prefixes) {
      const [one, other] = [fast.spell(prefix, () => false), plain.spell(prefix, () => false)];
      assert.ok(Math.abs(Math.log(one.probability / other.probability)) < 1e-3, prefix);
      assert.ok(Math.abs(one.probability / fast.probability(prefix) - 1) < 1e-9, prefix);
      const afresh = createSpeller(model(), createPlainKernels()).spell(prefix, () => false);
      assert.deepEqual(other, afresh);
      assert.deepEqual(
        one.words.slice(0, 3).map(({ key }) => key),
        other.words.slice(0, 3).map(({ key }) => key),
      );
    }
  }).timeout(60_000);

  it('finds the words that a walk through all letters finds', () => {
    const kernels = createPlainKernels();
    const speller = createSpeller(model(), kernels);
    const { letters } = model();
    // P(prefix + letter) / P(prefix), by asking for both; the end of a word is what all letters leave.
    const walk = (word: string, reached: number, most: number): [string, number][] => {
      if (most === 0) return [];
      const whole = speller.probability(word);
      const next = letters.map(
        (letter) => [word + letter, speller.probability(word + letter) / whole] as const,
      );
      const ends = 1 - next.reduce((sum, [, share]) => sum + share, 0);
      const longer = next
        .filter(([, share]) => reached * share > 0.05)
        .flatMap(([longer, share]) => walk(longer, reached * share, most - 1));
      return reached * ends > 0.05 && word !== 'bal' ? [[word, reached * ends], ...longer] : longer;
    };
    const found = speller.spell('bal', () => false).words.filter(({ probability }) => probability > 0.05);
    const expected = walk('bal', 1, 8).sort(([, a], [, b]) => b - a);
    assert.deepEqual(
      found.map(({ key }) => key),
      expected.map(([key]) => key),
    );
    assert.ok(expected.length > 1);
  }).timeout(60_000);
});

describe("a stored letters' network", () => {
  const json = () => JSON.parse(JSON.stringify(lettersToJson(model())));

  it('spells as before, to eight bits', () => {
    const read = createSpeller(lettersFromJson(json())!, createPlainKernels());
    const before = createSpeller(model(), createPlainKernels());
    for (const prefix of ['bal', 'rat', 'si']) {
      const ratio = read.probability(prefix) / before.probability(prefix);
      assert.ok(Math.abs(Math.log(ratio)) < 0.1, `${prefix}: ${ratio}`);
    }
    assert.ok(JSON.stringify(json()).length < 60_000);
  }).timeout(60_000);

  const damages: [what: string, damage: (stored: Record<string, unknown>) => void][] = [
    ['letters missing', (stored) => delete stored.letters],
    ['a letter twice', (stored) => (stored.letters as string[]).push((stored.letters as string[])[0]!)],
    ['a letter of two', (stored) => (stored.letters as string[]).splice(0, 1, 'ab')],
    ['another size', (stored) => (stored.hiddenSize = 63)],
    ['a size beyond all', (stored) => (stored.hiddenSize = 1e9)],
    ['no array', (stored) => (stored.parameters as unknown[]).pop()],
    ['an array cut short', (stored) => ((stored.parameters as { values: string }[])[0]!.values = 'AAAA')],
    ['no base64', (stored) => ((stored.parameters as { values: string }[])[0]!.values = '***')],
    [
      'no number',
      (stored) => ((stored.parameters as { floats: string }[])[3]!.floats = btoa('\xff'.repeat(768))),
    ],
  ];
  for (const [what, damage] of damages) {
    it(`is none with ${what}`, () => {
      const stored = json();
      assert.notEqual(lettersFromJson(stored), undefined);
      damage(stored);
      assert.equal(lettersFromJson(stored), undefined);
    });
  }
});
