/** Texts in ids, as tests write them: `10 11 | 12 |`, with bars for paragraph ends. */
import { PARAGRAPH_END } from '../../../model/vocabulary/special';

export const ids = (text: string) =>
  Int32Array.from(text.split(' ').filter(Boolean), (word) => (word === '|' ? PARAGRAPH_END : Number(word)));
export const shown = (paragraphs: readonly Int32Array[]) =>
  paragraphs.map((paragraph) =>
    [...paragraph].map((id) => (id === PARAGRAPH_END ? '|' : String(id))).join(' '),
  );
