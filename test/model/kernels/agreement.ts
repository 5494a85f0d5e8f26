/** The check that fast kernels pass before anything is timed: the float64 oracle on the same data. */
import type { Kernels, Vector } from '../../../model/kernels/kernels';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { KernelCase } from './cases';
import { seededData } from './seeded';

/** Throws an Error that names the case and the first value that is off. Values that are not to be written are compared too. */
export function checkAgreement(kernels: Kernels, { name, tolerance, run }: KernelCase): void {
  const oracle = createPlainKernels('float64');
  const expected = run(oracle, seededData(oracle, 7));
  const got = run(kernels, seededData(kernels, 7));
  expected.forEach((values, output) => {
    const expectedValues = asVector(values);
    const gotValues = asVector(got[output]!);
    expectedValues.forEach((value, index) => {
      const error = Math.abs(gotValues[index]! - value) / (1 + Math.abs(value));
      // Written so that NaN fails.
      if (!(error <= tolerance)) {
        throw new Error(
          `${kernels.name} ${name}: output ${output}[${index}] is ${gotValues[index]}, expected ${value}`,
        );
      }
    });
  });
}

function asVector(values: Vector | number): Vector {
  return typeof values === 'number' ? Float64Array.of(values) : values;
}
