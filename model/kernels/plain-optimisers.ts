/** The optimisers' steps in plain TypeScript. See kernels.ts for papers and parameters. */
import type { AdamSettings, Vector } from './kernels';

export const plainOptimisers = {
  adam(
    weights: Vector,
    gradient: Vector,
    mean: Vector,
    variance: Vector,
    length: number,
    gradientScale: number,
    settings: AdamSettings,
  ): void {
    const { rate, beta1, beta2, epsilon, correction1, correction2, decay } = settings;
    for (let i = 0; i < length; i++) {
      const g = gradient[i]! * gradientScale;
      mean[i] = beta1 * mean[i]! + (1 - beta1) * g;
      variance[i] = beta2 * variance[i]! + (1 - beta2) * g * g;
      const step = (rate * (mean[i]! / correction1)) / (Math.sqrt(variance[i]! / correction2) + epsilon);
      weights[i] = weights[i]! * (1 - decay) - step;
    }
  },

  rmspropRows(
    table: Vector,
    gradient: Vector,
    variance: Vector,
    indices: Int32Array,
    count: number,
    width: number,
    gradientScale: number,
    rate: number,
    memory: number,
    epsilon: number,
    decay: number,
  ): void {
    for (let i = 0; i < count; i++) {
      const row = indices[i]!;
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (gradient[i * width + j]! * gradientScale) ** 2;
      variance[row] = memory * variance[row]! + (1 - memory) * (sum / width);
      const rowRate = (rate * gradientScale) / (Math.sqrt(variance[row]!) + epsilon);
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        table[at] = table[at]! * (1 - decay) - rowRate * gradient[i * width + j]!;
      }
    }
  },
};
