import uPlot from 'uplot';
import type { LossHistory } from '../../server/protocol';
import { baseLabel, type LossViewTexts } from './messages';

const HEIGHT = 320;

/** A live line chart of the loss, coloured by the theme, walked through with the arrow keys. */
export class LossChart {
  private plot: uPlot | undefined;
  private history: LossHistory = { points: [], running: false };
  private texts: LossViewTexts | undefined;

  /** `announce` is told, in words, which point the keyboard has reached. */
  constructor(
    private readonly place: HTMLElement,
    private readonly announce: (text: string) => void,
  ) {
    place.tabIndex = 0;
    place.setAttribute('role', 'img');
    place.addEventListener('keydown', (event) => this.walk(event));
    new ResizeObserver(() => this.plot?.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
    // VS Code changes the body's class with the theme; the canvas has to be drawn anew in its colours.
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ['class'] });
  }

  update(history: LossHistory, texts: LossViewTexts): void {
    const sameSeries =
      this.plot &&
      !!history.baseline === !!this.history.baseline &&
      history.base?.name === this.history.base?.name;
    this.history = history;
    this.texts = texts;
    this.place.setAttribute('aria-label', texts.chart);
    if (sameSeries) this.plot?.setData(this.data());
    else this.draw();
  }

  private draw(): void {
    const texts = this.texts;
    if (!texts) return;
    this.plot?.destroy();
    const axis = {
      stroke: color('--vscode-foreground'),
      grid: { stroke: color('--vscode-editorWidget-border') },
    };
    const line = { width: 2, spanGaps: true };
    this.plot = new uPlot(
      {
        width: this.place.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [{ ...axis, label: texts.time }, axis],
        series: [
          { label: texts.time },
          { ...line, label: texts.training, stroke: color('--vscode-charts-blue') },
          { ...line, label: texts.heldOut, stroke: color('--vscode-charts-purple'), points: { show: true } },
          ...levels(this.history, texts).map(({ label, stroke }) => ({
            ...line,
            label,
            stroke: color(stroke),
            dash: [6, 4],
            points: { show: false },
          })),
        ],
      },
      this.data(),
      this.place,
    );
  }

  private data(): uPlot.AlignedData {
    const { points } = this.history;
    return [
      points.map((point) => point.seconds),
      points.map((point) => point.trainingLoss),
      points.map((point) => point.heldOutLoss ?? null),
      ...(this.texts ? levels(this.history, this.texts) : []).map(({ heldOutLoss }) =>
        points.map(() => heldOutLoss),
      ),
    ];
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    const { plot, texts } = this;
    if (step === undefined || !plot || !texts || this.history.points.length === 0) return;
    event.preventDefault();
    const last = this.history.points.length - 1;
    const index = Math.max(0, Math.min(last, (plot.cursor.idx ?? last) + step));
    const point = this.history.points[index]!; // index is within the points
    plot.setCursor({
      left: plot.valToPos(point.seconds, 'x'),
      top: plot.valToPos(point.heldOutLoss ?? point.trainingLoss, 'y'),
    });
    const heldOut =
      point.heldOutLoss === undefined ? '' : `, ${texts.heldOut} ${point.heldOutLoss.toFixed(3)}`;
    this.announce(
      `${texts.time} ${point.seconds.toFixed(1)}, ${texts.training} ${point.trainingLoss.toFixed(3)}${heldOut}`,
    );
  }
}

/** What the network is compared with: dashed lines across the chart. */
function levels({ baseline, base }: LossHistory, texts: LossViewTexts) {
  return [
    ...(baseline
      ? [
          {
            label: texts.baseline,
            heldOutLoss: baseline.heldOutLoss,
            stroke: '--vscode-charts-green',
          },
        ]
      : []),
    ...(base
      ? [
          {
            label: baseLabel(base, texts),
            heldOutLoss: base.heldOutLoss,
            stroke: '--vscode-charts-orange',
          },
        ]
      : []),
  ];
}

function color(variable: string): string {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || 'currentColor';
}
