/** The chart's figures as tables. */
import type { LossHistory, LossPoint } from '../../server/protocol';
import { baseLabel, type LossViewTexts, type PastRun } from './messages';
import { percent } from './percent';
import { runLabel } from './series';

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Each begins with the row's name. */
  readonly rows: readonly (readonly string[])[];
}

/** What the writer gets, beside what its parts reach alone. */
export function partsTable({ whole }: LossHistory, texts: LossViewTexts): Table | undefined {
  if (!whole) return undefined;
  const row = (name: string, part: NonNullable<LossHistory['whole']>['together']) => [
    name,
    percent(part.keystrokeSavings1),
    percent(part.top1),
    percent(part.top3),
    part.perplexity.toFixed(1),
  ];
  return {
    caption: texts.parts,
    columns: ['', texts.saved, texts.top1, texts.top3, texts.perplexity],
    rows: [row(texts.whole, whole.together), row(texts.baseline, whole.counting)],
  };
}

/** The network's way, latest first, under what it is compared with. */
export function pointsTable(history: LossHistory, texts: LossViewTexts): Table {
  const { baseline, base, points } = history;
  const measured = points.filter((point) => point.heldOutLoss !== undefined);
  return {
    caption: texts.figures,
    columns: [
      texts.time,
      texts.tokens,
      texts.training,
      texts.heldOut,
      texts.perplexity,
      texts.top1,
      texts.top3,
    ],
    rows: [
      ...(baseline ? [[texts.baseline, '', '', ...heldOutCells(baseline)]] : []),
      ...(base ? [[baseLabel(base, texts), '', '', ...heldOutCells(base)]] : []),
      ...measured
        .reverse()
        .map((point) => [
          point.seconds.toFixed(1),
          point.tokens.toLocaleString(),
          point.trainingLoss.toFixed(3),
          ...heldOutCells(point),
        ]),
    ],
  };
}

/** Runs side by side: what each ended with. */
export function runsTable(runs: readonly PastRun[], texts: LossViewTexts): Table | undefined {
  if (runs.length === 0) return undefined;
  return {
    caption: texts.runs,
    columns: ['', texts.time, texts.perplexity, texts.top1, texts.saved],
    rows: runs.map((run) => {
      const best = bestOf(run.history.points);
      return [
        runLabel(run, texts),
        (run.history.points.at(-1)?.seconds ?? 0).toFixed(0),
        best?.heldOutLoss === undefined ? '' : Math.exp(best.heldOutLoss).toFixed(1),
        best?.top1 === undefined ? '' : percent(best.top1),
        run.history.whole ? percent(run.history.whole.together.keystrokeSavings1) : '',
      ];
    }),
  };
}

/** The point with the least held-out loss. */
export function bestOf(points: readonly LossPoint[]): LossPoint | undefined {
  let best: LossPoint | undefined;
  for (const point of points) {
    if (point.heldOutLoss === undefined) continue;
    if (best?.heldOutLoss === undefined || point.heldOutLoss < best.heldOutLoss) best = point;
  }
  return best;
}

function heldOutCells({
  heldOutLoss,
  top1,
  top3,
}: Pick<LossPoint, 'heldOutLoss' | 'top1' | 'top3'>): string[] {
  return [
    heldOutLoss?.toFixed(3) ?? '',
    heldOutLoss === undefined ? '' : Math.exp(heldOutLoss).toFixed(1),
    top1 === undefined ? '' : percent(top1),
    top3 === undefined ? '' : percent(top3),
  ];
}
