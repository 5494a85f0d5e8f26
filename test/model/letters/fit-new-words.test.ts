import assert from 'node:assert/strict';
import { chanceOfNew } from '../../../model/letters/chance';
import { fitNewWords } from '../../../model/letters/fit-new-words';
import type { LetterModel } from '../../../model/letters/letter-model';
import type { NewWord, Speller } from '../../../model/letters/speller';
import type { Component } from '../../../model/prediction/component';
import { seededRandom } from '../../../model/training/random';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../../model/vocabulary/special';
import { vocabularyOf } from '../../../model/vocabulary/vocabulary';

const KNOWN = ['lamb', 'lamp', 'lantern', 'sea', 'seal', 'season'];
const NEW = Array.from(
  { length: 120 },
  (_, index) => `lampl${'abcdefghijkl'[index % 12]}${'mnopqrstuv'[Math.floor(index / 12)]}t`,
);

const lexicon = createLexicon(
  vocabularyOf(
    [...SPECIAL_TOKENS, ...KNOWN].map((key, id) => ({
      key,
      form: key,
      count: 1,
      kind: id < SPECIAL_TOKENS.length ? ('special' as const) : ('word' as const),
      spaceBeforeShare: 1,
      spaceAfterShare: 1,
    })),
  ),
  NEW.map((key) => ({ key, form: key })),
);

/** Every known word is as likely as the others; a tenth is left for new ones. */
function predictor(): Component {
  let length = 0;
  return {
    name: 'counts',
    get length() {
      return length;
    },
    advance: () => void length++,
    truncate: (to) => {
      length = to;
    },
    probabilities(out) {
      out.fill(0);
      out.fill(0.9 / KNOWN.length, SPECIAL_TOKENS.length, lexicon.closedSize);
      out[0] = 0.1;
    },
  };
}

/** Spells a new word with these letters, right or wrong. */
function speller(spelled: (prefix: string) => string | undefined): Speller {
  return {
    probability: (prefix) => (NEW[0]!.startsWith(prefix.slice(0, 5)) ? 1 : 1e-6),
    spell(prefix) {
      const key = spelled(prefix);
      const words: NewWord[] = key === undefined ? [] : [{ key, probability: 0.9 }];
      return { probability: this.probability(prefix), newShare: 1, words };
    },
  };
}

const model: LetterModel = {
  letters: [],
  config: { cell: 'gru', vocabularySize: 2, embeddingSize: 1, hiddenSize: 1, layers: 1, tied: false },
  parameters: [],
};
const known = Uint8Array.from({ length: lexicon.size }, (_, id) => (id < lexicon.closedSize ? 1 : 0));

/** One word in `every` is new. */
function heldOut(every: number): Int32Array {
  const random = seededRandom(2);
  let fresh = lexicon.closedSize;
  return Int32Array.from({ length: 900 }, (_, index) =>
    index % every === 0 && fresh < lexicon.size ? fresh++ : 3 + Math.floor(random() * KNOWN.length),
  );
}

describe('fitting to held-out text', () => {
  it('keeps a network that spells what comes', () => {
    const right = speller((prefix) => NEW.find((word) => word.startsWith(prefix) && prefix.length > 6));
    const fitted = fitNewWords({
      lexicon,
      predictor: predictor(),
      heldOut: heldOut(8),
      known,
      letters: { model, speller: right },
    });
    assert.equal(fitted.letters, model);
  });

  it('lets one go that spells what never comes', () => {
    const wrong = speller((prefix) => `${prefix}xx`);
    const fitted = fitNewWords({
      lexicon,
      predictor: predictor(),
      heldOut: heldOut(8),
      known,
      letters: { model, speller: wrong },
    });
    assert.equal(fitted.letters, undefined);
  });

  /** As at `lamp`, when half of the new words have been read: they are known then, and no likelier than before. */
  const atLamp = {
    outside: 0.1,
    likeness: 61 / 130,
    known: 0.15,
    entries: 60,
    typed: 4,
    startsSentence: false,
  };

  it('expects new words where they came, the more the more came', () => {
    const chance = (every: number) => {
      const { weights } = fitNewWords({ lexicon, predictor: predictor(), heldOut: heldOut(every), known });
      return chanceOfNew(weights, atLamp);
    };
    const [often, seldom] = [chance(8), chance(60)];
    // Of the words that begin with `lamp`, those were new: 1 in 8 of all words, beside a sixth of the others.
    assert.ok(Math.abs(often - 1 / 8 / (1 / 8 + 7 / 8 / 6)) < 0.15, String(often));
    assert.ok(seldom < 0.75 * often, `${seldom} ${often}`);
  });

  it('expects more of them where the text says that more will come', () => {
    const weights = (expectedShare?: number) =>
      fitNewWords({ lexicon, predictor: predictor(), heldOut: heldOut(20), known, expectedShare }).weights;
    assert.ok(chanceOfNew(weights(0.1), atLamp) > chanceOfNew(weights(), atLamp) + 0.05);
    assert.deepEqual(weights(0.01), weights()); // fewer than came: a small text's end says little
    assert.ok(weights(0.99)[0]! - weights()[0]! <= 1 + 1e-9);
  });

  it('reads nothing where nothing is held out', () => {
    const { weights } = fitNewWords({ lexicon, predictor: predictor(), heldOut: new Int32Array(0), known });
    assert.ok(weights.every(Number.isFinite));
  });
});
