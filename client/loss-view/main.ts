/** The loss view: a headline in figures, a live chart, and the same figures as a table. Runs in the webview. */
import 'uplot/dist/uPlot.min.css';
import './loss-view.css';
import type { LossHistory, LossPoint } from '../../server/protocol';
import { LossChart } from './chart';
import { baseLabel, type LossViewTexts, type ToLossView, updated } from './messages';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const root = document.getElementById('root')!; // in the panel's own page
const title = append(root, 'h1');
const state = append(root, 'p', 'state');
const place = append(root, 'div', 'chart');
const spoken = append(root, 'p', 'spoken');
spoken.setAttribute('aria-live', 'polite');
const explanation = append(root, 'p', 'explanation');
const table = append(root, 'table');
const chart = new LossChart(place, (text) => {
  spoken.textContent = text;
});

const panel = acquireVsCodeApi();
let history: LossHistory = { points: [], running: false };

window.addEventListener('message', ({ data: { update, texts } }: MessageEvent<ToLossView>) => {
  const whole = updated(history, update);
  if (!whole) {
    panel.postMessage('ready'); // for all points
    return;
  }
  history = whole;
  show(history, texts);
});
panel.postMessage('ready');

function show(history: LossHistory, texts: LossViewTexts): void {
  const any = history.points.length > 0;
  title.textContent = texts.title;
  explanation.textContent = texts.explanation;
  place.hidden = !any;
  table.hidden = !any;
  state.textContent = any ? headline(history, texts) : texts.empty;
  if (!any) return;
  chart.update(history, texts);
  fillTable(history, texts);
}

function headline(history: LossHistory, texts: LossViewTexts): string {
  const measured = history.points.filter((point) => point.heldOutLoss !== undefined);
  const best = measured.reduce<LossPoint | undefined>(
    (a, b) => (a && a.heldOutLoss! <= b.heldOutLoss! ? a : b), // measured: heldOutLoss is present
    undefined,
  );
  const parts = [history.running ? texts.running : texts.atRest];
  if (best?.heldOutLoss !== undefined) {
    parts.push(`${texts.best}: ${texts.perplexity} ${perplexity(best.heldOutLoss)}`);
    if (best.top1 !== undefined) parts.push(`${texts.top1} ${percent(best.top1)}`);
    if (best.top3 !== undefined) parts.push(`${texts.top3} ${percent(best.top3)}`);
  }
  if (history.baseline) parts.push(`${texts.baseline}: ${perplexity(history.baseline.heldOutLoss)}`);
  if (history.base) parts.push(`${baseLabel(history.base, texts)}: ${perplexity(history.base.heldOutLoss)}`);
  return parts.join(' · ');
}

function fillTable(history: LossHistory, texts: LossViewTexts): void {
  table.replaceChildren();
  append(table, 'caption').textContent = texts.figures;
  const columns = [
    texts.time,
    texts.tokens,
    texts.training,
    texts.heldOut,
    texts.perplexity,
    texts.top1,
    texts.top3,
  ];
  const head = append(append(table, 'thead'), 'tr');
  for (const column of columns) {
    const cell = append(head, 'th');
    cell.scope = 'col';
    cell.textContent = column;
  }
  const body = append(table, 'tbody');
  const { baseline, base } = history;
  if (baseline) {
    row(body, [texts.baseline, '', '', ...heldOutCells(baseline)]);
  }
  if (base) {
    row(body, [baseLabel(base, texts), '', '', ...heldOutCells(base)]);
  }
  const measured = history.points.filter((point) => point.heldOutLoss !== undefined);
  for (const point of measured.reverse()) {
    row(body, [
      point.seconds.toFixed(1),
      point.tokens.toLocaleString(),
      point.trainingLoss.toFixed(3),
      ...heldOutCells(point),
    ]);
  }
}

function heldOutCells({
  heldOutLoss,
  top1,
  top3,
}: Pick<LossPoint, 'heldOutLoss' | 'top1' | 'top3'>): string[] {
  return [
    heldOutLoss?.toFixed(3) ?? '',
    heldOutLoss === undefined ? '' : perplexity(heldOutLoss),
    top1 === undefined ? '' : percent(top1),
    top3 === undefined ? '' : percent(top3),
  ];
}

function row(body: HTMLElement, [first = '', ...rest]: string[]): void {
  const line = append(body, 'tr');
  const heading = append(line, 'th');
  heading.scope = 'row';
  heading.textContent = first;
  for (const text of rest) append(line, 'td').textContent = text;
}

function append<Name extends keyof HTMLElementTagNameMap>(parent: HTMLElement, name: Name, className = '') {
  const element = document.createElement(name);
  element.className = className;
  return parent.appendChild(element);
}

function perplexity(loss: number): string {
  return Math.exp(loss).toFixed(1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
