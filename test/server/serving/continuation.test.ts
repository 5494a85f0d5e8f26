import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { buildVocabulary } from '../../../model/vocabulary/build';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END } from '../../../model/vocabulary/special';
import { proseBlocks } from '../../../server/prose/blocks';
import { continuation } from '../../../server/serving/continuation';

const words = 'The light went out over the water , and Skerra slept . '.repeat(3);
const lexicon = createLexicon(buildVocabulary([tokenizeProse(words, proseBlocks(words, 'plaintext'))]));
const id = (key: string) => lexicon.idOf(key);

/** Says one sentence, whatever it has read before that. */
function saying(sentence: readonly number[]) {
  const read: number[] = [];
  return {
    name: 'saying',
    read,
    advance: (next: number) => void read.push(next),
    probabilities(into: Float32Array) {
      into.fill(0);
      into[sentence[read.length - 2] ?? PARAGRAPH_END] = 1;
    },
  };
}

const table: [what: string, sentence: number[], expected: string][] = [
  [
    'words and marks as they are written',
    [id('went'), id(','), id('and'), id('skerra'), id('slept'), id('.')],
    'went, and Skerra slept.',
  ],
  ['up to the sentence’s end', [id('went'), id('out'), id('.'), SENTENCE_END, id('and')], 'went out.'],
  ['nothing', [PARAGRAPH_END], ''],
];

describe('What a model would write', () => {
  for (const [what, sentence, expected] of table) {
    it(what, async () => {
      const predictor = saying(sentence);
      const prompt = [id('the'), id('light')];
      const { signal } = new AbortController();
      const answer = await continuation(
        { lexicon, predictor: predictor as never },
        prompt,
        () => 0.5,
        signal,
      );
      assert.equal(answer.text, expected);
      assert.match(answer.prompt, /^the light$/i);
      assert.deepEqual(predictor.read.slice(0, 2), prompt);
    });
  }

  it('ends when it is told to, and after a line', async () => {
    const endless = {
      ...saying([]),
      probabilities: (into: Float32Array) => void into.fill(0).fill(1, id('water'), id('water') + 1),
    };
    const { text } = await continuation(
      { lexicon, predictor: endless as never },
      [],
      () => 0.99,
      new AbortController().signal,
    );
    assert.equal(text.split(' ').length, 18);
    const stopped = await continuation(
      { lexicon, predictor: endless as never },
      [],
      () => 0.99,
      AbortSignal.abort(),
    );
    assert.equal(stopped.text, '');
  });
});
