import type { Evaluation } from '../protocol';
import { grouped, percent } from './number-text';

/** The figures as a person reads them: a table of the parts, then ghost text and calibration. */
export function reportEvaluation(evaluation: Evaluation): string[] {
  const {
    tokens,
    words,
    oovRate,
    latencyMs,
    components,
    intervals,
    ghostText,
    calibration,
    withoutNewWords,
  } = evaluation;
  const lines = [
    `${grouped(tokens)} tokens, ${grouped(words)} words, ${percent(oovRate)} of them unknown to the model`,
    `latency ${latencyMs.p50.toFixed(2)} ms (half of the requests), ${latencyMs.p99.toFixed(2)} ms (99 of 100)`,
    '',
    ...table([
      ['', 'perplexity', 'top 1', 'top 3', 'saved, 1', 'saved, 3', 'calibration', 'while typing'],
      ...Object.entries(components).map(([name, figures]) => [
        name,
        figures.perplexity.toFixed(1),
        percent(figures.top1),
        percent(figures.top3),
        percent(figures.keystrokeSavings1),
        percent(figures.keystrokeSavings3),
        percent(figures.calibrationError),
        figures.typedCalibrationError === undefined ? '' : percent(figures.typedCalibrationError),
      ]),
    ]),
  ];
  if (withoutNewWords) {
    const { keystrokeSavings1, keystrokeSavings3 } = withoutNewWords;
    lines.push(
      '',
      `without words that nobody has written yet: ${percent(keystrokeSavings1)} saved with 1, ${percent(keystrokeSavings3)} with 3`,
    );
  }
  if (intervals) {
    lines.push('', '95 % intervals, drawn by paragraph');
    lines.push(
      ...table(
        Object.entries(intervals).map(([name, [low, high]]) =>
          name === 'perplexity'
            ? [name, low.toFixed(1), high.toFixed(1)]
            : [name, percent(low), percent(high)],
        ),
      ),
    );
  }
  if (ghostText) {
    lines.push('', 'ghost text by confidence');
    lines.push(
      ...table([
        ['at least', 'right', 'words with an offer'],
        ...ghostText
          .filter(({ threshold }) => Math.round(threshold * 100) % 10 === 0)
          .map(({ threshold, precision, coverage }) => [
            threshold.toFixed(2),
            percent(precision),
            percent(coverage),
          ]),
      ]),
    );
  }
  if (calibration) {
    lines.push('', 'calibration: how sure, and how often right');
    lines.push(
      ...table([
        ['said', 'was', 'times'],
        ...calibration.map(({ predicted, observed, count: times }) => [
          percent(predicted),
          percent(observed),
          grouped(times),
        ]),
      ]),
    );
  }
  return lines;
}

/** Columns side by side: the first to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}
