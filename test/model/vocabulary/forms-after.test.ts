import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { encodeCorpus } from '../../../model/vocabulary/encode';
import { vocabularyFromJson, vocabularyToJson } from '../../../model/vocabulary/json';
import { createLexicon } from '../../../model/vocabulary/lexicon';

const TEXT = `She came to Skerra Light late. He loved Skerra Light much. Bring a light here. Leave the light there. No LIGHT here.

The Skerra Light

However, it rained. However, it snowed. Queequeg slept. Nevertheless we sang. Nevertheless we slept. Nevertheless we sat.

ΟΔΟΣ ΑΘΗΝΑΣ

We saw NASA launch. Then NASA won. Do not do it.`;

const rows: readonly (readonly [previous: string, word: string, form: string])[] = [
  ['skerra', 'light', 'Light'],
  ['a', 'light', 'light'],
  ['the', 'light', 'light'],
  ['of', 'light', 'light'], // never seen: as behind most words
  ['it', 'however', 'however'],
  ['we', 'nevertheless', 'nevertheless'],
  ['we', 'queequeg', 'Queequeg'], // once at a start, without a comma: it may be a name
  ['then', 'nasa', 'NASA'],
  ['not', 'do', 'do'],
  ['we', 'οδοσ', 'οδος'],
];

describe('the form of a word behind another', () => {
  const { lexicon } = encodeCorpus([tokenizeProse(TEXT)], { minimumCount: 1 });
  const stored = createLexicon(
    vocabularyFromJson(JSON.parse(JSON.stringify(vocabularyToJson(lexicon.vocabulary)))),
  );
  for (const [previous, word, form] of rows) {
    it(`${previous} ${form}`, () => {
      for (const each of [lexicon, stored])
        assert.equal(each.formAfter(each.idOf(previous), each.idOf(word)), form);
    });
  }
});
