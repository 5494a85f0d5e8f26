import assert from 'node:assert/strict';
import { createLanguageGate } from '../../../model/mixture/language-gate';

describe('language gate', () => {
  /** 0 says nothing, 1 speaks for the other language, 2 against it. */
  const evidence = Float32Array.from([0, 2, -2]);
  const cases: [what: string, read: string, from: number, to: number][] = [
    ['begins as it is told', '', 0.1, 0.1],
    ['stays where nothing is said', '0000 9', 0.1, 0.1],
    ['follows the other language within a few words', '11', 0.8, 0.95],
    ['is never certain', '1111111111111111', 0.9, 0.98],
    ['comes back as soon', '111111111111 2222', 0.02, 0.05],
    ['doubts one word less than two', '222222 1', 0.05, 0.3],
  ];
  for (const [what, read, least, most] of cases) {
    it(what, () => {
      const gate = createLanguageGate(evidence, 0.1);
      const shares = [gate.share];
      for (const id of read.replaceAll(' ', '')) {
        gate.advance(Number(id));
        shares.push(gate.share);
      }
      assert.ok(gate.share >= least - 1e-6 && gate.share <= most + 1e-6, `${gate.share}`);
      for (let length = shares.length - 1; length >= 0; length--) {
        gate.truncate(length);
        assert.equal(gate.share, shares[length]);
      }
    });
  }

  it('reads long texts', () => {
    const gate = createLanguageGate(evidence, 0.1);
    for (let read = 0; read < 1000; read++) gate.advance(read < 990 ? 2 : 1);
    assert.ok(gate.share > 0.9);
    gate.truncate(500);
    assert.ok(gate.share < 0.05);
  });
});
