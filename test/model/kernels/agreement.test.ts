import assert from 'node:assert/strict';
import type { Kernels } from '../../../model/kernels/kernels';
import { createPlainKernels } from '../../../model/kernels/plain';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { loadKernels } from '../../../server/threads/kernels';
import { checkAgreement } from './agreement';
import { type KernelCase, kernelCases } from './cases';

/** One test a kernel; each runs all of that kernel's sizes. */
const byKernel = new Map<string, KernelCase[]>();
for (const one of kernelCases) {
  const kernel = one.name.split(' ')[0]!;
  byKernel.set(kernel, [...(byKernel.get(kernel) ?? []), one]);
}

for (const name of ['plain', 'simd', 'relaxed-simd'] as const) {
  describe(`kernels: ${name} agrees with plain float64`, function () {
    this.timeout(60_000);
    let kernels: Kernels;

    before(async function () {
      await buildKernels('dist');
      kernels = name === 'plain' ? createPlainKernels() : loadKernels({ prefer: name });
      if (name === 'relaxed-simd' && kernels.name === 'plain') this.skip();
      assert.equal(kernels.name, name);
    });

    for (const [kernel, cases] of byKernel) {
      it(`${kernel}, ${cases.length} cases`, () => {
        for (const one of cases) checkAgreement(kernels, one);
      });
    }

    it('activations stay within 2e-6 over their whole range', () => {
      const length = 8001;
      const [input, zero, output] = [
        kernels.allocate(length),
        kernels.allocate(length),
        kernels.allocate(length),
      ];
      for (let i = 0; i < length; i++) input[i] = (i - 4000) / 100;
      kernels.elmanForward(output, input, zero, 1, length);
      for (let i = 0; i < length; i++) assert.ok(Math.abs(output[i]! - Math.tanh(input[i]!)) < 2e-6);
      const pair = kernels.allocate(2);
      for (let i = 0; i < length; i++) {
        // softmax of (x, 0) is (σ(x), σ(−x)).
        pair[0] = input[i]!;
        pair[1] = 0;
        kernels.softmax(pair, 2, 1);
        const expected = 1 / (1 + Math.exp(-input[i]!));
        assert.ok(Math.abs(pair[0]! - expected) <= 2e-6 * Math.max(expected, 1e-30), `σ(${input[i]})`);
      }
    });

    it('NaN and infinity are not hidden', () => {
      const x = kernels.allocate(9);
      const zero = kernels.allocate(9);
      x[2] = Number.NaN;
      x[8] = Number.NaN;
      kernels.elmanForward(x, x, zero, 1, 9);
      assert.deepEqual([x[2], x[8], x[0]], [Number.NaN, Number.NaN, 0]);
      x.fill(0);
      x[3] = Number.POSITIVE_INFINITY;
      assert.equal(kernels.sumOfSquares(x, 9), Number.POSITIVE_INFINITY);
    });
  });
}
