import assert from 'node:assert/strict';
import type { Token } from '../../../model/tokens/token';
import { ReaderPosition } from '../../../server/suggestion/reader-position';

/** Characters of a token with the space behind it. */
const WIDTH = 10;
const COLD_TOKENS = 400;

interface Read {
  readonly caret: number;
  /** Tokens that the reader has read by then. */
  readonly already?: number;
}

type Step = Read | { readonly start: number; readonly end: number; readonly text: string } | 'reset';

/** The offsets at which the tokens begin that are to be read in the last step, first and last, and how many were asked for. */
type Expected = [from: number, to: number, asked: number];

const insertion = (at: number, characters: number) => ({ start: at, end: at, text: 'x'.repeat(characters) });
const deletion = (start: number, end: number) => ({ start, end, text: '' });

const table: [name: string, steps: Step[], expected: Expected][] = [
  ['begins as far back as it does cold', [{ caret: 10_000 }], [6000, 9990, 400]],
  ['begins at the start of a short text', [{ caret: 1000 }], [0, 990, 400]],
  ['reads on where it stands', [{ caret: 10_000 }, { caret: 10_000, already: 400 }], [6000, 9990, 408]],
  ['reads on behind it', [{ caret: 10_000 }, { caret: 10_100, already: 400 }], [6000, 10_090, 608]],
  ['goes back a little', [{ caret: 10_000 }, { caret: 9000, already: 400 }], [6000, 8990, 408]],
  ['begins anew far behind it', [{ caret: 10_000 }, { caret: 12_500, already: 400 }], [8500, 12_490, 400]],
  ['reads on less far behind it', [{ caret: 10_000 }, { caret: 12_490, already: 400 }], [6000, 12_480, 5388]],
  ['begins anew near its beginning', [{ caret: 10_000 }, { caret: 7250, already: 400 }], [3250, 7240, 400]],
  ['stays at the beginning of the text', [{ caret: 1000 }, { caret: 50, already: 100 }], [0, 40, 108]],
  [
    'begins anew after much reading',
    [{ caret: 10_000 }, { caret: 10_000, already: 2400 }],
    [6000, 9990, 400],
  ],
  [
    'begins anew after much was inserted',
    [{ caret: 10_000 }, insertion(20_000, 2000), { caret: 10_000, already: 400 }],
    [6000, 9990, 400],
  ],
  ['begins anew with another model', [{ caret: 10_000 }, 'reset', { caret: 10_100 }], [6100, 10_090, 400]],
  [
    'moves with text before it',
    [{ caret: 10_000 }, insertion(100, 50), { caret: 10_050, already: 400 }],
    [6050, 10_040, 508],
  ],
  [
    'moves with text that goes before it',
    [{ caret: 10_000 }, deletion(100, 200), { caret: 9900, already: 400 }],
    [5900, 9890, 408],
  ],
  [
    'begins anew where its beginning changes',
    [{ caret: 10_000 }, deletion(5990, 6010), { caret: 9980, already: 400 }],
    [5980, 9970, 400],
  ],
  [
    'moves with what is put right before its beginning',
    [{ caret: 10_000 }, insertion(6000, 10), { caret: 10_010, already: 400 }],
    [6010, 10_000, 428],
  ],
  [
    'reads again what has changed behind its beginning',
    [{ caret: 10_000 }, deletion(9000, 11_000), { caret: 9010, already: 400 }],
    [6000, 9000, 428],
  ],
  [
    'begins anew far behind what has changed',
    [{ caret: 10_000 }, deletion(7000, 11_000), { caret: 9500, already: 400 }],
    [5500, 9490, 400],
  ],
];

/** The last tokens before a caret. */
function tokensBefore(caret: number, most: number): Token[] {
  const count = Math.floor(caret / WIDTH);
  return Array.from({ length: Math.min(most, count) }, (_, index) => {
    const start = (count - Math.min(most, count) + index) * WIDTH;
    return { kind: 'word', text: 'word', start, end: start + WIDTH - 1 };
  });
}

describe('ReaderPosition', () => {
  for (const [name, steps, expected] of table) {
    it(name, () => {
      const position = new ReaderPosition();
      let last: Expected | undefined;
      for (const step of steps) {
        if (step === 'reset') position.reset();
        else if ('start' in step) position.change(step);
        else {
          let asked = 0;
          const { tokens } = position.read(step.caret, step.already ?? 0, COLD_TOKENS, (most) => {
            asked = most;
            return { tokens: tokensBefore(step.caret, most), prefix: { text: '', start: step.caret } };
          });
          last = [tokens[0]!.start, tokens.at(-1)!.start, asked];
        }
      }
      assert.deepEqual(last, expected);
    });
  }
});
