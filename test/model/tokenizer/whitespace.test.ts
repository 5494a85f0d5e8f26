import assert from 'node:assert/strict';
import { tokenizeWhitespace } from '../../../model/tokenizer/whitespace';

const cases: readonly (readonly [text: string, tokens: string])[] = [
  ['', ''],
  ['\n\n', ''],
  [' the <unk> N \n $ 5-year\n', 'the <unk> N </s> $ 5-year </s>'],
  ['no newline at the end', 'no newline at the end </s>'],
  ['a\r\nb', 'a </s> b </s>'],
  ['a b </s>\nc </s> d\n', 'a b </s> c </s> d </s>'],
  ['a </p>\n</s>\n </p> b', 'a </p> b </s>'],
];

describe('tokenizeWhitespace', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const tokens = tokenizeWhitespace(text);
      assert.equal(
        tokens
          .map((token) => token.text || { sentenceEnd: '</s>', paragraphEnd: '</p>' }[token.kind as string])
          .join(' '),
        expected,
      );
      for (const token of tokens) assert.equal(text.slice(token.start, token.end), token.text);
    });
  }
});
