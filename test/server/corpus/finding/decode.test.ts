import assert from 'node:assert/strict';
import { decodeText } from '../../../../server/corpus/finding/decode';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const BOM = [0xef, 0xbb, 0xbf];
const utf16 = (text: string, big: boolean) => {
  const encoded = Buffer.from(text, 'utf16le');
  return big
    ? Buffer.concat([Buffer.from([0xfe, 0xff]), encoded.swap16()])
    : bytes([0xff, 0xfe], [...encoded]);
};

const cases: [name: string, bytes: Uint8Array, expected: { text: string } | { reason: RegExp }][] = [
  ['UTF-8', bytes('Où est Ishmaël ?'), { text: 'Où est Ishmaël ?' }],
  ['UTF-8 with a byte order mark', bytes(BOM, 'Call me'), { text: 'Call me' }],
  ['UTF-16, little end first', utf16('Où — là', false), { text: 'Où — là' }],
  ['UTF-16, big end first', utf16('Où — là', true), { text: 'Où — là' }],
  ['no bytes', bytes(), { reason: /^empty$/ }],
  ['only white space', bytes(' \n\t\n'), { reason: /^empty$/ }],
  ['only a byte order mark', bytes(BOM), { reason: /^empty$/ }],
  ['a NUL byte', bytes('PNG', [0], 'text'), { reason: /^binary$/ }],
  ['Latin-1', bytes('caf', [0xe9], ' au lait'), { reason: /UTF-8/ }],
  ['UTF-8 cut in the middle of a letter', bytes('caf', [0xc3]), { reason: /UTF-8/ }],
  ['UTF-16 with half a pair', bytes([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), { reason: /UTF-16/ }],
];

describe('decodeText', () => {
  for (const [name, input, expected] of cases) {
    it(name, () => {
      const decoded = decodeText(input);
      if ('text' in expected) assert.deepEqual(decoded, expected);
      else assert.match('reason' in decoded ? decoded.reason : JSON.stringify(decoded), expected.reason);
    });
  }
});
