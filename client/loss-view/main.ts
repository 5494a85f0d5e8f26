/** The loss view: what the writer gets in a sentence or two, a live chart, and the same as tables. Runs in the webview. */
import 'uplot/dist/uPlot.min.css';
import './loss-view.css';
import type { LossHistory } from '../../server/protocol';
import { LossChart } from './chart';
import { fillTable } from './fill-table';
import {
  csvOf,
  type FromLossView,
  type LossViewTexts,
  type PastRun,
  type ToLossView,
  updated,
} from './messages';
import { percent } from './percent';
import { bestOf, partsTable, pointsTable, runsTable } from './tables';

declare function acquireVsCodeApi(): {
  postMessage(message: FromLossView): void;
  setState(state: unknown): void;
};

const root = document.getElementById('root')!; // in the panel's own page
const title = append('h1');
const state = append('p', 'state');
const parts = append('table');
const place = append('div', 'chart');
const spoken = append('p', 'spoken');
spoken.setAttribute('aria-live', 'polite');
const explanation = append('p', 'explanation');
const buttons = append('p', 'buttons');
const csv = buttons.appendChild(document.createElement('button'));
const png = buttons.appendChild(document.createElement('button'));
const samplesTitle = append('h2');
const samples = append('ol', 'samples');
const runsOfBefore = append('table');
const points = append('table');
const chart = new LossChart(place, (text) => {
  spoken.textContent = text;
});

const panel = acquireVsCodeApi();
panel.setState({}); // so that a reloaded window opens it again
let history: LossHistory = { points: [], running: false };
let runs: readonly PastRun[] = [];

window.addEventListener('message', ({ data }: MessageEvent<ToLossView>) => {
  const whole = updated(history, data.update);
  if (!whole) {
    panel.postMessage({ kind: 'ready' }); // for all points
    return;
  }
  history = whole;
  runs = data.runs;
  show(data.texts);
});
csv.addEventListener('click', () => panel.postMessage({ kind: 'csv', csv: csvOf(history, runs) }));
png.addEventListener('click', () => {
  const picture = chart.picture();
  if (picture) panel.postMessage({ kind: 'png', png: picture });
});
panel.postMessage({ kind: 'ready' });

function show(texts: LossViewTexts): void {
  const any = history.points.length > 0 || runs.length > 0;
  title.textContent = texts.title;
  explanation.textContent = texts.explanation;
  csv.textContent = texts.exportCsv;
  png.textContent = texts.exportPng;
  for (const element of [place, explanation, buttons]) element.hidden = !any;
  state.textContent = any ? headline(texts) : texts.empty;
  if (any) chart.update(history, runs, texts);
  fillTable(parts, partsTable(history, texts));
  fillTable(runsOfBefore, runsTable(runs, texts));
  fillTable(points, history.points.length > 0 ? pointsTable(history, texts) : undefined);
  showSamples(texts);
}

/** How training is, and what the writer gets of it: all parts together first, as that is what suggests. */
function headline(texts: LossViewTexts): string {
  const { running, paused, whole, points: all } = history;
  const sentences = [paused ? texts.paused : running ? texts.running : texts.atRest];
  if (whole) {
    const { together, counting } = whole;
    sentences.push(
      fill(texts.savedSentence, percent(together.keystrokeSavings1), percent(counting.keystrokeSavings1)),
      fill(texts.rightSentence, percent(together.top1), percent(counting.top1)),
    );
  }
  const best = bestOf(all);
  if (best?.heldOutLoss !== undefined)
    sentences.push(fill(texts.networkSentence, Math.exp(best.heldOutLoss).toFixed(1)));
  return sentences.join(' ');
}

function showSamples(texts: LossViewTexts): void {
  const all = history.samples ?? [];
  samplesTitle.hidden = samples.hidden = all.length === 0;
  samplesTitle.textContent = fill(texts.samples, all[0]?.prompt ?? '');
  samples.replaceChildren(
    ...all.map(({ seconds, text }) => {
      const item = document.createElement('li');
      item.textContent = `${seconds.toFixed(1)} s: … ${text}`;
      return item;
    }),
  );
}

function fill(text: string, ...given: string[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index) => given[Number(index)] ?? whole);
}

function append<Name extends keyof HTMLElementTagNameMap>(name: Name, className = '') {
  const element = document.createElement(name);
  element.className = className;
  return root.appendChild(element);
}
