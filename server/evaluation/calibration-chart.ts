import { type CalibrationPoints, calibrationError } from './calibration';

/** Of the drawing, in pixels; the margin holds the axes' texts. */
const SIZE = 320;
const MARGIN = 48;

/**
 * The calibration curve as an SVG drawing of its own: how sure the model was across, how often it was right upwards, the
 * diagonal where both agree, and a dot for each bin. Colours follow the page's text colour. Its text alternative says what the
 * curve shows; the report's table has the numbers.
 */
export function calibrationChart(points: CalibrationPoints): string {
  const side = SIZE + 2 * MARGIN;
  const x = (share: number) => (MARGIN + share * SIZE).toFixed(1);
  const y = (share: number) => (MARGIN + (1 - share) * SIZE).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${MARGIN + SIZE + 16}" text-anchor="middle">${100 * share}</text>` +
      `<text x="${MARGIN - 6}" y="${y(share)}" dy=".35em" text-anchor="end">${100 * share}</text>`,
  );
  const dots = points.map(
    ({ predicted, observed, count }) =>
      `<circle cx="${x(predicted)}" cy="${y(observed)}" r="4"><title>said ${(100 * predicted).toFixed(1)} %, was right ${(100 * observed).toFixed(1)} % of ${count} times</title></circle>`,
  );
  const line = points.map(({ predicted, observed }) => `${x(predicted)},${y(observed)}`).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="11" fill="currentColor">`,
    '<title id="title">Calibration of suggestions</title>',
    `<desc id="description">${describe(points)}</desc>`,
    `<rect x="${MARGIN}" y="${MARGIN}" width="${SIZE}" height="${SIZE}" fill="none" stroke="currentColor" opacity=".4"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="currentColor" stroke-dasharray="4 4" opacity=".6"/>`,
    `<polyline points="${line}" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
    ...dots,
    ...ticks,
    `<text x="${side / 2}" y="${side - 8}" text-anchor="middle">how sure the suggestion was, %</text>`,
    `<text transform="translate(12 ${side / 2}) rotate(-90)" text-anchor="middle">how often it was right, %</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The chart in a sentence. */
export function describe(points: CalibrationPoints): string {
  if (points.length === 0) return 'Nothing was predicted.';
  const error = (100 * calibrationError(points)).toFixed(1);
  const leaning = points.reduce(
    (sum, { predicted, observed, count }) => sum + count * (predicted - observed),
    0,
  );
  const tendency = leaning > 0 ? 'surer than right' : 'less sure than right';
  return `In ${points.length} groups of suggestions by confidence, what was said and what came differ by ${error} percentage points on average; all in all the model was ${tendency}.`;
}
