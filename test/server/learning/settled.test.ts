import assert from 'node:assert/strict';
import { settled } from '../../../server/learning/settled';
import { worded } from '../../../server/sentences';
import type { Stage } from '../../../server/serving/served-network';

const folder = { hasFolder: true, leastWords: 300, waits: false };
const from = (stage: Stage) => ({ stage, base: { name: 'English', fingerprint: 'x', words: 1 } });

describe('The state when no work is left', () => {
  for (const [what, now, state, message] of [
    ['no folder', { ...folder, hasFolder: false, words: 0, served: undefined }, 'noText', /^Open a folder/],
    ['no text', { ...folder, words: 0, served: undefined }, 'noText', /^No text to learn from/],
    ['little text', { ...folder, words: 20, served: undefined }, 'noText', /^Only 20 words .* from 300 on/],
    [
      'text that the writer did not want learned',
      { ...folder, words: 999, served: undefined },
      'ready',
      undefined,
    ],
    ['a network', { ...folder, words: 999, served: from('taught') }, 'ready', undefined],
    [
      'a base and no folder',
      { ...folder, hasFolder: false, words: 0, served: from('base') },
      'ready',
      /knows of English; open a folder/,
    ],
    [
      'a base and no text',
      { ...folder, words: 0, served: from('base') },
      'ready',
      /knows of English; save some/,
    ],
    [
      'a base and little text',
      { ...folder, words: 20, served: from('started') },
      'ready',
      /knows of English and from the 20 words/,
    ],
    [
      'text to learn, and nobody who writes yet',
      { ...folder, words: 999, served: from('started'), waits: true },
      'ready',
      /once you open a text/,
    ],
    ['a base that waits for nothing', { ...folder, words: 999, served: from('started') }, 'ready', undefined],
  ] as const) {
    it(what, () => {
      const told = settled(now);
      assert.equal(told.state, state);
      if (message) assert.match(worded(told.message ?? ''), message);
      else assert.equal(told.message, undefined);
    });
  }
});
