import type { TrainingPoint } from '../../model/training/api';

/** A loss curve of about so many points, whatever its length; those where held-out text was measured all stay. */
const POINTS_KEPT = 100;

export function thinned(history: readonly TrainingPoint[]): TrainingPoint[] {
  const every = Math.max(1, Math.ceil(history.length / POINTS_KEPT));
  return history.filter(({ heldOutLoss }, index) => heldOutLoss !== undefined || index % every === 0);
}
