import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { scaled } from '../../torture/scale';

/** What the rules about secrets look for, over and over: each once took quadratic time or may come to. */
const units = [
  ...['a', '1', 'é', '中', 'ก', '.', '@', '-', '_', ':', '/', '(', '"', '`', '%', '\\', '\u0301'],
  ...[
    'a.',
    'a-',
    'a=',
    'a@',
    'a/',
    'a_',
    "a'",
    'a:',
    'a,',
    'a1',
    'aB',
    '1-',
    '1.',
    '1,',
    '1:',
    '1 ',
    '(1',
    '+1 ',
  ],
  ...[
    'a@b.',
    'www.',
    'http://',
    'eyJ.',
    'ghp_',
    "l'",
    'a@a=1-',
    'ab12 ',
    'abcd ',
    'abandon ',
    'AB12-',
    'DE89 1234 ',
  ],
  ...[
    'password: ',
    'password ',
    'password:',
    'password is ',
    'password: "',
    'password (',
    'is password ',
    'PIN:a1,',
    'pin 1 ',
  ],
  ...['log in as a / ', 'seed: able ', 'key: ', '-a password: ', '**password**: 1 ', 'x=password:'],
];
const LENGTH = scaled(20_000, 250_000);

describe('the time that a text takes', function () {
  this.timeout(scaled(60_000, 600_000));
  for (const unit of units) {
    it(`grows with its length: ${JSON.stringify(unit)}`, () => {
      // Four times the text: 4 times the work if it is linear, 16 times if it is quadratic.
      const [one, four] = [LENGTH, 4 * LENGTH].map((length) => leastCost(unit, length));
      assert.ok(four! <= 9 * one! + 40, `${one} ms, then ${four} ms`);
    });
  }
});

/** Processor time in milliseconds, without what else the machine does. */
function leastCost(unit: string, length: number): number {
  const text = unit.repeat(Math.ceil(length / unit.length));
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    tokenizeProse(text, [{ ranges: [{ start: 0, end: text.length }] }]);
    least = Math.min(least, process.cpuUsage(before).user / 1000);
  }
  return least;
}
