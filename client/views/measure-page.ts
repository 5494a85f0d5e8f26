/** The page of *Measure on This Document*: figures, two pictures and the text itself, as one piece of HTML without a script. */
import * as vscode from 'vscode';
import type { Evaluation, MeasuredText, TriedWord } from '../../server/protocol';
import { percent } from '../loss-view/percent';

export interface Measurement {
  /** ISO 8601. */
  readonly at: string;
  readonly words: number;
  readonly keystrokeSavings1: number;
  readonly keystrokeSavings3: number;
  readonly top1: number;
}

export interface MeasuredDocument {
  /** As the writer knows it. */
  readonly name: string;
  readonly text: string;
  readonly evaluation: Evaluation;
  readonly measured: MeasuredText;
  /** Of this document, earliest first, this one among them. */
  readonly over: readonly Measurement[];
}

/** @param nonce of the page's only style. */
export function measurePage(document: MeasuredDocument, nonce: string, language: string): string {
  const { name, evaluation, measured, over } = document;
  const { t } = vscode.l10n;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
  <title>${escaped(name)}</title>
  <style nonce="${nonce}">${STYLE}</style>
</head>
<body><main>
  <h1>${escaped(t('What Inkling would have saved you in {0}', name))}</h1>
  <p class="headline">${escaped(headline(evaluation))}</p>
  <p>${escaped(honesty(measured))}</p>
  <h2>${escaped(t('Keystrokes saved, paragraph by paragraph'))}</h2>
  ${paragraphChart(measured)}
  <h2>${escaped(t('How sure it was, and how often it was right'))}</h2>
  ${calibrationChart(evaluation.calibration ?? [])}
  <h2>${escaped(t('Over time'))}</h2>
  ${table(
    [t('When'), t('Words'), t('Saved'), t('Saved with three'), t('First guess right')],
    over.map((each) => [
      new Date(each.at).toLocaleString(),
      each.words.toLocaleString(),
      percent(each.keystrokeSavings1),
      percent(each.keystrokeSavings3),
      percent(each.top1),
    ]),
  )}
  <h2>${escaped(t('In the text itself'))}</h2>
  <p>${legend(measured.tried)}</p>
  <div class="text">${textOf(document)}</div>
</main></body>
</html>`;
}

/** The figures in two sentences. */
function headline({ words, keystrokeSavings1, keystrokeSavings3, top1 }: Evaluation): string {
  return vscode.l10n.t(
    'With the first suggestion alone {0} of the keystrokes in these {1} words are saved, with three {2}. The next word is its first guess {3} of the time.',
    percent(keystrokeSavings1),
    words.toLocaleString(),
    percent(keystrokeSavings3),
    percent(top1),
  );
}

/** What the figures are worth: what was left out, what could not be, and how much of the document it is. */
export function honesty({ knows, inFolder, networkHasRead, words, measuredWords }: MeasuredText): string {
  const { t } = vscode.l10n;
  const sentences: string[] = [];
  if (knows === 'counting')
    sentences.push(t('There is no network of your text yet: these are the figures of counting alone.'));
  if (knows === 'base')
    sentences.push(
      t('Inkling has not learned your text yet: these are the figures of the base that it comes with.'),
    );
  if (inFolder > 0) {
    sentences.push(
      t(
        '{0} of this document stands in your folder. Inkling counted your texts anew without it, as if you were writing it now.',
        percent(inFolder),
      ),
    );
  } else sentences.push(t('Nothing of this document stands in your folder: to Inkling it is new text.'));
  if (networkHasRead) {
    sentences.push(
      t(
        'The network has read it in training, among everything else, and can’t forget it for the measuring: on a chapter that you are still to write, expect a little less.',
      ),
    );
  }
  if (measuredWords < words)
    sentences.push(
      t('Measured were the first {0} of {1} words.', measuredWords.toLocaleString(), words.toLocaleString()),
    );
  return sentences.join(' ');
}

type Outcome = 'right' | 'among' | 'wrong' | 'unknown';

function outcomeOf({ rank }: TriedWord): Outcome {
  if (rank < 0) return 'unknown';
  if (rank === 0) return 'right';
  return rank < 3 ? 'among' : 'wrong';
}

function outcomeName(outcome: Outcome): string {
  switch (outcome) {
    case 'right':
      return vscode.l10n.t('right at once');
    case 'among':
      return vscode.l10n.t('among three');
    case 'wrong':
      return vscode.l10n.t('something else was likelier');
    case 'unknown':
      return vscode.l10n.t('a word it can’t know');
  }
}

/** What the marks mean, and how often each stands. */
function legend(tried: readonly TriedWord[]): string {
  return (['right', 'among', 'wrong', 'unknown'] as const)
    .map((outcome) => {
      const count = tried.filter((word) => outcomeOf(word) === outcome).length;
      const share = tried.length === 0 ? 0 : count / tried.length;
      return `<span class="${outcome}">${escaped(outcomeName(outcome))}</span> ${percent(share)}`;
    })
    .join(' · ');
}

/** The measured part of the document, each word marked by what came of it; its title says what was offered. */
function textOf({ text, measured: { tried } }: MeasuredDocument): string {
  let html = '';
  let at = tried[0]?.start ?? 0;
  for (const word of tried) {
    const offered = vscode.l10n.t(
      'offered: {0} ({1}); {2}',
      word.offered,
      percent(word.probability),
      outcomeName(outcomeOf(word)),
    );
    html += escaped(text.slice(at, word.start));
    html += `<span class="${outcomeOf(word)}" title="${escaped(offered)}">${escaped(text.slice(word.start, word.end))}</span>`;
    at = word.end;
  }
  return html;
}

const CHART_WIDTH = 600;
const CHART_HEIGHT = 120;

/** A bar for each paragraph; the table below says the same. */
function paragraphChart({ paragraphs }: MeasuredText): string {
  const most = Math.max(0.01, ...paragraphs.map(({ saved }) => saved));
  const step = CHART_WIDTH / Math.max(1, paragraphs.length);
  const bars = paragraphs.map(({ saved, words }, index) => {
    const height = Math.max(1, (Math.max(0, saved) / most) * (CHART_HEIGHT - 4));
    const title = vscode.l10n.t('Paragraph {0}: {1} saved in {2} words', index + 1, percent(saved), words);
    return `<rect class="bar" x="${(index * step).toFixed(1)}" y="${(CHART_HEIGHT - height).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${escaped(title)}</title></rect>`;
  });
  const label = vscode.l10n.t(
    'Bars: the share of the keystrokes saved in each of {0} paragraphs, at most {1}.',
    paragraphs.length,
    percent(most),
  );
  const rows = paragraphs.map(({ saved, words }, index) => [
    String(index + 1),
    String(words),
    percent(saved),
  ]);
  return `<svg viewBox="0 0 ${CHART_WIDTH} ${CHART_HEIGHT}" role="img" aria-label="${escaped(label)}">${bars.join('')}<line class="axis" x1="0" x2="${CHART_WIDTH}" y1="${CHART_HEIGHT}" y2="${CHART_HEIGHT}"/></svg>
  <details><summary>${escaped(vscode.l10n.t('The same as a table'))}</summary>${table([vscode.l10n.t('Paragraph'), vscode.l10n.t('Words'), vscode.l10n.t('Saved')], rows)}</details>`;
}

const SIDE = 240;
const MARGIN = 30;

/** Dots on the diagonal: as sure as right. */
function calibrationChart(points: NonNullable<Evaluation['calibration']>): string {
  const x = (share: number) => (MARGIN + share * (SIDE - MARGIN)).toFixed(1);
  const y = (share: number) => ((1 - share) * (SIDE - MARGIN)).toFixed(1);
  const dots = points.map(({ predicted, observed, count }) => {
    const title = vscode.l10n.t(
      'Said {0}, right {1} of {2} times',
      percent(predicted),
      percent(observed),
      count,
    );
    return `<circle class="bar" cx="${x(predicted)}" cy="${y(observed)}" r="4"><title>${escaped(title)}</title></circle>`;
  });
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${SIDE - MARGIN + 14}" text-anchor="middle">${100 * share}</text><text x="${MARGIN - 4}" y="${y(share)}" dy="0.6em" text-anchor="end">${100 * share}</text>`,
  );
  const label = vscode.l10n.t(
    'Dots: how often the likeliest word came, by how sure Inkling was of it; on the line both agree. In percent.',
  );
  const rows = points.map(({ predicted, observed, count }) => [
    percent(predicted),
    percent(observed),
    String(count),
  ]);
  return `<svg class="square" viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label="${escaped(label)}"><line class="axis" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke-dasharray="4 4"/>${dots.join('')}${ticks.join('')}</svg>
  <details><summary>${escaped(vscode.l10n.t('The same as a table'))}</summary>${table([vscode.l10n.t('Said'), vscode.l10n.t('Was right'), vscode.l10n.t('Times')], rows)}</details>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Colours from the theme; the marks differ in their lines too. */
const STYLE = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
main { max-width: 46rem; margin: 0 auto; padding: 0 0.5rem 2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4em; font-weight: 600; } h2 { font-size: 1.1em; font-weight: 600; margin-top: 1.6em; }
.headline { font-size: 1.1em; }
svg { width: 100%; height: auto; display: block; } svg.square { max-width: 20rem; }
.bar { fill: var(--vscode-charts-blue); } .bar:hover { fill: var(--vscode-charts-purple); }
.axis { stroke: var(--vscode-foreground); stroke-opacity: 0.4; }
svg text { fill: var(--vscode-foreground); font-size: 10px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; font-weight: 400; padding: 0.15rem 0.8rem 0.15rem 0; border-bottom: 1px solid color-mix(in srgb, var(--vscode-foreground) 18%, transparent); }
th { font-weight: 600; }
.text { white-space: pre-wrap; line-height: 1.7; }
.right { text-decoration: underline solid 2px var(--vscode-charts-green); text-underline-offset: 3px; }
.among { text-decoration: underline dashed 2px var(--vscode-charts-blue); text-underline-offset: 3px; }
.wrong { text-decoration: none; }
.unknown { text-decoration: underline dotted 2px var(--vscode-charts-orange); text-underline-offset: 3px; }
`;
