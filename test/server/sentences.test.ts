import assert from 'node:assert/strict';
import { allWorded, sentence, worded } from '../../server/sentences';

const german: Record<string, string> = {
  'It failed: {0}.': 'Es ging nicht: {0}.',
  'no {0} of {1}': 'von {1} kein {0}',
};
const translate = (key: string, ...parts: string[]) =>
  (german[key] ?? key).replace(/\{(\d)\}/g, (_, index) => parts[Number(index)] ?? '');

describe('a sentence for the writer', () => {
  const table: [name: string, text: string, english: string, german: string][] = [
    ['without arguments', sentence('Nothing'), 'Nothing', 'Nothing'],
    ['with one', sentence('It failed: {0}.', 'EIO'), 'It failed: EIO.', 'Es ging nicht: EIO.'],
    ['in another order', sentence('no {0} of {1}', 'file', 3), 'no file of 3', 'von 3 kein file'],
    [
      'in another',
      sentence('It failed: {0}.', sentence('no {0} of {1}', 'a', 'b')),
      'It failed: no a of b.',
      'Es ging nicht: von b kein a.',
    ],
    [
      'in the midst of text',
      `x: ${sentence('It failed: {0}.', 'y')} z`,
      'x: It failed: y. z',
      'x: Es ging nicht: y. z',
    ],
    ['that is none', 'plain {0}', 'plain {0}', 'plain {0}'],
    ['with a hole that nothing fills', sentence('It failed: {0}.'), 'It failed: {0}.', 'Es ging nicht: .'],
  ];
  for (const [name, text, english, other] of table) {
    it(name, () => {
      assert.equal(worded(text), english);
      assert.equal(worded(text, translate), other);
    });
  }

  it('is worded wherever it stands in a message, and nothing else changes', () => {
    const message = {
      state: 'failed',
      message: sentence('It failed: {0}.', 'EIO'),
      files: [{ reason: sentence('Nothing') }, 3, null],
    };
    assert.deepEqual(allWorded(message), {
      state: 'failed',
      message: 'It failed: EIO.',
      files: [{ reason: 'Nothing' }, 3, null],
    });
  });

  it('ends with marks that belong to no sentence', () => {
    for (const text of ['\uE000', '\uE002\uE000', '\uE000'.repeat(50) + '\uE002'.repeat(50)])
      assert.equal(typeof worded(text), 'string');
  });
});
