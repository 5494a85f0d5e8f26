import type { CellKind } from '../model/network/config';
import type { TrainingData } from '../model/training/api';
import { operationsPerToken, planTraining, type TrainingPlan } from '../model/training/plan';
import { measureSpeed } from '../model/training/speed';
import { createTrainer } from '../model/training/trainer';
import { loadKernels } from '../server/threads/kernels';

const systemSeconds = (): number => performance.now() / 1000;

/** Tokens a second of one thread, in this process; GFLOP/s of that, and of matrix products alone before or after. */
export function measureTraining(
  data: TrainingData,
  cell: CellKind,
  hiddenSize: number,
  seconds: number,
  changes: Partial<TrainingPlan> = {},
): { tokens: number; speed: number; products: number } {
  const kernels = loadKernels();
  const request = { cell, hiddenSize, budget: { seconds }, threads: 1, seed: 1 };
  const products = measureSpeed(kernels, systemSeconds);
  const plan = {
    ...planTraining({
      tokens: data.train.length,
      heldOutTokens: 0,
      vocabularySize: data.vocabularySize,
      request,
      speed: products,
    }),
    ...changes,
  };
  const trainer = createTrainer({ kernels, data, plan, seed: 1 });
  for (let block = 0; block < 20; block++) trainer.step(0.5); // the engine compiles
  const begin = systemSeconds();
  let tokens = 0;
  let operations = 0;
  while (systemSeconds() - begin < seconds) {
    trainer.step(0.5);
    tokens += trainer.blockTokens;
    operations += trainer.blockTokens * operationsPerToken(cell, 1, hiddenSize, trainer.candidateCount);
  }
  const elapsed = systemSeconds() - begin;
  const again = measureSpeed(kernels, systemSeconds);
  return {
    tokens: tokens / elapsed,
    speed: operations / elapsed / 1e9,
    products: Math.max(products, again) / 1e9,
  };
}
