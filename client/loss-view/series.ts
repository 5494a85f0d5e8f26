import type { LossHistory, LossPoint } from '../../server/protocol';
import { baseLabel, type LossViewTexts, type PastRun } from './messages';
import { percent } from './percent';

/** Runs beside the present one: more are not told apart. */
const MOST_RUNS = 3;

/** One line of the chart. Lines differ in their dashes too, for whoever does not see their colours. */
export interface Line {
  readonly label: string;
  /** A variable of the theme. */
  readonly color: string;
  readonly dash?: readonly number[];
  readonly width: number;
  readonly hasPoints: boolean;
  /** (times) */
  readonly values: readonly (number | null)[];
  /** What is said of the point under the pointer. */
  readonly describe: (index: number) => string;
}

/** Everything the chart draws: common times, and the lines over them. */
export function linesOf(
  history: LossHistory,
  runs: readonly PastRun[],
  texts: LossViewTexts,
): { times: number[]; lines: Line[] } {
  const shown = runs.slice(0, MOST_RUNS);
  const times = [
    ...new Set(
      [history.points, ...shown.map((run) => run.history.points)].flat().map(({ seconds }) => seconds),
    ),
  ].sort((a, b) => a - b);
  const at = new Map(times.map((seconds, index) => [seconds, index]));
  const over = (points: readonly LossPoint[], value: (point: LossPoint) => number | undefined) => {
    const values: (number | null)[] = times.map(() => null);
    for (const point of points) values[at.get(point.seconds)!] = value(point) ?? null; // the times are theirs
    return values;
  };
  const byTime = new Map(history.points.map((point) => [point.seconds, point]));
  const lines: Line[] = [
    {
      label: texts.training,
      color: '--vscode-charts-blue',
      dash: [2, 3],
      width: 1.5,
      hasPoints: false,
      values: over(history.points, ({ trainingLoss }) => trainingLoss),
      describe: (index) => byTime.get(times[index]!)?.trainingLoss.toFixed(3) ?? '–',
    },
    {
      label: texts.heldOut,
      color: '--vscode-charts-purple',
      width: 2.5,
      hasPoints: true,
      values: over(history.points, ({ heldOutLoss }) => heldOutLoss),
      describe: (index) => describeHeldOut(byTime.get(times[index]!), texts),
    },
  ];
  for (const { label, heldOutLoss, color, dash } of levels(history, texts)) {
    const said = `${heldOutLoss.toFixed(3)} · ${texts.perplexity} ${Math.exp(heldOutLoss).toFixed(1)}`;
    lines.push({
      label,
      color,
      dash,
      width: 1.5,
      hasPoints: false,
      values: times.map(() => heldOutLoss),
      describe: () => said,
    });
  }
  shown.forEach((run, number) => {
    const points = new Map(run.history.points.map((point) => [point.seconds, point]));
    lines.push({
      label: runLabel(run, texts),
      color: '--vscode-foreground',
      dash: RUN_DASHES[number],
      width: 1,
      hasPoints: false,
      values: over(run.history.points, ({ heldOutLoss }) => heldOutLoss),
      describe: (index) => describeHeldOut(points.get(times[index]!), texts),
    });
  });
  return { times, lines };
}

const RUN_DASHES = [
  [8, 3],
  [5, 3, 1, 3],
  [1, 2],
] as const;

export function runLabel({ endedAt }: PastRun, texts: LossViewTexts): string {
  return texts.run.replace('{0}', new Date(endedAt).toLocaleString());
}

function describeHeldOut(point: LossPoint | undefined, texts: LossViewTexts): string {
  if (point?.heldOutLoss === undefined) return '–';
  const right = point.top1 === undefined ? '' : ` · ${texts.top1} ${percent(point.top1)}`;
  return `${point.heldOutLoss.toFixed(3)} · ${texts.perplexity} ${Math.exp(point.heldOutLoss).toFixed(1)}${right}`;
}

/** What the network is compared with: lines across the chart. */
function levels({ baseline, base }: LossHistory, texts: LossViewTexts) {
  const of = (label: string, heldOutLoss: number, color: string, dash: readonly number[]) => [
    { label, heldOutLoss, color, dash },
  ];
  return [
    ...(baseline ? of(texts.baseline, baseline.heldOutLoss, '--vscode-charts-green', [6, 4]) : []),
    ...(base ? of(baseLabel(base, texts), base.heldOutLoss, '--vscode-charts-orange', [10, 4]) : []),
  ];
}
