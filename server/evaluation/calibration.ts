import type { Evaluation } from '../protocol';

export type CalibrationPoints = NonNullable<Evaluation['calibration']>;

/** Bins of equally many predictions: enough to see a curve, few enough that each has hundreds. */
const BINS = 15;

/** Compares how sure the model said it was with how often it was right. */
export class Calibration {
  private readonly predictions: { predicted: number; right: boolean }[] = [];

  add(predicted: number, right: boolean): void {
    this.predictions.push({ predicted, right });
  }

  /** Mean prediction and share of right ones, by bins of equally many predictions in order of confidence. */
  points(): CalibrationPoints {
    const sorted = [...this.predictions].sort((a, b) => a.predicted - b.predicted);
    const points: CalibrationPoints = [];
    for (let bin = 0; bin < BINS; bin++) {
      const from = Math.floor((bin * sorted.length) / BINS);
      const within = sorted.slice(from, Math.floor(((bin + 1) * sorted.length) / BINS));
      if (within.length === 0) continue;
      points.push({
        predicted: within.reduce((sum, { predicted }) => sum + predicted, 0) / within.length,
        observed: within.filter(({ right }) => right).length / within.length,
        count: within.length,
      });
    }
    return points;
  }
}

/** Expected calibration error (Naeini et al. 2015) over equal-mass bins (Nguyen & O'Connor 2015). */
export function calibrationError(points: CalibrationPoints): number {
  const total = points.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  return points.reduce(
    (sum, { predicted, observed, count }) => sum + (count / total) * Math.abs(predicted - observed),
    0,
  );
}
