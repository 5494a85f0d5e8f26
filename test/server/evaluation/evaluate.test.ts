import assert from 'node:assert/strict';
import { createMixture } from '../../../model/mixture/mixture';
import type { Component } from '../../../model/prediction/component';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { tokenizeWhitespace } from '../../../model/tokenizer/whitespace';
import { seededRandom } from '../../../model/training/random';
import { encodeCorpus } from '../../../model/vocabulary/encode';
import { createLexicon, type Lexicon } from '../../../model/vocabulary/lexicon';
import { SPECIAL_TOKENS } from '../../../model/vocabulary/special';
import { vocabularyOf } from '../../../model/vocabulary/vocabulary';
import { evaluate } from '../../../server/evaluation/evaluate';
import { KeyTable } from '../../../server/evaluation/key-table';
import { createWordScores, scoreWord } from '../../../server/evaluation/score-word';
import { createNewWordIds } from '../../../server/suggestion/new-words';
import { constantComponent } from '../../model/prediction/constant-component';

/** Words in the order of their ids, from 3 on. */
function lexiconOf(words: readonly string[]): Lexicon {
  const entries = [...SPECIAL_TOKENS, ...words].map((key, id) => ({
    key,
    form: key,
    count: 1,
    kind: id < SPECIAL_TOKENS.length ? ('special' as const) : ('word' as const),
    spaceBeforeShare: 1,
    spaceAfterShare: 1,
  }));
  return createLexicon(vocabularyOf(entries));
}

describe('scoreWord', () => {
  it('agrees with sorting the words under each prefix', () => {
    const random = seededRandom(7);
    const letters = 'abc';
    const words = [
      ...new Set(
        Array.from({ length: 120 }, () =>
          Array.from({ length: 1 + Math.floor(random() * 5) }, () => letters[Math.floor(random() * 3)]).join(
            '',
          ),
        ),
      ),
      ',',
      '42',
    ];
    const lexicon = lexiconOf(words);
    const table = new KeyTable(lexicon);
    table.update();
    const probabilities = Float32Array.from({ length: lexicon.size }, () => Math.ceil(random() * 50) / 1000); // with ties
    const scores = createWordScores();
    const isWord = (id: number) => /\p{L}/u.test(lexicon.key(id));

    for (const target of [...words.keys()].map((index) => index + SPECIAL_TOKENS.length).filter(isWord)) {
      const key = lexicon.key(target);
      scoreWord(scores, probabilities, table, table.ranges(key), target, {
        under: () => ({ chance: 0.3, words: [] }),
        ids: createNewWordIds(),
      });
      for (let typed = 0; typed <= key.length; typed++) {
        const fits = [...lexicon.idsWithPrefix(key.slice(0, typed))];
        const likelier = fits.filter(
          (id) =>
            isWord(id) &&
            (probabilities[id]! > probabilities[target]! ||
              (probabilities[id] === probabilities[target] && id < target)),
        );
        assert.equal(scores.rank[typed], likelier.length, `${key} after ${typed} letters`);

        const offers = fits.filter((id) => isWord(id) && lexicon.key(id).length !== typed);
        const highest = Math.max(0, ...offers.map((id) => probabilities[id]!));
        const mass = fits.reduce((sum, id) => sum + probabilities[id]!, 0);
        const confidence = typed === 0 ? highest : (0.7 * highest) / mass;
        assert.ok(Math.abs(scores.confidence[typed]! - confidence) < 1e-5, `${key} after ${typed} letters`);
      }
    }
  });

  it('keeps its table in order while the lexicon grows', () => {
    const lexicon = lexiconOf(['whale', 'white']);
    const table = new KeyTable(lexicon);
    table.update();
    for (const word of ['ahab', 'who', 'zebra', 'w']) {
      lexicon.add(word, word);
      table.update();
    }
    const keys = Array.from({ length: table.size }, (_, place) => table.keyAt(place));
    assert.deepEqual(keys, ['ahab', 'w', 'whale', 'white', 'who', 'zebra']);
    assert.deepEqual([...table.ranges('wh')], [0, 6, 1, 5, 2, 5]);
  });
});

describe('evaluate', () => {
  // the .5, then .2, whale .15, </s> .1, <unk> .05
  const lexicon = lexiconOf(['the', 'then', 'whale']);
  const probabilities = [0.05, 0.1, 0, 0.5, 0.2, 0.15];
  const run = (text: string, component = constantComponent('counts', probabilities)) =>
    evaluate({ lexicon, predictor: component }, [tokenizeWhitespace(text)], {
      mode: 'whitespace',
      resamples: 200,
    });

  it('counts as the contract says', async () => {
    const { tokens, words, oovRate, perplexity, top1, top3, keystrokeSavings1, keystrokeSavings3 } =
      await run('the then whale\nthe ahab\n');
    assert.deepEqual([tokens, words, oovRate], [7, 5, 1 / 5]);
    const surprise = [0.5, 0.2, 0.15, 0.1, 0.5, 0.05, 0.1].reduce((sum, p) => sum - Math.log(p), 0) / 7;
    assert.ok(Math.abs(perplexity - Math.exp(surprise)) < 1e-4);
    assert.equal(top1, 2 / 5); // the, twice
    assert.equal(top3, 4 / 5); // all but ahab
    // Typed 4 + 5 + 6 + 4 + 5. `the` is first at once; `then` stands behind it to the end; whale comes after its w.
    const spent1 = 1 + 5 + 2 + 1 + 5;
    assert.ok(Math.abs(keystrokeSavings1 - (1 - spent1 / 24)) < 1e-9, String(keystrokeSavings1));
    const spent3 = 1 + 1 + 1 + 1 + 5;
    assert.ok(Math.abs(keystrokeSavings3 - (1 - spent3 / 24)) < 1e-9, String(keystrokeSavings3));
  });

  it('counts new words as offered, and what would be without them', async () => {
    const prose = lexiconOf(['the', 'then', 'whale']);
    const newWords = {
      weights: [0, 0, 0, 0, 0, 0, 0], // a word is new as often as not
      speller: {
        probability: () => 1,
        spell: (prefix: string, isKnown: (key: string) => boolean) => ({
          probability: 1,
          newShare: 1,
          words: ['whaler', 'whaling'].flatMap((key) =>
            key.startsWith(prefix) && !isKnown(key)
              ? [{ key, probability: key === 'whaler' ? 0.6 : 0.3 }]
              : [],
          ),
        }),
      },
    };
    const run = () =>
      evaluate(
        { lexicon: prose, predictor: constantComponent('counts', probabilities), newWords },
        [tokenizeProse('whaling whale')],
        {
          resamples: 0,
        },
      );
    const { keystrokeSavings1, keystrokeSavings3, withoutNewWords } = await run();
    // Typed 8 + 6. Whaling is one of three after `wh`, and the only one after `whali`; whale is one of three at once, and first after its w.
    assert.ok(Math.abs(keystrokeSavings3 - (1 - (3 + 1) / 14)) < 1e-9, String(keystrokeSavings3));
    assert.ok(Math.abs(keystrokeSavings1 - (1 - (6 + 2) / 14)) < 1e-9, String(keystrokeSavings1));
    assert.ok(Math.abs(withoutNewWords!.keystrokeSavings1 - (1 - (8 + 2) / 14)) < 1e-9);
  });

  it('gives intervals around its figures, the same for the same seed', async () => {
    const text = 'the then whale\nthe ahab\nwhale\nthen the the\n';
    const { perplexity, intervals } = await run(text);
    const [low, high] = intervals?.perplexity ?? [0, 0];
    assert.ok(low <= perplexity && perplexity <= high && low < high, `${low} ${perplexity} ${high}`);
    assert.deepEqual((await run(text)).intervals, intervals);
  });

  it('scores the parts of a mixture beside it', async () => {
    const parts = [
      constantComponent('counts', probabilities),
      constantComponent('recency', [0.2, 0.2, 0, 0.2, 0.2, 0.2]),
    ];
    const mixture = createMixture(parts, {
      weights: { counts: 0.5, recency: 0.5 },
      lexiconSize: () => lexicon.size,
    });
    const { components, perplexity } = await run('the whale\n', mixture);
    assert.deepEqual(Object.keys(components), ['mixture', 'counts', 'recency']);
    assert.equal(components.mixture?.perplexity, perplexity);
    const alone = await run('the whale\n', constantComponent('counts', probabilities));
    assert.equal(components.counts?.perplexity, alone.perplexity);
  });

  it('is calibrated where the predictor is', async () => {
    const random = seededRandom(3);
    const words = ['the', 'then', 'whale'];
    const drawn = Array.from({ length: 4000 }, () => {
      let left = random();
      const id = probabilities.findIndex((probability) => {
        left -= probability;
        return left < 0;
      });
      return words[id - 3] ?? 'ahab';
    });
    const { calibrationError, calibration } = await run(`${drawn.join(' ')}\n`);
    assert.ok(calibrationError < 0.04, String(calibrationError));
    assert.equal(
      calibration?.reduce((sum, { count }) => sum + count, 0),
      4001,
    );
  });

  it('takes words of the text into the lexicon as it reads prose', async () => {
    const corpus = encodeCorpus([tokenizeProse('The whale swam. The whale sank.')]);
    const before = corpus.lexicon.size;
    const size = () => corpus.lexicon.size;
    const uniform: Component = {
      ...constantComponent('counts', []),
      probabilities: (out) => out.fill(1 / size()),
    };
    const { oovRate } = await evaluate(
      { lexicon: corpus.lexicon, predictor: uniform },
      [tokenizeProse('Queequeg saw the whale. Queequeg sank.')],
      { resamples: 0 },
    );
    assert.equal(oovRate, 2 / 6); // Queequeg and saw, at first sight only
    assert.equal(corpus.lexicon.size, before + 2);
  });

  it('stops when told to', async () => {
    const words = Array.from({ length: 200_000 }, () => 'whale').join(' ');
    await assert.rejects(
      evaluate(
        { lexicon, predictor: constantComponent('counts', probabilities) },
        [tokenizeWhitespace(words)],
        {
          mode: 'whitespace',
          signal: AbortSignal.abort(new Error('enough')),
        },
      ),
      /enough/,
    );
  });
});
