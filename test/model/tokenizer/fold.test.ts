import assert from 'node:assert/strict';
import { displayForm, foldWord } from '../../../model/tokenizer/fold';

const cases: readonly (readonly [text: string, key: string, form: string])[] = [
  ['Ishmael', 'ishmael', 'Ishmael'],
  ['Don’t', "don't", "Don't"],
  ['donʼt', "don't", "don't"],
  ['well‑kept', 'well-kept', 'well-kept'],
  ['nai\u0308ve', 'na\u00efve', 'na\u00efve'],
  ['ÉTÉ', 'été', 'ÉTÉ'],
  ['ΟΔΟΣ', 'οδοσ', 'ΟΔΟΣ'],
  ['οδος', 'οδοσ', 'οδος'],
  ['co\u00adop', 'coop', 'coop'],
  ['İstanbul', 'istanbul', 'İstanbul'],
  ['ﬁnal', 'final', 'final'],
  ['oﬃce', 'office', 'office'],
  ['مـــحمد', 'محمد', 'محمد'],
  ['well\u2060known', 'wellknown', 'wellknown'],
  ['ـ', 'ـ', 'ـ'],
  ['İ', 'i', 'İ'],
  ['’', '’', '’'],
  ['‑', '‑', '‑'],
  ['—', '—', '—'],
];

describe('foldWord and displayForm', () => {
  for (const [text, key, form] of cases) {
    it(text, () => assert.deepEqual([foldWord(text), displayForm(text)], [key, form]));
  }
});
